import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText, lineCount, numbered, pretty, shownArguments } from '../../../renderer/approval/arguments.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';

test('shows strings decoded, everything else as JSON with its digits', () => {
  expect(shownArguments('{"a":"x\\ny","b":9007199254740993,"c":{"d":[1,true,null]},"e":"short"}')).toEqual({
    ok: true,
    list: [
      { name: 'a', kind: 'string', text: 'x\ny' },
      { name: 'b', kind: 'short', text: '9007199254740993' },
      { name: 'c', kind: 'json', text: '{\n  "d": [\n    1,\n    true,\n    null\n  ]\n}' },
      { name: 'e', kind: 'short', text: 'short' },
    ],
  });
});

test('leaves none of many arguments out', () => {
  const names = Array.from({ length: 1000 }, (_, at) => `argument_${at}`);
  const shown = shownArguments(JSON.stringify(Object.fromEntries(names.map((name) => [name, name]))));
  expect(shown.ok && shown.list.map(({ name, text }) => `${name} ${text}`)).toEqual(names.map((name) => `${name} ${name}`));
});

test('counts lines as people do: a line feed at the end begins none', () => {
  expect(['', 'a', 'a\n', 'a\nb\n', 'a\n\n'].map(lineCount)).toEqual([1, 1, 1, 2, 2]);
});

test('numbers lines: what continues one that was cut, what follows the last line feed and what is beyond many has no number', () => {
  const cut = foldText(`a\n${'x'.repeat(2000)}\nb\n`).head;
  expect(cut.map(({ text, n }) => [text.length, n])).toEqual([
    [1, 1],
    [1200, 2],
    [800, undefined],
    [1, 3],
    [0, undefined],
  ]);
  expect(numbered('a\n\nb\n').map(({ n }) => n)).toEqual([1, 2, 3, undefined]);
  const many = Array.from({ length: 10_002 }, (_, at) => `${at}`).join('\n');
  expect(numbered(many)).toHaveLength(10_001);
  expect(
    numbered(many)
      .map(({ text }) => text)
      .join('\n'),
  ).toBe(many);
  expect(numbered(many).at(-1)).toEqual({ text: '10000\n10001' });
});

test('keeps a member named __proto__', () => {
  const shown = shownArguments('{"__proto__":"x"}');
  expect(shown.ok && shown.list.map(({ name }) => name)).toEqual(['__proto__']);
});

test('gives a text that is no strict JSON back as it stands', () => {
  expect(shownArguments('{"a":1,"a":2}')).toMatchObject({ ok: false, text: '{"a":1,"a":2}' });
});

test('pretty JSON reads back to the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const parsed = parseStrict(text);
      fc.pre(parsed.ok);
      if (parsed.ok) expect(parseStrict(pretty(parsed.value, ''))).toEqual(parsed);
    }),
    { numRuns: 200, seed: 3 },
  );
});

test('folds the middle only: beginning and end of a long text always show', () => {
  const text = Array.from({ length: 500 }, (_, line) => (line === 0 || line === 499 ? `line ${line}` : '')).join('\n');
  const folded = foldText(text);
  expect(folded).toMatchObject({ hidden: 488, blank: 488, lines: 500 });
  expect(folded.head[0]).toEqual({ text: 'line 0', n: 1 });
  expect(folded.tail.at(-1)).toEqual({ text: 'line 499', n: 500 });
});

test('one endless line folds too', () => {
  const folded = foldText(`${'x'.repeat(100_000)}END`);
  expect(folded.hidden).toBeGreaterThan(50);
  expect(folded.tail.at(-1)?.text.endsWith('END')).toBe(true);
});
