import { describe, expect, it } from 'vitest';
import { ascii } from '../../../build/ascii.mjs';

const written = (code: string): string => {
  const chunk = { type: 'chunk' as const, fileName: 'a.cjs', code };
  ascii.generateBundle({}, { 'a.cjs': chunk });
  return chunk.code;
};

describe('what is built in ASCII', () => {
  it('means what it meant', () => {
    const code = '[`⟦a⟧`, "…é\u{1F600}", /[–—]/.source, /^[\u{1F600}ü]$/u.test("\u{1F600}"), /ı|读取/.test("a读取"), `${"›"}x`, "\\\\…"]';
    const ran = (text: string): unknown => new Function(`return ${text}`)() as unknown;
    const escaped = written(code);
    expect(escaped).toMatch(/^[\x00-\x7f]*$/);
    const [mine, theirs] = [ran(escaped), ran(code)] as unknown[][];
    // a pattern's own text keeps its escapes
    expect(mine?.toSpliced(2, 1)).toEqual(theirs?.toSpliced(2, 1));
    expect(new RegExp(String(mine?.[2])).test('—')).toBe(true);
  });

  it('is refused where a backslash would change what it says', () => {
    expect(() => written('"a\\…"')).toThrow('a.cjs');
  });
});
