import type { ToolFacts } from '../ports/rooms.js';

type Label = ToolFacts['labels'][number];

/** What a session has seen so far: names of the calls that brought in private data, and untrusted content. Bounded. */
export interface Taint {
  readonly private: readonly string[];
  readonly untrusted: readonly string[];
}

export const clean: Taint = { private: [], untrusted: [] };
const maxNames = 5;

/** The taint after one more forwarded call. Returns the same object when nothing changed. The first calls are kept: they explain. */
export function addToTaint(taint: Taint, labels: readonly Label[], name: string): Taint {
  const seen = (names: readonly string[], says: string): readonly string[] => {
    const entry = `${name} (${says})`;
    return names.length >= maxNames || names.includes(entry) ? names : [...names, entry];
  };
  const next: Taint = {
    private: labels.includes('private-data') ? seen(taint.private, 'private data') : taint.private,
    untrusted: labels.includes('untrusted-content') ? seen(taint.untrusted, 'untrusted content') : taint.untrusted,
  };
  return next.private === taint.private && next.untrusted === taint.untrusted ? taint : next;
}

/** Both together, for sessions that share their past. */
export const joinTaint = (a: Taint, b: Taint): Taint => ({
  private: [...new Set([...a.private, ...b.private])].slice(0, maxNames),
  untrusted: [...new Set([...a.untrusted, ...b.untrusted])].slice(0, maxNames),
});

/**
 * The earlier calls because of which an outward call needs a person: private data and untrusted content were both seen before.
 * Empty when the flow is harmless. A call's own labels do not count against itself: its data is not there yet.
 */
export function flowInto(taint: Taint, labels: readonly Label[]): readonly string[] {
  if (!labels.includes('outward') || taint.private.length === 0 || taint.untrusted.length === 0) return [];
  return [...new Set([...taint.private, ...taint.untrusted])];
}
