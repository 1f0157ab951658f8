import { fail, ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import type { ConnectedFile } from './connections.js';
import { withLock } from './file-lock.js';
import { replaceKeeping } from './late-words.js';
import { bytesOf, textOf, type FileState } from './open-config.js';
import { readSettled } from './read-settled.js';
import type { Room } from './room.js';
import { undoText, type Undone, type UndoOptions } from './undo-text.js';
import { whyNotWritten } from './why-not-written.js';

export interface UndoneFile {
  /** text before and after, for the diff */
  readonly from: string;
  readonly to: string;
  readonly edited: readonly string[];
  /** true where nobody else had written: the old bytes are back */
  readonly whole: boolean;
  readonly bytes: Uint8Array | undefined;
}

const ATTEMPTS = 8;

/** `undoText` with what is kept of a connected file. */
export function undoIn(
  room: Room,
  application: Application,
  path: string,
  current: string,
  before: string,
  file: ConnectedFile,
  options: UndoOptions,
): Result<Undone> {
  const kept = room.backups.readWritten(application.id, file.written);
  const ours =
    kept === undefined
      ? undefined
      : Buffer.from(kept)
          .toString('utf8')
          .replace(/^\uFEFF/, '');
  return undoText(application, path, current, before, ours, file.changes, options, (entry) => room.leadsToGate(entry));
}

/** What taking our change out of a file would make of it. Pure but for reading. */
export function planUndo(
  room: Room,
  application: Application,
  state: FileState,
  file: ConnectedFile,
  options: UndoOptions,
): Result<UndoneFile> {
  const from = Buffer.from(state.bytes ?? []).toString('utf8');
  // Gone, or never written: there is nothing of ours to take out.
  if (state.bytes === undefined || state.sha === file.before) return ok({ from, to: from, edited: [], whole: true, bytes: state.bytes });
  const kept = file.backup === undefined ? undefined : room.backups.read(application.id, file.backup);
  if (kept !== undefined && !kept.ok) return kept;
  const old = kept?.value.bytes;
  if (state.sha === file.after) return ok({ from, to: Buffer.from(old ?? []).toString('utf8'), edited: [], whole: true, bytes: old });
  const current = textOf(state.bytes);
  if (!current.ok) return fail(current.error.code, `${state.path}: ${current.error.message}`, current.error.fix);
  const before = textOf(old);
  if (!before.ok) return before;
  const undone = undoIn(room, application, state.path, current.value.text, before.value.text, file, options);
  if (!undone.ok) return undone;
  const bytes = bytesOf({ bom: current.value.bom, text: undone.value.text });
  return ok({ from, to: Buffer.from(bytes).toString('utf8'), edited: undone.value.edited, whole: false, bytes });
}

/** Takes our change out of one file. `keep`: what stands there now is backed up first. */
export function undoFile(
  room: Room,
  application: Application,
  file: ConnectedFile,
  options: UndoOptions,
  keep: boolean,
): Promise<Result<UndoneFile>> {
  return withLock(room, file.path, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const state = await readSettled(room, application, file.path);
      if (!state.ok) return state;
      const plan = planUndo(room, application, state.value, file, options);
      if (!plan.ok) return plan;
      const { from, to, bytes, whole } = plan.value;
      if (from === to && bytes !== undefined) return plan;
      if (bytes === undefined && state.value.bytes === undefined) return plan;
      try {
        if (keep && !whole && state.value.bytes !== undefined) room.backups.keep(application.id, file.path, state.value.bytes);
      } catch (error) {
        return fail(
          'STORAGE',
          `no backup of ${file.path} could be made: ${whyNotWritten(error)}`,
          'Check the free space of the data folder. Nothing was changed.',
        );
      }
      const replaced = await replaceKeeping(room, application, file.path, state.value, bytes);
      if (!replaced.ok) return replaced;
      if (replaced.value.kind === 'replaced') {
        if (bytes === undefined) for (const folder of [...file.madeFolders].reverse()) room.fs.removeFolder(folder);
        return plan;
      }
    }
    return fail('BUSY', `${file.path} is being rewritten all the time`, `Quit ${application.name}, then disconnect it again.`);
  });
}
