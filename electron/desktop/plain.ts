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
