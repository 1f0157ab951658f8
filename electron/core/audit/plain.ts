/** Text that SQLite gives back as it was: no NUL, no lone surrogate. */
export const plain = (text: string): string =>
  /[\u0000\ud800-\udfff]/.test(text) ? Buffer.from(text.replaceAll('\u0000', '␀'), 'utf8').toString('utf8') : text;
