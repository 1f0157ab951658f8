/** Steps over JSON in bytes without parsing it: strings whole, brackets by depth. Exact for every text that is JSON. */
export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
const BACKSLASH = 92;

/** index after the string that starts at `at`, or -1 */
export function skipString(bytes: Buffer, at: number): number {
  const length = bytes.length;
  let i = at + 1;
  for (;;) {
    const stop = Math.min(length, i + 96);
    while (i < stop) {
      const byte = bytes[i];
      if (byte === QUOTE) return i + 1;
      i += byte === BACKSLASH ? 2 : 1;
    }
    if (i >= length) return -1;
    // a long string: leap to the next quote, which ends the string unless an odd run of backslashes stands before it
    const quote = bytes.indexOf(QUOTE, i);
    if (quote === -1) return -1;
    let run = quote;
    while (run > i && bytes[run - 1] === BACKSLASH) run -= 1;
    if ((quote - run) % 2 === 0) return quote + 1;
    i = quote + 1;
  }
}

/** index after the value that starts at `at`, or -1 */
export function skipValue(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first === QUOTE) return skipString(bytes, at);
  const length = bytes.length;
  let i = at;
  if (first !== 123 && first !== 91) {
    for (; i < length; i++) {
      const byte = bytes[i] as number;
      if (byte === COMMA || byte === 125 || byte <= 32) break;
      if (byte === QUOTE || byte === COLON || byte === 123 || byte === 91) return -1;
    }
    return i === at ? -1 : i;
  }
  let depth = 0;
  while (i < length) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      i = skipString(bytes, i);
      if (i === -1) return -1;
      continue;
    }
    i += 1;
    if (byte === 123 || byte === 91) depth += 1;
    else if ((byte === 125 || byte === 93) && --depth === 0) return i;
  }
  return -1;
}

/** index of the first byte from `at` on that is no white space */
export function skipSpace(bytes: Buffer, at: number): number {
  let i = at;
  while (i < bytes.length && (bytes[i] === 32 || bytes[i] === 9 || bytes[i] === 10 || bytes[i] === 13)) i += 1;
  return i;
}
