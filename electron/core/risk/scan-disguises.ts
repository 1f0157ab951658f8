const leet: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };
const turn = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0);
    const base = code < 97 ? 65 : 97;
    return String.fromCharCode(((code - base + 13) % 26) + base);
  });
const longest = 4000;

/**
 * A text read once more where it is written to be read by machines only: letters apart, digits for letters, turned by 13 places,
 * backwards. Empty for ordinary texts; at most 4,000 characters are read. Linear.
 */
export function disguised(text: string): { text: string; quote: string; how: string }[] {
  const piece = text.slice(0, longest);
  const found: { text: string; quote: string; how: string }[] = [];
  const lower = piece.toLowerCase();
  const apart = /(?:\b[A-Za-z] ){7,}[A-Za-z]\b/.exec(piece);
  if (apart !== null) {
    const joined = piece.replaceAll(/(?:\b[A-Za-z] {1,3}){4,}[A-Za-z]\b/g, (run) =>
      run
        .split(/ {2,}/)
        .map((word) => word.replaceAll(' ', ''))
        .join(' '),
    );
    found.push({ text: joined, quote: apart[0], how: 'letters written apart' });
  }
  const dotted = /(?:\b[A-Za-z][.\-_*·]){6,}[A-Za-z]\b/.exec(piece);
  if (dotted !== null)
    found.push({
      text: piece.replaceAll(/(?:\b[A-Za-z][.\-_*·]){3,}[A-Za-z]\b/g, (run) => run.replaceAll(/[.\-_*·]/g, '')),
      quote: dotted[0],
      how: 'letters written apart',
    });
  const digits = [...lower.matchAll(/\b(?=[a-z0-9@$]*[a-z])[a-z@$]*[013457@$][a-z0-9@$]*\b/g)].filter(
    ([word]) => /[a-z]{1,12}[013457@$]{1,2}[a-z]/.test(word) && !/\d{3}/.test(word),
  );
  if (digits.length >= 3)
    found.push({
      text: lower.replaceAll(/\b[a-z0-9@$]*[a-z][a-z0-9@$]*\b/g, (word) =>
        /\d{3}/.test(word) ? word : word.replaceAll(/[013457@$]/g, (digit) => leet[digit] ?? digit),
      ),
      quote: digits[0]?.[0] ?? '',
      how: 'digits written for letters',
    });
  const turned = /\b(?:vtaber|vafgehpgvbaf?|cnffjbeqf?|perqragvnyf|frperg|rkrphgr|cebzcg|gur hfre)\b/.exec(lower);
  if (turned !== null) found.push({ text: turn(piece), quote: turned[0], how: 'letters turned by 13 places' });
  const backwards = /\b(?:erongi|snoitcurtsni|sdrowssap|slaitnederc|terces|resu eht)\b/.exec(lower);
  if (backwards !== null) found.push({ text: [...piece].reverse().join(''), quote: backwards[0], how: 'letters written backwards' });
  return found;
}
