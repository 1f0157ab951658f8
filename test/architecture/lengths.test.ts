import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const STYLE = join(import.meta.dirname, '../../renderer/style');
/** What lies between things and how round they are; widths and heights of single parts stand with them. */
const SPACED = /^\s*(?:gap|row-gap|column-gap|padding[\w-]*|margin[\w-]*|border-radius|font-size):(.*)$/;

it('takes spaces, radii and font sizes from the tokens; hairlines of one and two pixels aside', () => {
  const raw = readdirSync(STYLE)
    .filter((sheet) => sheet !== 'tokens.css')
    .flatMap((sheet) =>
      readFileSync(join(STYLE, sheet), 'utf8')
        .split('\n')
        .flatMap((line, at) => {
          const lengths = [...(SPACED.exec(line)?.[1] ?? '').matchAll(/([\d.]+)px/g)].map(([, length]) => Number(length));
          return lengths.some((length) => length > 2) ? [`${sheet}:${at + 1} ${line.trim()}`] : [];
        }),
    );
  expect(raw).toEqual([]);
});
