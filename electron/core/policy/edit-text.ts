import { applyEdits, modify } from 'jsonc-parser';

export interface Edit {
  readonly path: readonly (string | number)[];
  /** undefined removes */
  readonly value: unknown;
}

/** Changes single values of a JSON text and leaves every other character, comment and line break as it was. */
export function editText(text: string, edits: readonly Edit[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.includes('\t'), tabSize: indent.includes('\t') ? 4 : indent.length, eol };
  return edits.reduce((current, { path, value }) => applyEdits(current, modify(current, [...path], value, { formattingOptions })), text);
}
