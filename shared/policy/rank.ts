import type { Verdict } from '../model/decision.js';

const RANK: Readonly<Record<Verdict, number>> = { allow: 0, ask: 1, deny: 2, hide: 3 };

/** hide > deny > ask > allow */
export const rank = (verdict: Verdict): number => RANK[verdict];
export const strictest = (a: Verdict, b: Verdict): Verdict => (RANK[a] >= RANK[b] ? a : b);
