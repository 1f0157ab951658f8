import { fail, ok, type Result } from '../../../shared/result.js';
import type { Job } from './connect-job.js';
import type { Change, ConnectedFile } from './connections.js';
import { withLock } from './file-lock.js';
import type { GateWay } from './gate-entry.js';
import { harmless } from './harmless.js';
import { planImports } from './imports.js';
import { replaceKeeping } from './late-words.js';
import { lookAtFile, type Looked } from './look-at-file.js';
import { bytesOf, readConfig, shaOf, type FileState } from './open-config.js';
import { planText } from './plan-file.js';
import { readSettled } from './read-settled.js';
import type { Room } from './room.js';
import { whyNotWritten } from './why-not-written.js';

const ATTEMPTS = 8;

/** Writes one file, anew on top of whatever others write meanwhile. */
export function writeFile(
  room: Room,
  job: Job,
  first: FileState,
  addAll: boolean,
  way: (server: string | undefined) => GateWay,
  written: readonly ConnectedFile[],
): Promise<Result<{ file: ConnectedFile; text: string; notKept?: string | undefined }>> {
  const { application, key, mode, newOff, prior } = job;
  const { id } = application;
  return withLock(room, first.path, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const state = await readSettled(room, application, first.path);
      if (!state.ok) return state;
      const imports = planImports(room.gate);
      const one = lookAtFile(room, job, state.value, imports);
      if (!one.ok) return one;
      for (const server of imports.added) {
        const added = room.gate.addServer({ ...server, off: newOff });
        if (!added.ok) return added;
        job.added.push(server.name);
      }
      const plan = planText(application, first.path, one.value.base.text.text, one.value.survey, mode, addAll, way);
      if (!plan.ok) return plan;
      const bytes = bytesOf({ bom: one.value.base.text.bom, text: plan.value.text });
      const file = record(room, id, one.value, bytes, plan.value.changes);
      if (!file.ok) return file;
      const save = (writing: boolean, madeFolders: readonly string[]): ConnectedFile => {
        const next = { ...file.value, writing, madeFolders: [...file.value.madeFolders, ...madeFolders] };
        const others = (prior?.files ?? []).filter(
          (other) => other.path !== next.path && !written.some((done) => done.path === other.path),
        );
        room.connections.put(
          key,
          { ...key, client: id, mode, atMs: room.clock.nowMs(), files: [...written, next, ...others] },
          { port: room.gate.port(), bridge: room.gate.bridgeCommand() },
        );
        return next;
      };
      /** The file is written; the record says all it has to, but that the write is over. */
      const settle = (madeFolders: readonly string[]): ConnectedFile =>
        harmless(room, () => save(false, madeFolders)) ?? { ...file.value, madeFolders: [...file.value.madeFolders, ...madeFolders] };
      try {
        save(true, []);
      } catch (error) {
        return fail('STORAGE', `what is about to change cannot be recorded: ${whyNotWritten(error)}`, 'Nothing was changed.');
      }
      if (file.value.after === state.value.sha) return ok({ file: settle([]), text: plan.value.text });
      const replaced = await replaceKeeping(room, application, first.path, state.value, bytes);
      if (!replaced.ok) {
        harmless(room, () =>
          room.connections.put(
            key,
            written.length > 0 && prior === undefined ? { ...key, client: id, mode, atMs: room.clock.nowMs(), files: [...written] } : prior,
          ),
        );
        return replaced;
      }
      // What stands on the disk may be half a text: it is read again, with patience.
      if (replaced.value.kind === 'changed') continue;
      const done = settle(replaced.value.madeFolders);
      const back = readConfig(room.fs, first.path);
      if (back.ok && back.value.bytes !== undefined) return ok({ file: done, text: plan.value.text, notKept: replaced.value.notKept });
    }
    return fail('BUSY', `${first.path} is being rewritten all the time`, `Quit ${application.name}, then connect it again.`);
  });
}

function record(
  room: Room,
  id: string,
  { state, base, survey: { left } }: Looked,
  bytes: Uint8Array,
  changes: readonly Change[],
): Result<ConnectedFile> {
  try {
    // What stands there now is kept as well where it differs from what disconnecting brings back.
    if (state.bytes !== undefined && state.sha !== shaOf(base.bytes)) room.backups.keep(id, state.path, state.bytes);
    const backup = base.bytes === undefined ? undefined : room.backups.keep(id, state.path, base.bytes);
    const written = room.backups.keepWritten(id, bytes);
    return ok({
      path: state.path,
      before: shaOf(base.bytes),
      after: shaOf(bytes),
      writing: true,
      ...(backup === undefined ? {} : { backup }),
      written,
      madeFolders: [...base.madeFolders],
      changes: [...changes],
      left: left.map(({ at, name }) => ({ at: [...at], name })),
    });
  } catch (error) {
    return fail(
      'STORAGE',
      `no backup of ${state.path} could be made: ${whyNotWritten(error)}`,
      'Check the free space of the data folder. Nothing was changed.',
    );
  }
}
