import type { MetaStore } from './ports/stores.js';

/** Loosenings made while no instance ran, kept until the next start shows them. */
export interface Unseen {
  add(sentence: string): void;
  /** gives them and forgets them */
  take(): string[];
}

const KEEP = 100;

export function createUnseen(meta: MetaStore): Unseen {
  const read = (): string[] => {
    const text = meta.get('loosened-unseen');
    return text === undefined || text === '' ? [] : (JSON.parse(text) as string[]);
  };
  return {
    add: (sentence) => meta.set('loosened-unseen', JSON.stringify([...read(), sentence].slice(-KEEP))),
    take() {
      const sentences = read();
      if (sentences.length > 0) meta.set('loosened-unseen', '');
      return sentences;
    },
  };
}
