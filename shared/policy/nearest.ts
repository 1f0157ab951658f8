/**
 * The known word closest to a misspelt one, by Damerau-Levenshtein distance; undefined where none is close: at most `within` characters
 * away, half of the word where nothing is said.
 */
export function nearest(word: string, known: readonly string[], within?: number): string | undefined {
  const lower = plain(word);
  let best: string | undefined;
  let bestDistance = within ?? Math.max(2, Math.ceil(lower.length * 0.5));
  for (const candidate of known) {
    const distance = editDistance(lower, plain(candidate));
    if (distance < bestDistance || (distance === bestDistance && best === undefined)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const plain = (word: string): string => word.slice(0, 64).toLowerCase().replaceAll('-', '_');

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row.push(value);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
