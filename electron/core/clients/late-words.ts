import { ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import { editText, type Edit } from './edit-text.js';
import { layoutOf } from './entries.js';
import { withLock } from './file-lock.js';
import { isMap, same, withEntry, type Path, type Plain, type PlainMap } from './formats/format.js';
import { mergeTexts } from './merge-texts.js';
import { bytesOf, openText, textOf, type FileState } from './open-config.js';
import { isWhole, readSettled } from './read-settled.js';
import type { OnLate } from './look-after.js';
import { replaceFile, type Replaced } from './replace-file.js';
import type { Room } from './room.js';

/** nobody waits for it, and a word that is given up is lost to the application: others may rewrite the file all the while */
const ATTEMPTS = 100;

/** Replaces the file of an application as `replaceFile` does; what another program writes into the old one meanwhile is put into the new one. */
export const replaceKeeping = (
  room: Room,
  application: Application,
  path: string,
  before: FileState,
  bytes: Uint8Array | undefined,
): Promise<Result<Replaced>> => replaceFile(room, before, bytes, isWhole(application, path), addLateWords(room, application, path));

/**
 * Another program wrote into a file that had lost its name to ours a moment before: what it changed from `base` to `late` is put into the
 * file that has the name now. What cannot be put together is kept as a backup, and logged.
 */
const addLateWords =
  (room: Room, application: Application, path: string): OnLate =>
  async (base, late, isLater) => {
    const put = async (): Promise<Result<void>> => ok(await putLateWords(room, application, path, base, late));
    // Within the replacing the file is ours already.
    const done = isLater ? await withLock(room, path, put) : await put();
    if (!done.ok) keepLateWords(room, application, path, late);
  };

async function putLateWords(room: Room, application: Application, path: string, base: Uint8Array, late: Uint8Array): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const state = await readSettled(room, application, path);
    if (!state.ok) break;
    const now = state.value.bytes ?? new Uint8Array();
    const bytes = withLateWords(application, path, base, late, now);
    if (bytes === undefined) break;
    if (Buffer.compare(bytes, now) === 0) return;
    const replaced = await replaceKeeping(room, application, path, state.value, bytes);
    if (!replaced.ok) break;
    if (replaced.value.kind === 'replaced') return;
  }
  keepLateWords(room, application, path, late);
}

function keepLateWords(room: Room, application: Application, path: string, late: Uint8Array): void {
  const backup = room.backups.keep(application.id, path, late);
  room.logger.warn('clients.late-words', { id: application.id, backup });
}

/** `now` with the changes from `base` to `late`; where both changed one place, `now` stays. Undefined where it cannot be done. */
function withLateWords(
  application: Application,
  path: string,
  base: Uint8Array,
  late: Uint8Array,
  now: Uint8Array,
): Uint8Array | undefined {
  const [before, theirs, ours] = [textOf(base), textOf(late), textOf(now)];
  if (!before.ok || !theirs.ok || !ours.ok) return undefined;
  const open = (text: string) => openText(path, application.format, text);
  const [from, to, at] = [open(before.value.text), open(theirs.value.text), open(ours.value.text)];
  if (!from.ok || !to.ok || !at.ok) return undefined;
  const edits = changesBetween(from.value.value, to.value.value, at.value.value).map((edit): Edit =>
    edit.kind === 'remove' ? edit : { ...edit, words: to.value.wordsOf?.(edit.at, edit.name) },
  );
  const list = layoutOf(application, at.value.value).list === true;
  const expected = edits.reduce<PlainMap>(
    (value, edit) => withEntry(value, edit.at, edit.name, edit.kind === 'remove' ? undefined : edit.entry),
    at.value.value,
  );
  const merged = mergeTexts(before.value.text, theirs.value.text, ours.value.text, { by: 'line' });
  const read = merged === undefined ? undefined : open(merged);
  if (merged !== undefined && read?.ok === true && same(read.value.value, expected)) return bytesOf({ bom: ours.value.bom, text: merged });
  const edited = editText(path, application.format, ours.value.text, edits, list);
  return edited.ok ? bytesOf({ bom: ours.value.bom, text: edited.value }) : undefined;
}

function changesBetween(before: PlainMap, theirs: PlainMap, now: PlainMap, at: Path = []): Edit[] {
  const of = (map: PlainMap, key: string): Plain | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);
  return [...new Set([...Object.keys(before), ...Object.keys(theirs)])].flatMap((key): Edit[] => {
    const [was, is, stands] = [of(before, key), of(theirs, key), of(now, key)];
    if (same(was, is)) return [];
    if (same(stands, was)) return [is === undefined ? { kind: 'remove', at, name: key } : { kind: 'add', at, name: key, entry: is }];
    return isMap(is) && isMap(stands) ? changesBetween(isMap(was) ? was : {}, is, stands, [...at, key]) : [];
  });
}
