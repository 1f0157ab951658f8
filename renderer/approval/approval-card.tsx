import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../elements/button.js';
import { ClassMark, SeverityBars } from '../elements/marks.js';
import { Plain, Quotes } from '../elements/plain.js';
import { spell } from '../elements/hidden-characters.js';
import { useClientTitles } from '../state/client-titles.js';
import type { ApprovalView } from '../../shared/model/views.js';
import { askWords } from '../../shared/policy/reasons.js';
import { findingTitle } from '../words/finding.js';
import { gatheredFindings } from '../words/gathered-findings.js';
import { useRetold, useTitledSay, useWords, type Words } from '../words/words.js';
import { ArgumentList } from './argument-list.js';

const METHODS = ['resources/read', 'resources/subscribe', 'prompts/get', 'sampling/createMessage', 'elicitation/create'] as const;
const known = (method: string): method is (typeof METHODS)[number] => (METHODS as readonly string[]).includes(method);

/** "Cursor wants to change something with write_file". @param client what it is called */
export function wantsSentence(t: Words, approval: ApprovalView, client: string): string {
  const { server, tool, method } = approval;
  const verb = known(method)
    ? t(`approval.method.${method}`, { server: spell(server) })
    : t(`approval.verb.${approval.class}`, { tool: spell(tool) });
  return t('approval.wants', { client: spell(client), verb });
}

/**
 * The question, whole: who, what, risk, why, every argument. The same in the approval window and in the queue.
 * @param onMakeRule begins a rule from this call; it answers nothing. Not offered for methods other than a tool's call.
 */
export function ApprovalCard({ approval, nth, onMakeRule }: { approval: ApprovalView; nth?: ReactNode; onMakeRule: () => void }) {
  const t = useWords();
  const say = useTitledSay();
  const tell = useRetold();
  const titleOf = useClientTitles();
  return (
    <>
      <header className="approval-head">
        <div className="row apart tops">
          <h1 id="approval-title" className="wrap">
            {wantsSentence(t, approval, titleOf(approval.client))}
          </h1>
          {nth !== undefined && <span className="quiet small nth">{nth}</span>}
        </div>
        <div className="row apart wraps">
          <span className="wrap path-line">
            <Plain text={approval.server} />
            {approval.tool !== '' && (
              <>
                {' '}
                <span className="quiet">›</span>{' '}
                <strong>
                  <Plain text={approval.tool} />
                </strong>
              </>
            )}
          </span>
          <span className="row">
            <ClassMark of={approval.class} word={t(`class.${approval.class}`)} />
            <SeverityBars of={approval.severity} word={t(`severity.${approval.severity}`)} shown />
          </span>
        </div>
        <div className="because">
          <span className="quiet">{t('approval.asks')}</span>{' '}
          {approval.because.map((because, index) => (
            <span key={index} className="wrap because-line">
              <Plain text={askWords(because, say)} />
            </span>
          ))}
        </div>
        {approval.waiting > 1 && <p className="because">{t('approval.identical', { count: approval.waiting })}</p>}
        {approval.method === 'tools/call' && (
          <Button look="link" className="small" onClick={onMakeRule}>
            {t('tool.makeRule')}
          </Button>
        )}
      </header>
      <div
        className="approval-body"
        tabIndex={0}
        role="region"
        aria-label={`${t('approval.arguments')}: ${spell(approval.tool || approval.server)}`}
      >
        {gatheredFindings(approval.findings).map(({ first, says, quotes }, index) => (
          <p key={index} className="hidden-note danger">
            <TriangleAlert size={13} aria-hidden="true" />
            <span className="wrap">
              {t('approval.finding', { where: spell(first.where), says: spell(findingTitle(t, first)) })} <Quotes of={quotes} />{' '}
              <span className="quiet">
                <Plain text={says.map((one) => tell('finding', one)).join('; ')} />
              </span>
            </span>
          </p>
        ))}
        <ArgumentList key={approval.id} text={approval.argumentsText} changed={approval.changedSinceLast} />
        {approval.alsoSentText !== undefined && (
          <div className="stack tight">
            <h3>{t('approval.alsoSent')}</h3>
            <ArgumentList key={`${approval.id} besides`} text={approval.alsoSentText} changed={[]} />
          </div>
        )}
        {approval.flow.length > 0 && (
          <div className="stack tight">
            <h2>{t('approval.flow')}</h2>
            {approval.flow.map((line, index) => (
              <p key={index} className="quiet wrap">
                <Plain text={tell('seen', line)} />
              </p>
            ))}
          </div>
        )}
      </div>
    </>
  );
}
