import { PlainPieces } from './plain.js';

interface Stretch {
  readonly text: string;
  readonly marked: boolean;
}

/** The text in stretches, those that one of the quotes names marked: the first place of each, whatever its case. Nothing is lost. */
export function stretches(text: string, quotes: readonly string[]): Stretch[] {
  const lower = text.toLowerCase();
  // a few letters change their length with their case: then places in one are not places in the other
  const searched = lower.length === text.length ? lower : text;
  const places = quotes
    .filter((quote) => quote !== '')
    .map((quote) => ({ from: searched.indexOf(searched === lower ? quote.toLowerCase() : quote), length: quote.length }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => a.from - b.from || b.length - a.length);
  const found: Stretch[] = [];
  let at = 0;
  for (const { from, length } of places) {
    if (from < at) continue;
    if (from > at) found.push({ text: text.slice(at, from), marked: false });
    found.push({ text: text.slice(from, from + length), marked: true });
    at = from + length;
  }
  if (at < text.length || found.length === 0) found.push({ text: text.slice(at), marked: false });
  return found;
}

/** A foreign text with the quoted parts marked, isolated from the writing direction around it. */
export function Highlighted({ text, quotes, className }: { text: string; quotes: readonly string[]; className?: string }) {
  return (
    <bdi className={className}>
      {stretches(text, quotes).map((part, index) =>
        part.marked ? (
          <mark key={index}>
            <PlainPieces text={part.text} />
          </mark>
        ) : (
          <PlainPieces key={index} text={part.text} />
        ),
      )}
    </bdi>
  );
}
