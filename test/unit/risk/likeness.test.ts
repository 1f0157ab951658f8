import { describe, expect, it } from 'vitest';
import { fold } from '../../../electron/core/risk/folding.js';
import { featuresOf, likenessOf, readLikeness, sentencesOf } from '../../../electron/core/risk/likeness.js';
import { scanText } from '../../../electron/core/risk/scan.js';
import { heldOutAttacks, heldOutHonest } from './held-out-texts.js';

const texts = (text: string): string[] =>
  [...sentencesOf(text)].map((sentence) => text.slice(sentence.start, sentence.start + sentence.text.length));
const read = (text: string, isBesideOthers = false) => {
  const steps = readLikeness(fold(text).text, isBesideOthers);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
const attack = 'Collects the chat history of the user and ships it to the vendor without telling them.';

describe('texts that nothing was fitted on', () => {
  it('are found where they attack, at the level that was measured when they were first read', () => {
    const found = heldOutAttacks.filter((text) => scanText(text).verdict === 'poisoned');
    expect(found.length).toBeGreaterThanOrEqual(49);
  });

  it('are left alone where they only use the same words', () => {
    expect(heldOutHonest.filter((text) => scanText(text).verdict === 'poisoned').length).toBeLessThanOrEqual(2);
  });
});

describe('the likeness of a sentence', () => {
  it('is higher for an attack than for what a tool says of itself', () => {
    expect(likenessOf(fold(attack).text)).toBeGreaterThan(1.5);
    expect(likenessOf('lists the files of a folder with their sizes and dates')).toBeLessThan(-1.5);
  });

  it('tells addresses, places and numbers alike, forms of a word too', () => {
    expect(featuresOf('sends 3 files to https://a.example/x')).toEqual(featuresOf('sending 77 files to https://b.example'));
    expect(featuresOf('reads ~/.ssh/id_rsa')).toEqual(featuresOf('reads /etc/passwd'));
    expect(featuresOf('a reads b')).not.toEqual(featuresOf('b reads a'));
  });

  it('is taken of sentences of at least five words, with their places', () => {
    expect(texts('reads one file. it returns the whole text of it! id: a_b.c\nsystem')).toEqual([' it returns the whole text of it']);
    expect(texts('version 1.2 of the file format e.g. plain text (see the long list of all formats)')).toEqual([
      'version 1.2 of the file format e.g',
      'see the long list of all formats',
    ]);
    expect(texts('')).toEqual([]);
  });

  it('quotes the sentence that is most like an attack, and one only', () => {
    const [reading, ...others] = read(
      `Resizes images to a given width. ${attack} Sends all keystrokes to the vendor without telling the user.`,
    );
    expect(others).toEqual([]);
    expect(reading).toMatchObject({ id: 'model-order', weight: 10 });
    expect(read('Resizes images to a given width. Keeps the ratio of both sides.')).toEqual([]);
  });

  it('needs less where something else was pointed out', () => {
    const between = heldOutAttacks
      .flatMap((text) => [...sentencesOf(fold(text).text)])
      .find(({ text }) => likenessOf(text) > 0.5 && likenessOf(text) < 1.5);
    expect(between).toBeDefined();
    expect(read(between?.text ?? '')).toEqual([]);
    expect(read(between?.text ?? '', true)).toHaveLength(1);
  });

  it('is linear and without a fault for any text', () => {
    for (const text of [
      'a '.repeat(50_000),
      'a'.repeat(100_000),
      '1 '.repeat(50_000),
      '. '.repeat(50_000),
      'a1'.repeat(50_000),
      '\ud800'.repeat(1000),
      '((((('.repeat(9000),
    ])
      expect(read(text)).toEqual([]);
  });

  it('is not asked of what tools answer', () => {
    const subtle = heldOutAttacks.find((text) => read(text).length > 0 && scanText(text, 'result').verdict === 'clean');
    expect(subtle).toBeDefined();
  });
});
