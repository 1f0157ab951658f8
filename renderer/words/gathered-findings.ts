import type { Finding } from '../../shared/model/risk.js';

/** Findings of one kind at one place. */
export interface Gathered {
  readonly first: Finding;
  readonly says: readonly string[];
  /** none is a part of another */
  readonly quotes: readonly string[];
}

/** Several judges find the same words: each kind is told once for a place, with all that was said and the longest quotes. */
export function gatheredFindings(findings: readonly Finding[]): Gathered[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = `${one.id}\n${one.where}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const quotes = [...new Set(group.map(({ quote }) => quote.trim()))];
    return {
      first: group[0] as Finding,
      says: [...new Set(group.map(({ says }) => says))],
      quotes: quotes.filter((quote) => !quotes.some((other) => other !== quote && other.includes(quote))),
    };
  });
}
