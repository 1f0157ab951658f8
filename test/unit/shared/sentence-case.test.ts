import { expect, test } from 'vitest';
import { sentenceCase } from '../../../shared/words/sentence-case.js';

test('a sentence of ours begins with a capital, in any language; a name stays as it is', () => {
  expect(sentenceCase('let nobody call through the gate')).toBe('Let nobody call through the gate');
  expect(sentenceCase('other write tools: allow instead of ask')).toBe('Other write tools: allow instead of ask');
  expect(sentenceCase('observe: rules are recorded, not enforced', 'beobachten: …')).toBe('Beobachten: …');
  expect(sentenceCase('let cursor call again', 'cursor wieder aufrufen lassen')).toBe('cursor wieder aufrufen lassen');
  expect(sentenceCase('began with the preset Balanced: reading is allowed')).toBe('Began with the preset Balanced: reading is allowed');
  expect(sentenceCase('read tools are denied')).toBe('Read tools are denied');
  expect(sentenceCase('back to revision 3', 'zurück zur Fassung 3')).toBe('Zurück zur Fassung 3');
  for (const named of [
    'delete_file on github: allow instead of ask',
    'letter on mail is no longer hidden',
    'read_tools on mail is denied',
    'policy.json was edited: move_file on notes is denied',
  ])
    expect(sentenceCase(named)).toBe(named);
});
