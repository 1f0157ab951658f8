import type { JsonValue } from '../../../shared/json/json.js';
import { sameJson } from '../../../shared/json/same.js';
import { asPolicy, type ToolRule } from '../../../shared/policy/language.js';
import { slotsOf, slotWords } from '../../../shared/policy/slots.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
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
  const parts = [list('added', added), list('removed', removed), list('changed', changed)].filter((part) => part !== '');
  const [said = '', ...more] = looser;
  const loose =
    said === ''
      ? []
      : [more.length === 0 ? inEnglish('change.loosens', { said }) : inEnglish('change.loosensMany', { said, count: looser.length })];
  return [...loose, ...parts].join('; ') || coreWords.change.general;
}

const sameRule = (a: ToolRule | undefined, b: ToolRule): boolean => sameJson(a as unknown as JsonValue, b as unknown as JsonValue);

function list(what: 'added' | 'removed' | 'changed', subjects: readonly string[]): string {
  if (subjects.length === 0) return '';
  const first = subjects.slice(0, 3).join(', ');
  const names = subjects.length > 3 ? inEnglish('list.more', { names: first, count: subjects.length - 3 }) : first;
  return inEnglish(`change.${what}`, { names });
}
