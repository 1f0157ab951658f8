import { coreWords } from '../../../shared/words/core/en.js';
import { fill } from '../../../shared/words/say.js';
import type { ToolFacts } from '../ports/rooms.js';

type Label = ToolFacts['labels'][number];

/** What a client or session has seen so far: names of the calls that brought in private data, and untrusted content. Bounded. */
export interface Taint {
  readonly private: readonly string[];
  readonly untrusted: readonly string[];
}

export const clean: Taint = { private: [], untrusted: [] };
const maxNames = 5;

/** The taint after one more forwarded call. Returns the same object when nothing changed. The first calls are kept: they explain. */
export function addToTaint(taint: Taint, labels: readonly Label[], name: string): Taint {
  const seen = (names: readonly string[], said: string): readonly string[] => {
    const entry = fill(said, { call: name });
    return names.length >= maxNames || names.includes(entry) ? names : [...names, entry];
  };
  const next: Taint = {
    private: labels.includes('private-data') ? seen(taint.private, coreWords.seen.private) : taint.private,
    untrusted: labels.includes('untrusted-content') ? seen(taint.untrusted, coreWords.seen.untrusted) : taint.untrusted,
  };
  return next.private === taint.private && next.untrusted === taint.untrusted ? taint : next;
}

/** Both together, first what the first had. */
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

/** A stored taint and the wall clock of its last use, where that can be read. What cannot be read counts as having seen both: forgetting must not loosen. */
export function readTaint(text: string | undefined): { taint: Taint; usedAtMs: number | undefined } | undefined {
  if (text === undefined) return undefined;
  const names = (value: unknown): string[] | undefined =>
    Array.isArray(value) && value.every((name) => typeof name === 'string') ? (value as string[]).slice(0, maxNames) : undefined;
  try {
    const { private: seen, untrusted, usedAtMs } = JSON.parse(text) as Record<string, unknown>;
    const [one, other] = [names(seen), names(untrusted)];
    if (one !== undefined && other !== undefined && typeof usedAtMs === 'number')
      return { taint: { private: one, untrusted: other }, usedAtMs };
  } catch {
    // said below
  }
  const lost = [coreWords.seen.lost];
  return { taint: { private: lost, untrusted: lost }, usedAtMs: undefined };
}
