import { coreWords } from './core/en.js';
import { en } from './en.js';

/** How sentences of ours begin; the others begin with a name of something, which stays as it is. */
const BEGINNINGS = [
  ...Object.values(coreWords.loosen),
  ...Object.values(coreWords.change).filter((text) => typeof text === 'string'),
  ...Object.values(en.class).map((name) => `${name} tools `),
  `${en.rule.for.all} `,
  ...[en.rule.by, en.rule.allow, en.rule.ask, en.rule.deny].flatMap((said) => Object.values(said)),
  // the name of a file stays as it is
  ...Object.values(en.failed).filter((text) => /^[a-z]+ /.test(text)),
]
  .map((text) => text.slice(0, `${text}{{`.indexOf('{{')))
  .filter((text) => text !== '' && !text.startsWith('policy.json'));

/** A sentence of the core that stands alone, its first letter a capital where that is no letter of a name. @param said it in another language */
export function sentenceCase(sentence: string, said = sentence): string {
  const [word = ''] = said.split(' ');
  const beginsWithOurs = said === sentence ? BEGINNINGS.some((beginning) => sentence.startsWith(beginning)) : !sentence.includes(word);
  return beginsWithOurs ? said.charAt(0).toUpperCase() + said.slice(1) : said;
}
