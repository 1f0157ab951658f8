import { diffLines } from 'diff';
import { useMemo } from 'react';
import { PlainPieces } from './plain.js';

interface Line {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

function diffOf(before: string, after: string): Line[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Line => ({ sign: added ? '+' : removed ? '-' : ' ', text })),
  );
}

/** Two texts line by line, signs before colours; runs of equal lines beyond three are folded. */
export function DiffView({
  before,
  after,
  label,
  foldedLabel,
}: {
  before: string;
  after: string;
  label: string;
  foldedLabel: (lines: number) => string;
}) {
  const lines = useMemo(() => fold(diffOf(before, after)), [before, after]);
  return (
    <div className="diff code" role="region" aria-label={label} tabIndex={0}>
      {lines.map((line, index) =>
        typeof line === 'number' ? (
          <div key={index} className="diff-fold">
            {foldedLabel(line)}
          </div>
        ) : (
          <DiffLine key={index} sign={line.sign} text={line.text} />
        ),
      )}
    </div>
  );
}

/** A diff that comes as text: lines that begin with +, - or a space. */
export function DiffText({ text, label }: { text: string; label: string }) {
  return (
    <div className="diff code" role="region" aria-label={label} tabIndex={0}>
      {text
        .replace(/\n$/, '')
        .split('\n')
        .map((line, index) => {
          const sign = line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
          return <DiffLine key={index} sign={sign} text={sign === ' ' && !line.startsWith(' ') ? line : line.slice(1)} />;
        })}
    </div>
  );
}

function DiffLine({ sign, text }: Line) {
  const kind = sign === '+' ? 'added' : sign === '-' ? 'removed' : '';
  return (
    <div className={`diff-line ${kind}`}>
      <span className="diff-sign">{sign}</span>
      <span className="diff-text">
        <PlainPieces text={text} />
      </span>
    </div>
  );
}

const KEEP = 3;

function fold(lines: readonly Line[]): (Line | number)[] {
  const folded: (Line | number)[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (end < lines.length && lines[end]?.sign === ' ') end++;
    const head = at === 0 ? 0 : KEEP;
    const tail = end === lines.length ? 0 : KEEP;
    if (end - at > head + tail + 1) {
      folded.push(...lines.slice(at, at + head), end - at - head - tail, ...lines.slice(end - tail, end));
    } else folded.push(...lines.slice(at, end));
    at = end;
    for (; at < lines.length; at++) {
      const line = lines[at];
      if (!line || line.sign === ' ') break;
      folded.push(line);
    }
  }
  return folded;
}
