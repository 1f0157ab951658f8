/**
 * Writes what is built in ASCII, other characters as escapes: the engine keeps a source that has one such character at two bytes for each. An escape
 * means the same in strings, templates and patterns; `String.raw` alone sees the difference, and what it is used for here are patterns.
 */
export const ascii = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = escaped(chunk.code, chunk.fileName);
  },
};

function escaped(code, name) {
  // a backslash before it would end up before the escape
  const odd = /(?<!\\)(?:\\\\)*\\[^\x00-\x7f]/.exec(code);
  if (odd !== null) throw new Error(`${name}: ${odd[0]} cannot be written in ASCII; leave its backslash out`);
  return code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
