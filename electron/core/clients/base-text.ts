import { ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import type { ConnectedFile } from './connections.js';
import { entryAt, type Plain } from './formats/format.js';
import { fingerprint } from './gate-entry.js';
import { bytesOf, openText, shaOf, textOf, type FileState, type Text } from './open-config.js';
import type { Room } from './room.js';
import { undoIn } from './undo-file.js';

/** A file without the gate in it: what connecting starts from, and what disconnecting brings back. */
export interface Base {
  readonly text: Text;
  readonly bytes: Uint8Array | undefined;
  readonly madeFolders: readonly string[];
  /** the server that an entry went to before, where the entry is still the same */
  readonly known: (at: readonly string[], name: string, entry: Plain) => string | undefined;
}

export function baseOf(room: Room, application: Application, state: FileState, file: ConnectedFile | undefined): Result<Base> {
  const current = textOf(state.bytes);
  if (!current.ok) return { ok: false, error: { ...current.error, message: `${state.path}: ${current.error.message}` } };
  const nobody = { text: current.value, bytes: state.bytes, madeFolders: [], known: () => undefined };
  if (file === undefined || state.sha === file.before) return ok(nobody);
  const kept = file.backup === undefined ? undefined : room.backups.read(application.id, file.backup);
  if (kept !== undefined && !kept.ok) return ok(nobody);
  const before = textOf(kept?.value.bytes);
  if (!before.ok) return before;
  const original = openText(state.path, application.format, before.value.text);
  if (!original.ok) return original;
  const known: Base['known'] = (at, name, entry) => {
    const change = file.changes.find((one) => one.name === name && one.at.join('\n') === at.join('\n'));
    const was = entryAt(original.value.value, at, name);
    return change?.server !== undefined &&
      was !== undefined &&
      fingerprint(was) === fingerprint(entry) &&
      room.gate.servers().some((server) => server.name === change.server)
      ? change.server
      : undefined;
  };
  if (state.sha === file.after || (state.bytes === undefined && file.before !== shaOf(undefined)))
    return ok({ text: before.value, bytes: kept?.value.bytes, madeFolders: file.madeFolders, known });
  const undone = undoIn(room, application, state.path, current.value.text, before.value.text, file, {
    restoreDropped: true,
    revertEdited: true,
  });
  if (!undone.ok) return undone;
  const text = { bom: current.value.bom, text: undone.value.text };
  return ok({ text, bytes: bytesOf(text), madeFolders: file.madeFolders, known });
}
