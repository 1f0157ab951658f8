/** A line diff for people: unchanged lines around a change begin with a space, removed with `-`, added with `+`. Empty where nothing differs. */
export function diffLines(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  if (head === a.length && head === b.length) return '';
  const lines = [...changes(a.slice(head, a.length - tail), b.slice(head, b.length - tail))];
  const context = 3;
  return [
    `@@ line ${head + 1} @@`,
    ...a.slice(Math.max(0, head - context), head).map((line) => ` ${line}`),
    ...lines,
    ...a.slice(a.length - tail, a.length - tail + context).map((line) => ` ${line}`),
  ].join('\n');
}

const MAX_CELLS = 4_000_000;

function changes(a: readonly string[], b: readonly string[]): string[] {
  if (a.length * b.length > MAX_CELLS) return [...a.map((line) => `-${line}`), ...b.map((line) => `+${line}`)];
  // longest common subsequence
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(` ${a[i]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) lines.push(`-${a[i++]}`);
    else lines.push(`+${b[j++]}`);
  }
  return lines;
}
