import type { ReactNode } from 'react';

export type Tone = 'quiet' | 'accent' | 'ok' | 'caution' | 'danger' | 'dim';

/** A word in a role's colour with a shape before it, so that colour is never alone. */
export function Badge({
  tone = 'quiet',
  sign = 'dot',
  children,
}: {
  tone?: Tone;
  sign?: 'dot' | 'ring' | 'square' | 'none';
  children: ReactNode;
}) {
  return (
    <span className={`badge ${tone}`}>
      {sign !== 'none' && <i className={`sign ${sign}`} aria-hidden="true" />}
      {children}
    </span>
  );
}
