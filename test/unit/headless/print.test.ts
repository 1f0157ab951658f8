import { expect, it } from 'vitest';
import { visibleLines } from '../../../electron/headless/cli/print.js';

it.each([
  ['a diff of lines that tabs indent', ' {\n-\t\t"a": 1\n+\t\t"b": 1\n', ' {\n-\t\t"a": 1\n+\t\t"b": 1\n'],
  ['tabs that stand inside, or behind other white space', 'a\tb\n  \tc', 'a⟨U+0009⟩b\n  ⟨U+0009⟩c'],
  ['what would move the cursor or hide', '\t\u001b[2K\u202e\rx\r\n\ty', '\t⟨U+001B⟩[2K⟨U+202E⟩⟨U+000D⟩x\r\n\ty'],
])('shows %s', (_what, text, shown) => expect(visibleLines(text)).toBe(shown));
