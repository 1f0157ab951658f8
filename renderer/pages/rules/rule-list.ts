import { isJsonObject } from '../../../shared/json/json.js';
import { asPolicy } from '../../../shared/policy/language.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { atPlace, levelsOf, slotsOf, slotWords } from '../../../shared/policy/slots.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import type { Say } from '../../../shared/words/say.js';

export interface RuleLine {
  readonly path: readonly string[];
  /** whom it concerns: `create_issue on github` */
  readonly subject: string;
  readonly sentence: string;
  /** worked out when it is asked for: a long document is read to find it */
  readonly line: number | undefined;
  readonly kind: 'default' | 'hide' | 'rule';
}

/**
 * Every rule of a document as a sentence in the language of `say`, in the document's order; undefined where the text is no policy.
 */
export function ruleLines(text: string, say: Say): RuleLine[] | undefined {
  const read = readJsonc(text);
  if (read.value === undefined || !isJsonObject(read.value)) return undefined;
  try {
    const policy = asPolicy(read.value as unknown as PolicyDocument);
    const lineOf = (path: readonly string[]) => read.where(path)?.line;
    const general = levelsOf(policy).flatMap(({ path, level }): RuleLine[] => [
      ...(level.default === undefined
        ? []
        : [
            {
              path: [...path, 'default'],
              subject: atPlace(say('rule.for.rest'), path, say),
              sentence: say(`rule.action.${level.default}`),
              get line() {
                return lineOf([...path, 'default']);
              },
              kind: 'default' as const,
            },
          ]),
      ...(level.hide === undefined || level.hide.length === 0
        ? []
        : [
            {
              path: [...path, 'hide'],
              subject: atPlace(say('rule.for.hidden'), path, say),
              sentence: level.hide.join(', '),
              get line() {
                return lineOf([...path, 'hide']);
              },
              kind: 'hide' as const,
            },
          ]),
    ]);
    const rules = slotsOf(policy).map(({ path, rule }): RuleLine => ({
      path,
      subject: slotWords(path, say),
      sentence: ruleWords(rule, say),
      get line() {
        return lineOf(path);
      },
      kind: 'rule',
    }));
    return [...rules, ...general];
  } catch {
    return undefined;
  }
}
