import { attacks } from '../../shared/words/attacks/en.js';
import type { Say } from '../../shared/words/say.js';

interface Attack {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly answer: string;
}

const isKnown = (id: string): id is keyof typeof attacks => Object.hasOwn(attacks, id);

/** What a documented attack is, in the language of `say`; one that this version has no words for stays as it came. */
export const attackIn = (say: Say, { id, title, text, answer }: Attack): Omit<Attack, 'id'> =>
  isKnown(id)
    ? { title: say(`pattern.${id}.title`), text: say(`pattern.${id}.text`), answer: say(`pattern.${id}.answer`) }
    : { title, text, answer };
