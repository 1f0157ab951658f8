import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../shared/json/canonical.js';
import { ExactNumber, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';

const parse = (text: string): JsonValue => {
  const result = parseStrict(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const code = (input: string | Uint8Array) => {
  const result = parseStrict(input);
  return result.ok ? 'ok' : result.error.code;
};

describe('strict parsing', () => {
  it('agrees with the engine on every JSON value there is, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space as number);
        fc.pre(!/\\ud[89a-f]/i.test(text));
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(JSON.parse(text)));
        expect(JSON.stringify(parseStrict(Buffer.from(text)))).toBe(JSON.stringify(parseStrict(text)));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('never accepts what the engine refuses, for any damage to a valid text', () => {
    const valid =
      '{"a":[1,-2.5e3,true,null,"x\\u00e9\\n\\"q\\\\"],"b":{"c":"0123456789012345678901234567890123456789012345678901234567890"}}';
    const engine = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        fc.nat(valid.length),
        fc.nat(4),
        fc.string({ maxLength: 3, unit: fc.constantFrom(...'{}[]",:\\u0e+-. \n\u0001tn') }),
        (at, cut, insert) => {
          const text = valid.slice(0, at) + insert + valid.slice(at + cut);
          if (code(text) === 'ok') expect(engine(text), text).toBe(true);
          else if (engine(text)) expect(code(text), text).not.toBe('json.syntax');
        },
      ),
      { seed: 11, numRuns: 5000 },
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'json.duplicate'],
    ['{"a":{"x":[{"b":1,"\\u0062":2}]}}', 'json.duplicate'],
    ['{"__proto__":1,"__proto__":2}', 'json.duplicate'],
    ['\uFEFF{}', 'json.syntax'],
    ['"\\ud800"', 'json.text'],
    ['"\ud800"', 'json.text'],
    ['{"\\udc00":1}', 'json.text'],
    ['"\\ud800\\u0041"', 'json.text'],
    ['NaN', 'json.syntax'],
    ['Infinity', 'json.syntax'],
    ['1e400', 'json.number'],
    ['[-1e309]', 'json.number'],
    ['01', 'json.syntax'],
    ['-', 'json.syntax'],
    ['+1', 'json.syntax'],
    ['1.', 'json.syntax'],
    ['.5', 'json.syntax'],
    ['{} {}', 'json.syntax'],
    ['{},', 'json.syntax'],
    ['', 'json.syntax'],
    ['  ', 'json.syntax'],
    ["{'a':1}", 'json.syntax'],
    ['[1,]', 'json.syntax'],
    ['{"a":1,}', 'json.syntax'],
    ['/*x*/1', 'json.syntax'],
    ['"a\nb"', 'json.syntax'],
    [`"${'x'.repeat(100)}\n"`, 'json.syntax'],
    ['"\\x"', 'json.syntax'],
    ['"abc\\"', 'json.syntax'],
    ['\u00a01', 'json.syntax'],
  ])('refuses %j as %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('refuses bytes that are not UTF-8, and keeps a replacement character that was really sent', () => {
    expect(code(Uint8Array.from([0x22, 0xc3, 0x22]))).toBe('json.text');
    expect(code(Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('json.text');
    expect(code(Uint8Array.from([0xef, 0xbb, 0xbf, 0x31]))).toBe('json.syntax');
    expect(code(Buffer.from('"\uFFFD"'))).toBe('ok');
    expect(code(Buffer.from('\uFEFF"\uFFFD"'))).toBe('json.syntax');
  });

  it('goes 64 deep and no deeper, without minding the size of what it refuses', () => {
    expect(code('['.repeat(64) + ']'.repeat(64))).toBe('ok');
    expect(code('['.repeat(65) + ']'.repeat(65))).toBe('json.depth');
    expect(code('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toBe('json.depth');
    expect(code('['.repeat(1_000_000))).toBe('json.depth');
    expect(code('[[],[],{}]'.repeat(1))).toBe('ok');
  });

  it('treats __proto__, constructor and toString as names like any other', () => {
    const value = parse('{"__proto__":{"admin":true},"constructor":1,"toString":2}') as Record<string, JsonValue>;
    const inherited = Object.getPrototypeOf(value) as object;
    expect([Reflect.ownKeys(inherited), Object.getPrototypeOf(inherited), Object.isFrozen(inherited)]).toEqual([[], null, true]);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(stringify(value)).toBe('{"__proto__":{"admin":true},"constructor":1,"toString":2}');
  });

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '1152921504606846976',
    '0.10000000000000000001',
    '1e-400',
    '1234567890123456.75',
  ])('keeps the digits of %s', (digits) => {
    expect(parse(digits)).toEqual(new ExactNumber(digits));
    expect(stringify(parse(`{"n":[${digits},1],"s":"t"}`))).toBe(`{"n":[${digits},1],"s":"t"}`);
    expect(canonical(parse(`{"b":${digits},"a":1}`))).toBe(`{"a":1,"b":${digits}}`);
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['100000000000000000000', 1e20],
    ['1.0', 1],
    ['1e3', 1000],
    ['1.50E+2', 150],
    ['0', 0],
    ['0.1', 0.1],
    ['0.000000000000000001', 1e-18],
    ['-17', -17],
    ['999999999999999', 999999999999999],
  ])('reads %s as a plain number', (text, number) => {
    expect(parse(text)).toBe(number);
  });

  it('loses no digits: what is written back has the decimal value that was read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (integer) => {
        const text = stringify(parse(String(integer)));
        const [, sign = '', first = '', rest = '', power] = /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/.exec(text) ?? [];
        const digits = power === undefined ? text : sign + first + rest + '0'.repeat(Number(power) - rest.length);
        expect(BigInt(digits)).toBe(integer);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('reads a megabyte of string with escapes, and finds the end behind any run of backslashes', () => {
    const long = 'é"\\\n'.repeat(250_000);
    expect(parse(JSON.stringify({ long }))).toMatchObject({ long });
    expect(parse(`["${'\\\\'.repeat(100_001)}","x"]`)).toEqual(['\\'.repeat(100_001), 'x']);
    expect(code(`["${'\\\\'.repeat(100_001)}\\","x"]`)).toBe('json.syntax');
  });

  it('reads a string that is most of its text as the engine does, and refuses what it refuses', () => {
    for (const inside of ['', '\u0000', '\t', '\n', '\\', '\\n', '\\u0041', '\\x', '\u007f', 'é😀', '\\ud800'])
      for (const length of [100, 1024, 1025, 70_000])
        for (const at of [0, length]) {
          const text = `{"a":"${'x'.repeat(at)}${inside}${'x'.repeat(length - at)}"}`;
          let theirs: unknown;
          try {
            theirs = (JSON.parse(text) as { a: string }).a;
          } catch {
            theirs = undefined;
          }
          if (inside === '\\ud800') theirs = undefined;
          const mine = parseStrict(text);
          expect(mine.ok ? (mine.value as { a: string }).a : undefined).toBe(theirs);
        }
  });
});
