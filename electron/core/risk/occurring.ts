/** Tells, one look at a text, which of the words given occur in it (Aho and Corasick, 1975). Made once; each text costs a step a character. */
export function finderOf(words: readonly string[]): (text: string) => (word: string) => boolean {
  const unique = [...new Set(words)];
  const letters = new Map<number, number>();
  for (const word of unique) for (let at = 0; at < word.length; at += 1) addLetter(letters, word.charCodeAt(at));
  const width = letters.size + 1;
  const most = unique.reduce((sum, word) => sum + word.length, 1);
  /** where each letter leads from each state; 0 is the beginning, and letters of no word lead there */
  const next = new Uint16Array(most * width);
  const ends: number[][] = [[]];
  unique.forEach((word, number) => {
    let state = 0;
    for (let at = 0; at < word.length; at += 1) {
      const edge = state * width + (letters.get(word.charCodeAt(at)) ?? 0);
      if (next[edge] === 0) next[edge] = ends.push([]) - 1;
      state = next[edge] ?? 0;
    }
    ends[state]?.push(number);
  });
  addFallbacks(next, ends, width);
  const letterOf = new Uint8Array(0x10000);
  for (const [code, letter] of letters) letterOf[code] = letter;
  const numberOf = new Map(unique.map((word, number) => [word, number]));
  return (text) => {
    const found = new Uint8Array(unique.length);
    // the word of no letters is in every text
    for (const number of ends[0] ?? []) found[number] = 1;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      state = next[state * width + (letterOf[text.charCodeAt(at)] ?? 0)] ?? 0;
      const here = ends[state];
      if (here !== undefined && here.length > 0) for (const number of here) found[number] = 1;
    }
    return (word) => found[numberOf.get(word) ?? -1] === 1;
  };
}

const addLetter = (letters: Map<number, number>, code: number): void => {
  if (!letters.has(code)) letters.set(code, letters.size + 1);
};

/** Where a word breaks off, reading goes on with the longest end of it that begins another one. */
function addFallbacks(next: Uint16Array, ends: number[][], width: number): void {
  const fallback = new Uint16Array(ends.length);
  const queue: number[] = [0];
  for (const state of queue) {
    for (let letter = 1; letter < width; letter += 1) {
      const edge = state * width + letter;
      const over = state === 0 ? 0 : (next[(fallback[state] ?? 0) * width + letter] ?? 0);
      const child = next[edge] ?? 0;
      if (child === 0) {
        next[edge] = over;
        continue;
      }
      fallback[child] = over;
      ends[child]?.push(...(ends[over] ?? []));
      queue.push(child);
    }
  }
}
