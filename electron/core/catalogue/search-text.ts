const words = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** How well names fit what was typed: 0 is not at all. Whole words before beginnings, before parts, before a letter left out or two swapped. */
export function score(typed: string, names: readonly { readonly text: string; readonly weight: number }[]): number {
  const wanted = words(typed.slice(0, 200)).slice(0, 8);
  if (wanted.length === 0) return 1;
  let total = 0;
  for (const word of wanted) {
    let best = 0;
    for (const name of names) {
      for (const part of words(name.text)) {
        const fit =
          part === word
            ? 4
            : part.startsWith(word)
              ? 3
              : word.length > 2 && part.includes(word)
                ? 2
                : word.length > 3 && oneSlip(word, part)
                  ? 1
                  : 0;
        best = Math.max(best, fit * name.weight);
      }
    }
    // every word has to be somewhere
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** One letter too many, too few or wrong, or two neighbours swapped; a longer word may go on behind the typed beginning. */
function oneSlip(typed: string, word: string): boolean {
  const part = word.slice(0, typed.length + 1);
  if (Math.abs(typed.length - part.length) > 1 || typed[0] !== part[0]) return false;
  let at = 0;
  while (at < typed.length && typed[at] === part[at]) at += 1;
  const rest = (left: number, right: number): boolean =>
    typed.slice(at + left) === part.slice(at + right) || typed.slice(at + left) === part.slice(at + right, part.length - 1);
  return rest(1, 0) || rest(0, 1) || rest(1, 1) || (typed[at] === part[at + 1] && typed[at + 1] === part[at] && rest(2, 2));
}
