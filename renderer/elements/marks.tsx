export type ClassName = 'read' | 'write' | 'execute' | 'destructive' | 'financial' | 'unclassified';
export type SeverityName = 'low' | 'medium' | 'high' | 'critical';

/** Sign, word and colour of a risk class, the same in every place. `bare` shows the sign only and keeps the word for screen readers. */
export function ClassMark({ of, word, bare = false }: { of: ClassName; word: string; bare?: boolean }) {
  return (
    <span className={`class-mark ${of}`} title={bare ? word : undefined}>
      <svg viewBox="0 0 14 14" className="mark" aria-hidden="true" focusable="false">
        <MarkShape of={of} />
      </svg>
      {bare ? <span className="only-read">{word}</span> : word}
    </span>
  );
}

function MarkShape({ of }: { of: ClassName }) {
  switch (of) {
    case 'read':
      return <circle cx="7" cy="7" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.75" />;
    case 'write':
      return (
        <>
          <circle cx="7" cy="7" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path d="M7 2.25a4.75 4.75 0 0 0 0 9.5z" fill="currentColor" />
        </>
      );
    case 'execute':
      return <path d="M3.75 2.6 11 7l-7.25 4.4z" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round" />;
    case 'destructive':
      return <path d="M7 1 13 7 7 13 1 7z" fill="currentColor" />;
    case 'financial':
      return (
        <>
          <circle cx="7" cy="7" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path
            d="M2.2 2.2 4.6 4.6M11.8 2.2 9.4 4.6M2.2 11.8 4.6 9.4M11.8 11.8 9.4 9.4"
            stroke="currentColor"
            strokeWidth="1.75"
            strokeLinecap="round"
          />
        </>
      );
    case 'unclassified':
      return (
        <path
          d="M4.6 4.9A2.5 2.5 0 0 1 7 2.9c1.5 0 2.5.9 2.5 2.2 0 1.8-2.4 2-2.4 3.7M7.05 11.1v.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      );
  }
}

const LEVEL: Record<SeverityName, number> = { low: 1, medium: 2, high: 3, critical: 4 };

/** One to four filled bars; the word is always there for screen readers, and for eyes where `shown`. */
export function SeverityBars({ of, word, shown = false }: { of: SeverityName; word: string; shown?: boolean }) {
  return (
    <span className={`severity level-${LEVEL[of]}`} title={shown ? undefined : word}>
      <span className="bars" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} className={bar <= LEVEL[of] ? 'on' : ''} />
        ))}
      </span>
      {shown ? word : <span className="only-read">{word}</span>}
    </span>
  );
}
