import { rank } from './rank.js';
import type { CompiledPolicy, Evaluation, LimitCharge } from './types.js';

/** Two policies at once, the stricter answer wins: while a loosening waits, what an edit tightens is live and what it loosens is not. */
export function strictestOf(running: CompiledPolicy, edited: CompiledPolicy): CompiledPolicy {
  return {
    document: running.document,
    evaluate(facts, readLimit): Evaluation {
      const a = running.evaluate(facts, readLimit);
      const b = edited.evaluate(facts, readLimit);
      const stricter = rank(b.decision.verdict) > rank(a.decision.verdict) ? b : a;
      const isCovered = (charge: LimitCharge): boolean =>
        a.charges.some((other) => other.key === charge.key && other.max <= charge.max && other.amount >= charge.amount);
      const charges = [...a.charges, ...b.charges.filter((charge) => !isCovered(charge))];
      if (a.decision.verdict !== 'ask' || b.decision.verdict !== 'ask') return { ...stricter, charges };
      // both ask: for the reasons of both, or an answer to the one would count for what only the other asks
      const more = b.decision.because.filter(
        (one) => !a.decision.because.some(({ pointer, text }) => pointer === one.pointer && text === one.text),
      );
      return { ...a, decision: { ...a.decision, because: [...a.decision.because, ...more] }, charges };
    },
    position(subject) {
      const a = running.position(subject);
      const b = edited.position(subject);
      return rank(b.verdict) > rank(a.verdict) ? b : a;
    },
  };
}
