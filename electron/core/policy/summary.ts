import type { JsonValue } from '../../../shared/json/json.js';
import { sameJson } from '../../../shared/json/same.js';
import { asPolicy, type ToolRule } from '../../../shared/policy/language.js';
import { slotsOf, slotWords } from '../../../shared/policy/slots.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';

/** What changed between two documents, in one sentence; what it loosens (`looser`) comes first. */
export function summary(before: PolicyDocument, after: PolicyDocument, looser: readonly string[]): string {
  const rules = (document: PolicyDocument) =>
    new Map(slotsOf(asPolicy(document)).map(({ path, rule }) => [JSON.stringify(path), { words: slotWords(path), rule }]));
  const old = rules(before);
  const now = rules(after);
  const added = [...now].filter(([path]) => !old.has(path)).map(([, { words }]) => words);
  const removed = [...old].filter(([path]) => !now.has(path)).map(([, { words }]) => words);
  const changed = [...now]
    .filter(([path, { rule }]) => old.has(path) && !sameRule(old.get(path)?.rule, rule))
    .map(([, { words }]) => words);
  const parts = [list('rules added for', added), list('rules removed for', removed), list('rules changed for', changed)].filter(
    (part) => part !== '',
  );
  const loose = looser.length === 0 ? [] : [`loosens ${looser.length === 1 ? looser[0] : `${looser.length} things, first ${looser[0]}`}`];
  return [...loose, ...parts].join('; ') || 'general settings changed';
}

const sameRule = (a: ToolRule | undefined, b: ToolRule): boolean => sameJson(a as unknown as JsonValue, b as unknown as JsonValue);

const list = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what} ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
