import { diffArrays } from 'diff';

/** What two hands made of one text, put together. `prefer`: whose words stand where both changed the same place; without it that is undefined. */
export function mergeTexts(
  origin: string,
  theirs: string,
  mine: string,
  { by, prefer }: { readonly by: 'line' | 'word'; readonly prefer?: 'mine' },
): string | undefined {
  const parts = (text: string): string[] => text.match(by === 'line' ? /[^\n]*\n|[^\n]+$/g : /\w+|\s|[^\w\s]/gu) ?? [];
  const from = parts(origin);
  const [a, b] = [changesOf(from, parts(theirs)), changesOf(from, parts(mine))];
  if (a === undefined || b === undefined) return undefined;
  let out = '';
  let at = 0;
  for (let [i, j] = [0, 0]; i < a.length || j < b.length;) {
    const [their, my] = [a[i], b[j]];
    if (their !== undefined && my !== undefined && collide(their, my)) {
      // Everything that hangs together is one place.
      const start = Math.min(their.start, my.start);
      let end = Math.max(their.end, my.end);
      const mineHere: Change[] = [];
      for (let grown = true; grown;) {
        grown = false;
        for (; i < a.length && (a[i] as Change).start < end; i++) [end, grown] = [Math.max(end, (a[i] as Change).end), true];
        for (; j < b.length && (b[j] as Change).start < end; j++) {
          mineHere.push(b[j] as Change);
          [end, grown] = [Math.max(end, (b[j] as Change).end), true];
        }
      }
      if (prefer === undefined) return undefined;
      out += from.slice(at, start).join('');
      at = start;
      for (const one of mineHere) {
        out += from.slice(at, one.start).join('') + one.text;
        at = one.end;
      }
      out += from.slice(at, end).join('');
      at = end;
      continue;
    }
    const next = my === undefined || (their !== undefined && comesFirst(their, my)) ? (i++, their as Change) : (j++, my);
    out += from.slice(at, next.start).join('') + next.text;
    at = next.end;
  }
  return out + from.slice(at).join('');
}

/** The parts from `start` up to `end` gave way to `text`. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const comesFirst = (one: Change, other: Change): boolean => one.start < other.start || (one.start === other.start && one.end <= other.end);

/** Two changes of the same parts; words put in at the border of another change stand beside it. */
const collide = (one: Change, other: Change): boolean =>
  one.start < other.end && other.start < one.end && (one.start !== one.end || other.start !== other.end);

const MOST_EDITS = 5000;

function changesOf(from: readonly string[], to: readonly string[]): Change[] | undefined {
  const parts = diffArrays([...from], [...to], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return undefined;
  const changes: Change[] = [];
  let at = 0;
  for (const { added, removed, value } of parts) {
    const last = changes.at(-1);
    if (added) {
      const text = value.join('');
      if (last !== undefined && last.end === at) changes[changes.length - 1] = { ...last, text: last.text + text };
      else changes.push({ start: at, end: at, text });
    } else if (removed) {
      if (last !== undefined && last.end === at) changes[changes.length - 1] = { ...last, end: at + value.length };
      else changes.push({ start: at, end: at + value.length, text: '' });
      at += value.length;
    } else at += value.length;
  }
  return changes;
}
