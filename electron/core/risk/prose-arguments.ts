import { verbInName, verbInText } from './verbs.js';
import { wordsOfName } from './words.js';

const does = new Set(['write', 'destructive', 'execute', 'financial']);
/** What an argument does to the call itself. */
const settings = /^(?:set|add|enable|disable|adjust|increment|apply|mark|extend)$/;
/** Ways to look that are called like deeds. */
const looks = /^(?:format|sort|filter|watch|page|label|tag|order|record|records|test|dry|follow|track|open|up|down|end|type)$/;

/**
 * Whether a folded text that lists its arguments ("parameters: path (folder), purge (boolean, deletes entries)") has one that does
 * something: named after a deed and switched or filled with free text, or said to do one.
 */
export function armed(text: string): boolean {
  const from = /\b(?:parameters|params|arguments|args|inputs?|options)\s?:/.exec(text);
  if (from === null) return false;
  for (const [, name = '', said = ''] of text.slice(from.index + from[0].length).matchAll(/([a-z][\w-]{1,40})\s?\(([^)]{0,200})\)/g)) {
    if (/\bdry|read_?only|\bno_|^(?:no|skip|without|include|show|list|get)_/.test(name)) continue;
    const named = wordsOfName(name)
      .map((word) => (looks.test(word.text) ? undefined : verbInName(word.text)))
      .some((sense) => sense !== undefined && does.has(sense.class) && (sense.sure || sense.class === 'execute'));
    const free = /\bbool|\bflag\b|\bstring\b|\bdefault true\b|\bcommand\b/.test(said);
    const told = [...said.matchAll(/(?:^|[-–,;:] ?|\b(?:which|that|also|then) )([a-z]+)/g)].some(([, word = '']) => {
      const sense = verbInText(word);
      return (
        /(?:s|ed)$/.test(word) &&
        sense !== undefined &&
        sense.sure &&
        does.has(sense.class) &&
        !looks.test(sense.lemma) &&
        !settings.test(sense.lemma)
      );
    });
    if (
      /(?:^|_)(?:public|admin|owner|root)(?:_|$)/.test(name) &&
      /^(?:make|set|grant|promote|become|allow|as)_|_now$/.test(name) &&
      /\bbool/.test(said)
    )
      return true;
    const executed = /\b(?:executed|evaluated|run) (?:on|in|by|after|before|against)\b/.test(said);
    if ((named && free) || told || executed || (name === 'method' && /\b(?:delete|put|patch|any)\b/.test(said))) return true;
  }
  return false;
}
