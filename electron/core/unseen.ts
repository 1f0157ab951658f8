import type { MetaStore } from './ports/stores.js';

/** Sentences about what happened while no instance ran, kept in the database until the next start shows them. */
export interface Unseen {
  add(sentence: string): void;
  /** gives them and forgets them */
  take(): string[];
}

const KEEP = 100;

/** `kind`: what the sentences are about; each kind is kept by itself. */
export function createUnseen(meta: MetaStore, kind: 'loosened' | 'damage'): Unseen {
  const key = `${kind}-unseen`;
  const read = (): string[] => {
    const text = meta.get(key);
    return text === undefined || text === '' ? [] : (JSON.parse(text) as string[]);
  };
  return {
    add: (sentence) => meta.set(key, JSON.stringify([...read(), sentence].slice(-KEEP))),
    take() {
      const sentences = read();
      if (sentences.length > 0) meta.set(key, '');
      return sentences;
    },
  };
}
