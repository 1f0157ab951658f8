/** So long a text makes V8 compile a pattern to machine code at once. */
const long = ' '.repeat(1000);
const compiled = new WeakSet<RegExp>();

/**
 * The same pattern, at its beginning and compiled to machine code. For a first run on a shorter text V8 makes bytecode, takes six times as long to
 * tidy it as to compile the pattern, and throws it away after the second run. Nothing but time depends on this.
 */
export function atFullSpeed(pattern: RegExp): RegExp {
  if (!compiled.has(pattern)) {
    compiled.add(pattern);
    // a pattern that remembers its place has nothing to read there
    pattern.lastIndex = long.length;
    pattern.test(long);
  }
  pattern.lastIndex = 0;
  return pattern;
}
