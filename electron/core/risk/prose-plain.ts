import { inflect } from './words.js';

const between = '((?: \\w+){0,3}?)';

/** Verbs of two words and the one verb they stand for, with what may stand between the two. */
const pairs: readonly (readonly [verb: string, particle: string, stands: string])[] = [
  ['turn', 'off', 'disable'],
  ['switch', 'off', 'disable'],
  ['shut', 'off', 'disable'],
  ['set', 'aside', 'ignore'],
  ['put', 'aside', 'ignore'],
  ['lay', 'aside', 'ignore'],
  ['lay', 'down', 'abandon'],
  ['leave', 'behind', 'abandon'],
  ['give', 'up', 'abandon'],
  ['leave', 'out', 'omit'],
  ['let', 'go', 'abandon'],
  ['take', 'on', 'adopt'],
  ['write', 'down', 'record'],
  ['bring', 'up', 'mention'],
  ['point', 'out', 'mention'],
  ['sign', 'off', 'approve'],
  ['show', 'up', 'appear'],
];
const irregular: Readonly<Record<string, readonly string[]>> = {
  set: ['set', 'setting'],
  put: ['put', 'putting'],
  lay: ['laid'],
  leave: ['left'],
  let: ['letting'],
  take: ['took', 'taken'],
  write: ['wrote', 'written'],
  bring: ['brought'],
  shut: ['shut', 'shutting'],
};
const others: readonly (readonly [RegExp, string])[] = [
  [/\b(?:do|does|doing|done) away with\b/g, 'remove'],
  [
    /\b(?:are|is|being|be|remain) (?:not|no longer) (?:in (?:effect|force|place)|applicable|enforced|active|valid|relevant|binding)\b/g,
    'never apply',
  ],
  [/\b(?:do not|don't|does not|doesn't) (?:count|hold|matter)\b/g, 'never apply'],
  [/\bha(?:s|ve) no (?:effect|influence|bearing) (?:on|for)\b/g, 'never apply'],
  [/\bno longer\b/g, 'never'],
  [
    /\b(?:free|exempt|exempted|immune) (?:of|from)\b|\b(?:not|never) (?:subject to|bound by|constrained by|limited by)\b|\boutside(?: of)?(?= (?:the|any|all|normal|usual|user|its)\b)|\b(?:invisible|unknown) to\b/g,
    'without',
  ],
];

let built: readonly (readonly [RegExp, string])[] | undefined;
const rewrites = (): readonly (readonly [RegExp, string])[] =>
  (built ??= [
    ...pairs.flatMap(([verb, particle, stands]) => {
      const forms = [...inflect(verb), ...(irregular[verb] ?? [])];
      const [third = '', ing = '', past = ''] = inflect(stands);
      const form = (matching: (word: string) => boolean, to: string): [RegExp, string][] => {
        const words = forms.filter(matching);
        return words.length === 0 ? [] : [[new RegExp(`\\b(?:${words.join('|')})${between} ${particle}\\b`, 'g'), `${to}$1`]];
      };
      return [
        [new RegExp(`\\b${verb}${between} ${particle}\\b`, 'g'), `${stands}$1`] as [RegExp, string],
        ...form((word) => word.endsWith('ing'), ing),
        ...form((word) => word.endsWith('s'), third),
        ...form((word) => !word.endsWith('ing') && !word.endsWith('s') && word !== verb, past),
      ];
    }),
    ...others,
  ]);

const particles =
  /\b(?:effect|influence|bearing|off|aside|behind|out|go|on|down|up|away|longer|not|never|free|exempt|exempted|immune|outside|invisible|unknown)\b/;

/** A folded sentence with verbs of two words written as one, so that "is switched off" and "set aside" are read as what they mean. */
export const plain = (sentence: string): string =>
  particles.test(sentence) ? rewrites().reduce((text, [pattern, verb]) => text.replace(pattern, verb), sentence) : sentence;
