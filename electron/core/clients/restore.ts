import { resolve } from 'node:path';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { connect } from './connect.js';
import { unknownApplication } from './unknown-application.js';
import { withLock } from './file-lock.js';
import { replaceKeeping } from './late-words.js';
import { readConfig } from './open-config.js';
import type { Room } from './room.js';
import { whyNotWritten } from './why-not-written.js';

/** Without `backup`: puts the gate back as it was connected. With one: the file becomes that copy, and is no longer connected. */
export async function restore(
  room: Room,
  id: string,
  { backup, home, project }: { backup?: string | undefined; home?: string | undefined; project?: string | undefined },
): Promise<Result<ApplicationChange>> {
  const places = room.places(home);
  const prior = room.connections.of({ id, home: places.home, ...(project === undefined ? {} : { project: resolve(project) }) });
  const application = room.applications.find((one) => one.id === id);
  if (application === undefined) return unknownApplication(room, id);
  if (backup === undefined) {
    if (prior === undefined)
      return fail('NOT_CONNECTED', `${application.name} is not connected`, `Connect it: toolgate client connect ${id}`);
    return connect(room, id, { mode: prior.mode, dryRun: false, home, project, newOff: true });
  }
  const kept = room.backups.read(id, backup);
  if (!kept.ok) return kept;
  const { backup: of, bytes } = kept.value;
  const connection = room.connections.all().find((one) => one.id === id && one.files.some((file) => file.path === of.file));
  const done = await withLock(room, of.file, async (): Promise<Result<boolean>> => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const state = readConfig(room.fs, of.file);
      if (!state.ok) return state;
      if (state.value.sha === of.sha) return ok(false);
      try {
        if (state.value.bytes !== undefined) room.backups.keep(id, of.file, state.value.bytes);
      } catch (error) {
        return fail(
          'STORAGE',
          `no backup of ${of.file} could be made: ${whyNotWritten(error)}`,
          'Check the free space of the data folder. Nothing was changed.',
        );
      }
      const replaced = await replaceKeeping(room, application, of.file, state.value, bytes);
      if (!replaced.ok) return replaced;
      if (replaced.value.kind === 'replaced') return ok(true);
    }
    return fail('BUSY', `${of.file} is being rewritten all the time`, `Quit ${application.name}, then try again.`);
  });
  if (!done.ok) return done;
  if (connection !== undefined) {
    const files = connection.files.filter((file) => file.path !== of.file);
    room.connections.put(connection, files.length === 0 ? undefined : { ...connection, files });
    for (const file of connection.files) if (file.path === of.file) room.backups.dropWritten(id, file.written);
    if (!room.connections.all().some((other) => other.client === connection.client)) room.gate.removeClient(connection.client);
    room.backups.writeNote();
  }
  room.logger.info('clients.restored', { id, backup });
  return ok({
    id,
    name: application.name,
    sentence: done.value
      ? `${of.file} is as it was on ${new Date(of.atMs).toISOString()}. ${application.reload}`
      : `${of.file} was so already`,
    diff: '',
    changed: done.value,
    dryRun: false,
    files: [of.file],
    verified: false,
    imported: [],
    left: [],
    reload: application.reload,
  });
}
