import { applyEdits, modify } from 'jsonc-parser';

export interface Edit {
  readonly path: readonly (string | number)[];
  /** undefined removes */
  readonly value: unknown;
}

/** Changes single values of a JSON text. Comments and order stay; at most the neighbour of an added key is indented anew. */
export function editText(text: string, edits: readonly Edit[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.includes('\t'), tabSize: indent.includes('\t') ? 4 : indent.length, eol };
  return edits.reduce((current, { path, value }) => applyEdits(current, modify(current, [...path], value, { formattingOptions })), text);
}
