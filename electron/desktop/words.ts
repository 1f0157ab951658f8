/**
 * What reaches native notifications and menus from outside: without control, bidi and invisible characters, without characters that a
 * notification daemon could read as markup, and short.
 */
export function plain(text: string, maxLength: number): string {
  const shown = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('&', '+');
  const letters = [...shown];
  return letters.length <= maxLength ? shown : `${letters.slice(0, maxLength - 1).join('')}…`;
}

export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** Local wall-clock time, hours and minutes. */
export const clockTime = (ms: number): string => new Date(ms).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** `Cursor, Claude Code and 3 more` */
export function listOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
