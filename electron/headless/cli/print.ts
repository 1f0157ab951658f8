/** Text for people: columns that line up. Control characters of foreign texts are shown, never sent to the terminal. */
export function table(rows: readonly (readonly string[])[], header?: readonly string[]): string {
  const all = header === undefined ? rows : [header, ...rows];
  const widths: number[] = [];
  for (const row of all) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, visible(cell).length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? visible(cell) : visible(cell).padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Escapes control, bidi, zero-width and tag characters as ⟨U+XXXX⟩. Newlines and tabs too, so that one row stays one row. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,
    (char) => `⟨U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** The same for texts of several lines; tabs that only indent one, behind the sign of a diff too, stay tabs. */
export const visibleLines = (text: string): string =>
  text
    .split(/(\r?\n)/)
    .map((part, at) => {
      const indent = at % 2 === 0 ? (/^[-+ ]?\t*/.exec(part)?.[0] ?? '') : part;
      return indent + visible(part.slice(indent.length));
    })
    .join('');

/** `2026-11-22 18:42:13` in local time */
export function when(ms: number): string {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `4 min 10 s` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
