import { ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import type { Change } from './connections.js';
import { editText, type Edit } from './edit-text.js';
import { layoutOf } from './entries.js';
import { entryAt, isMap, same, valueAt, withEntry, type Plain, type PlainMap } from './formats/format.js';
import { fingerprint } from './gate-entry.js';
import { mergeTexts } from './merge-texts.js';
import { openText } from './open-config.js';

export interface Undone {
  readonly text: string;
  /** entries of ours that somebody edited: they were left as they are */
  readonly edited: readonly string[];
}

/** What to do with gate entries that are gone or that somebody edited. */
export interface UndoOptions {
  /** entries that are gone come back as they were before */
  readonly restoreDropped: boolean;
  /** edited entries that still lead to the gate go back as well */
  readonly revertEdited: boolean;
}

/**
 * Takes exactly our change out of a text that others have written to since: our entries become what they were, everything else stays.
 * `before` is the text we changed, `ours` what we made of it where that is still at hand.
 */
export function undoText(
  application: Application,
  path: string,
  current: string,
  before: string,
  ours: string | undefined,
  changes: readonly Change[],
  options: UndoOptions,
  isGate: (entry: Plain) => boolean,
): Result<Undone> {
  const now = openText(path, application.format, current);
  if (!now.ok) return now;
  const old = openText(path, application.format, before);
  if (!old.ok) return old;
  const list = layoutOf(application, old.value.value).list === true;
  const edits: Edit[] = [];
  const edited: string[] = [];
  for (const { at, name, kind, print } of changes) {
    const entry = entryAt(now.value.value, at, name);
    const original = entryAt(old.value.value, at, name);
    const isOurs = entry !== undefined && fingerprint(entry) === print;
    if (kind === 'removed' || (entry === undefined && options.restoreDropped)) {
      if (entry === undefined && isMap(original))
        edits.push({ kind: 'add', at, name, entry: original, words: old.value.wordsOf?.(at, name) });
    } else if (entry !== undefined && (isOurs || (options.revertEdited && isGate(entry)))) {
      if (kind === 'added' || !isMap(original)) edits.push({ kind: 'remove', at, name });
      else edits.push({ kind: 'replace', at, name, entry: original, words: old.value.wordsOf?.(at, name) });
    } else if (entry !== undefined && !isOurs && isGate(entry)) edited.push(name);
  }
  closeEmptied(edits, now.value.value, old.value.value, list);
  // What goes in comes before what goes out: a container never stands empty in between.
  edits.sort((a, b) => (a.kind === 'remove' ? 1 : 0) - (b.kind === 'remove' ? 1 : 0));
  const expected = edits.reduce<PlainMap>(
    (value, edit) => withEntry(value, edit.at, edit.name, edit.kind === 'remove' ? undefined : edit.entry, list),
    now.value.value,
  );
  const done = editText(path, application.format, current, edits, list);
  const isIt = (text: string | undefined): text is string => {
    const read = text === undefined ? undefined : openText(path, application.format, text);
    return read?.ok === true && same(read.value.value, expected);
  };
  // Entries that stand where they stood get their own words back in place; for whatever else, the words around count too.
  const inPlace = done.ok && edits.every((edit) => edit.kind === 'replace' && edit.words !== undefined) ? done.value : undefined;
  const text = inPlace ?? (ours === undefined ? undefined : oldWords(current, before, ours, isIt));
  return text === undefined && !done.ok ? done : ok({ text: text ?? (done.ok ? done.value : current), edited });
}

/** A container that was made for our entry goes with it, where nobody else has put anything there. */
function closeEmptied(edits: Edit[], now: PlainMap, old: PlainMap, list: boolean): void {
  for (const at of edits.filter((edit) => edit.kind === 'remove').map((edit) => edit.at)) {
    const left = edits.reduce<PlainMap>(
      (value, edit) => withEntry(value, edit.at, edit.name, edit.kind === 'remove' ? undefined : edit.entry, list),
      now,
    );
    const inside = valueAt(left, at);
    if (inside === undefined || Object.keys(inside as object).length > 0) continue;
    let depth = at.length;
    while (
      depth > 1 &&
      valueAt(old, at.slice(0, depth - 1)) === undefined &&
      Object.keys((valueAt(left, at.slice(0, depth - 1)) ?? {}) as object).length === 1
    )
      depth--;
    if (valueAt(old, at.slice(0, depth)) !== undefined) continue;
    const kept = edits.filter((edit) => edit.at.join('\n') !== at.join('\n'));
    edits.splice(0, edits.length, ...kept, { kind: 'remove', at: at.slice(0, depth - 1), name: at[depth - 1] as string });
  }
}

/** more than this is not looked at word by word */
const MOST_LETTERS = 300_000;

/** The words that stood there before, comments and all, in what others made of the text since. */
function oldWords(current: string, before: string, ours: string, isIt: (text: string | undefined) => text is string): string | undefined {
  const apart = mergeTexts(ours, current, before, { by: 'line' });
  if (isIt(apart)) return apart;
  const finer = current.length > MOST_LETTERS ? undefined : mergeTexts(ours, current, before, { by: 'word' });
  if (isIt(finer)) return finer;
  // Where somebody wrote into our own lines, these go back whole; a remark of theirs is not lost with them.
  const back = mergeTexts(ours, current, before, { by: 'line', prefer: 'mine' });
  return isIt(back) && remarks(current).every((line) => ours.includes(line) || back.includes(line)) ? back : undefined;
}

const remarks = (text: string): string[] => text.split(/\r?\n/).flatMap((line) => /^\s*(?:\/\/|\/\*|\*|#).*$/.exec(line) ?? []);
