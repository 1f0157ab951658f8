import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { keptText } from '../../../shared/json/kept-text.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';

const long = 'y'.repeat(1100);
const parse = (text: string, keepTexts: boolean): JsonValue => {
  const result = parseStrict(text, { keepTexts });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const keptOf = (text: string): string | undefined => keptText(parse(text, true) as JsonObject);

/** Every object of a text with the text that it kept, beside what writing it gives. */
function* pairs(kept: JsonValue | undefined, plain: JsonValue | undefined): Generator<[string | undefined, string]> {
  if (Array.isArray(kept)) for (const [i, item] of kept.entries()) yield* pairs(item as JsonValue, (plain as readonly JsonValue[])[i]);
  else if (isJsonObject(kept)) {
    yield [keptText(kept), stringify(plain as JsonObject)];
    for (const key of Object.keys(kept)) yield* pairs(kept[key], (plain as JsonObject)[key]);
  }
}

describe('texts that objects keep', () => {
  it('are what writing them gives, letter for letter, however the text was spelled', () => {
    const plain = ['1', '-1', '0.1', '1e+21', '123', 'true', 'null', '""', '" "', '"\u2028é😀"', '[1,[2],{"a":"b"}]', `"${long}"`];
    const odd = [
      ...['1.0', '-0', '1e3', '123456789012345678901', '"\\u0041"', '"\\/"', '"\\ud83d\\ude00"', `"${long}\\t"`],
      ...['{"2":1,"1":2}', '{"b":1,"1":2}', '{"\\u0031":1,"b":2}', '{ }', '[1, 2]'],
    ];
    const spelled = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...plain) },
      { weight: 1, arbitrary: fc.constantFrom('"\\n"', ...odd) },
    );
    const object: fc.Memo<string> = fc.memo((depth) =>
      fc
        .tuple(
          fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__', 'é', '-1', '"', '7'), { minLength: 1, maxLength: 4 }),
          fc.array(depth > 1 ? fc.oneof(spelled, object(depth - 1)) : spelled, { minLength: 4, maxLength: 4 }),
          fc.constantFrom('', '', '', '', '', ' ', '\n'),
        )
        .map(
          ([keys, values, space]) => `{"pad":"${long}",${keys.map((key, i) => `${JSON.stringify(key)}:${space}${values[i]}`).join(',')}}`,
        ),
    );
    let count = 0;
    fc.assert(
      fc.property(object(3), (text) => {
        for (const [kept, written] of pairs(parse(text, true), parse(text, false))) {
          if (kept === undefined) continue;
          count += 1;
          expect(kept).toBe(written);
        }
      }),
      { seed: 5, numRuns: 3000 },
    );
    expect(count).toBeGreaterThan(400);
  });

  it('are kept of long objects that stand as they would be written, with all that is in them, and then nobody can change them', () => {
    const args = `{"pad":"${long}","deep":{"list":[1,-2.5,true,null,{"x":"é"}]}}`;
    const message = parse(`{"id":1, "params":{"arguments":${args}}}`, true) as { params: { arguments: JsonObject } };
    const kept = message.params.arguments;
    expect(keptText(kept)).toBe(args);
    expect(keptText(message as unknown as JsonObject)).toBeUndefined();
    const list = (kept['deep'] as JsonObject)['list'] as unknown[];
    expect(() => list.push(2)).toThrow(TypeError);
    expect(() => ((list[4] as { x: string }).x = '')).toThrow(TypeError);
    expect(() => ((kept as { pad: string }).pad = '')).toThrow(TypeError);
  });

  it.each([
    ['a space', `{"pad":"${long}","x": 1}`],
    ['a space behind the brace', `{ "pad":"${long}"}`],
    ['a line in a list', `{"pad":"${long}","x":[1,\n2]}`],
    ['an escape in a short string', `{"pad":"${long}","x":"\\u0041"}`],
    ['an escape in a long one', `{"pad":"${long}\\u0041"}`],
    ['an escaped slash', `{"pad":"${long}","x":"${'a'.repeat(60)}\\/"}`],
    ['a name with an escape', `{"pad":"${long}","\\u0061":1}`],
    ['a name that is a number and would come first', `{"pad":"${long}","1":1}`],
    ['a number that is written in another way', `{"pad":"${long}","x":1.0}`],
    ['minus zero', `{"pad":"${long}","x":-0}`],
  ])('are not kept with %s', (_what, text) => {
    expect(keptOf(text)).toBeUndefined();
    expect(keptOf(`{"pad":"${long}","x":1}`)).toBeDefined();
  });

  it('are kept of nothing short, of no small part of a text, and of nothing where nobody asked for it', () => {
    expect(keptOf('{"a":1}')).toBeUndefined();
    const beside = parse(`{"x": "${long.repeat(2)}","arguments":{"pad":"${long}"}}`, true) as { arguments: JsonObject };
    expect(keptText(beside.arguments)).toBeUndefined();
    const value = parse(`{"pad":"${long}"}`, false) as JsonObject;
    expect(keptText(value)).toBeUndefined();
    expect(Object.isFrozen(value)).toBe(false);
  });
});
