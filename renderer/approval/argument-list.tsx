import { TriangleAlert } from 'lucide-react';
import { Fragment, useMemo, useState, type CSSProperties } from 'react';
import { Badge } from '../elements/badge.js';
import { Button } from '../elements/button.js';
import { countHidden, hasHidden, spell } from '../elements/hidden-characters.js';
import { Plain, PlainPieces } from '../elements/plain.js';
import { bytes, count } from '../words/format.js';
import { useWords } from '../words/words.js';
import { foldText, lineCount, numbered, shownArguments, type Line, type ShownArgument } from './arguments.js';

/** All arguments of a call, from the exact text that will be sent. Long ones are folded; everything can be reached. */
export function ArgumentList({ text, changed }: { text: string; changed: readonly string[] }) {
  const t = useWords();
  const shown = useMemo(() => shownArguments(text), [text]);
  if (!shown.ok)
    return (
      <div className="stack">
        <p className="problem">{t('approval.invalid', { message: shown.message })}</p>
        <LongText name={t('approval.arguments')} text={shown.text} />
      </div>
    );
  if (shown.list.length === 0) return <p className="quiet">{t('approval.noArguments')}</p>;
  return (
    <dl className="arguments">
      {shown.list.map((argument) => (
        <Argument key={argument.name} argument={argument} changed={changed.includes(argument.name)} />
      ))}
    </dl>
  );
}

function Argument({ argument, changed }: { argument: ShownArgument; changed: boolean }) {
  const t = useWords();
  const hidden = useMemo(() => countHidden(argument.name + argument.text), [argument]);
  return (
    <div className={`argument ${argument.kind === 'short' ? 'short' : ''}`}>
      <dt className="wrap">
        <Plain text={argument.name} />
        {changed && argument.kind === 'short' && <Badge tone="accent">{t('approval.changed')}</Badge>}
      </dt>
      <dd>
        {argument.text === '' ? (
          <span className="quiet argument-value">{t('approval.empty')}</span>
        ) : argument.kind === 'short' ? (
          <span className="code selectable wrap argument-value">
            <Plain text={argument.text} />
          </span>
        ) : (
          <LongText name={argument.name} text={argument.text} changed={changed} />
        )}
        {hidden.total > 0 && (
          <p className="hidden-note">
            <TriangleAlert size={13} aria-hidden="true" />
            <span className="wrap">
              {t('approval.hidden', {
                count: hidden.total,
                name: spell(argument.name),
                codes: hidden.codes
                  .slice(0, 6)
                  .map((code) => `⟨${code}⟩`)
                  .join(' '),
              })}
            </span>
          </p>
        )}
      </dd>
    </div>
  );
}

const CHUNK = 100_000;
/** so many characters stand in the card as they are; more scroll in a place of their own, so that the other arguments stay near */
const FEW = 1500;

function LongText({ name, text, changed = false }: { name: string; text: string; changed?: boolean }) {
  const t = useWords();
  const [shown, setShown] = useState(0);
  const size = useMemo(() => new TextEncoder().encode(text).length, [text]);
  const folded = useMemo(() => foldText(text), [text]);
  const all = folded.hidden === 0;
  const end = chunkEnd(text, shown);
  const whole = useMemo(() => (all ? folded.head : numbered(text.slice(0, end))), [all, folded, text, end]);
  const lines = lineCount(text);
  const few = shown === 0 && [...folded.head, ...folded.tail].reduce((sum, line) => sum + line.text.length, 0) <= FEW;
  return (
    <div className="long-text">
      <div className="long-head">
        <span>
          {t('approval.size', { lines: t('common.lines', { count: lines }), size: bytes(size) })}
          {changed && ` · ${t('approval.changed')}`}
        </span>
      </div>
      <div
        className={`long-body code selectable ${lines > 1 ? 'numbered' : ''} ${few ? 'few' : ''}`}
        style={{ '--digits': String(lines).length } as CSSProperties}
        tabIndex={0}
        role="group"
        aria-label={spell(name)}
      >
        {all || shown > 0 ? (
          <Lines lines={whole} />
        ) : (
          <>
            <Lines lines={folded.head} more />
            <span className="fold-mark">
              … {t('approval.head', { hidden: t('common.lines', { count: folded.hidden }) })}
              {folded.blank > 0 && `, ${t('approval.blank', { count: folded.blank })}`}
            </span>
            <Lines lines={folded.tail} />
          </>
        )}
      </div>
      {!all && (
        <div className="long-foot">
          {shown === 0 ? (
            <Button look="link" className="small" onClick={() => setShown(CHUNK)}>
              {t('approval.showAll', { size: bytes(size) })}
            </Button>
          ) : (
            <>
              {end < text.length && (
                <Button look="link" className="small" onClick={() => setShown(shown + CHUNK)}>
                  {t('approval.showMore', { size: bytes(Math.min(CHUNK, text.length - end)), rest: count(text.length - end) })}
                </Button>
              )}
              <Button look="link" className="small" onClick={() => setShown(0)}>
                {t('common.showLess')}
              </Button>
            </>
          )}
          {hasHidden(text) && <TriangleAlert size={13} className="trouble-icon" aria-hidden="true" />}
        </div>
      )}
    </div>
  );
}

/** The numbers are drawn beside the text and are no part of it: they are not selected, copied or read out. `more`: others follow. */
const Lines = ({ lines, more = false }: { lines: readonly Line[]; more?: boolean }) =>
  lines.map(({ text, n }, index) => (
    <Fragment key={index}>
      {n !== undefined && <span className="line-number" data-n={n} aria-hidden="true" />}
      <PlainPieces text={more || index < lines.length - 1 ? `${text}\n` : text} />
    </Fragment>
  ));

/** Never cuts a surrogate pair in two. */
function chunkEnd(text: string, wanted: number): number {
  if (wanted >= text.length) return text.length;
  const code = text.charCodeAt(wanted - 1);
  return code >= 0xd800 && code <= 0xdbff ? wanted + 1 : wanted;
}
