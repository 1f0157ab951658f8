import { rank } from './rank.js';
import type { CompiledPolicy, Evaluation } from './types.js';

/** Two policies at once, the stricter answer wins: while a loosening waits, what an edit tightens is live and what it loosens is not. */
export function strictestOf(running: CompiledPolicy, edited: CompiledPolicy): CompiledPolicy {
  return {
    document: running.document,
    evaluate(facts, readLimit): Evaluation {
      const a = running.evaluate(facts, readLimit);
      const b = edited.evaluate(facts, readLimit);
      const stricter = rank(b.decision.verdict) > rank(a.decision.verdict) ? b : a;
      const charges = [
        ...a.charges,
        ...b.charges.filter((charge) => !a.charges.some((other) => other.key === charge.key && other.max <= charge.max)),
      ];
      return { ...stricter, charges };
    },
    position(subject) {
      const a = running.position(subject);
      const b = edited.position(subject);
      return rank(b.verdict) > rank(a.verdict) ? b : a;
    },
  };
}
