import { expect, test } from 'vitest';
import { failureSentence } from '../../../shared/words/retold.js';
import { inEnglish } from '../../../shared/words/say.js';
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

test('so does what went wrong; what a program said, and the name of a thing or a file, stay', () => {
  const told = (text: string) => failureSentence(text, inEnglish);
  expect(told('there is no server github')).toBe('There is no server github');
  expect(told('the backup b1 of cursor was changed after it was made')).toBe('The backup b1 of cursor was changed after it was made');
  expect(told('port 7411 is taken by another program: end that program, or choose another port in the settings')).toMatch(/^Port 7411/);
  for (const named of ['policy.json is not valid JSON', 'npx: command not found', 'github is disabled']) expect(told(named)).toBe(named);
});
