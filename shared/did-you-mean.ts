import { nearest } from './policy/nearest.js';

/** What to do about a name that is not there: the known one that is like it, undefined where none is. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  return asked(nearest(name, known));
}

/** The same for ids, which are all alike in their beginning: what differs in more than two characters is another one. */
export function didYouMeanId(id: string, known: readonly string[]): string | undefined {
  return asked(nearest(id, known, 2));
}

const asked = (close: string | undefined): string | undefined =>
  close === undefined ? undefined : `did you mean ${JSON.stringify(close)}?`;
