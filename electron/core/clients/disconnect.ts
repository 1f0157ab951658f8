import { resolve } from 'node:path';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { unknownApplication } from './unknown-application.js';
import type { ConnectedFile, Connection } from './connections.js';
import { diffText } from './diff-text.js';
import { sweepBeside } from './file-lock.js';
import { openText, readConfig, textOf } from './open-config.js';
import { entriesOf, layoutOf } from './entries.js';
import { secretsIn } from './launch.js';
import { readEntry } from './read-entry.js';
import type { Application } from './application.js';
import { filesOf } from './places.js';
import { inProject } from './project.js';
import { contextOf, type Room } from './room.js';
import { planUndo, undoFile, type UndoneFile } from './undo-file.js';
import { whyNotWritten } from './why-not-written.js';

export interface DisconnectOptions {
  readonly dryRun: boolean;
  readonly home?: string | undefined;
  /** a project's folder: its own files instead of the person's */
  readonly project?: string | undefined;
  /** what happens to gate entries that somebody edited: `ask` refuses and names them, `keep` leaves them, `revert` takes them back too */
  readonly edited: 'ask' | 'keep' | 'revert';
}

/**
 * Takes the gate out of an application: byte for byte where nobody else wrote since, otherwise exactly our change. The servers stay
 * behind the gate; the application's token ends.
 */
export async function disconnect(
  room: Room,
  id: string,
  { dryRun, home, project, edited }: DisconnectOptions,
): Promise<Result<ApplicationChange>> {
  const places = room.places(home);
  const key = { id, home: places.home, ...(project === undefined ? {} : { project: resolve(project) }) };
  const connection = room.connections.of(key);
  const known = room.applications.find((one) => one.id === id);
  if (known === undefined) return unknownApplication(room, id);
  const application = project === undefined ? known : inProject(known);
  if (connection === undefined) return fail('NOT_CONNECTED', `${application.name} is not connected`, 'Nothing was changed.');
  const options = { restoreDropped: false, revertEdited: edited === 'revert' };

  const plans: UndoneFile[] = [];
  for (const file of connection.files) {
    const state = readConfig(room.fs, file.path);
    if (!state.ok) return state;
    const plan = planUndo(room, application, state.value, file, options);
    if (!plan.ok) return plan;
    plans.push(plan.value);
  }
  const names = [...new Set(plans.flatMap((plan) => plan.edited))];
  if (names.length > 0 && edited === 'ask' && !dryRun)
    return fail(
      'EDITED',
      `the entry of ${names.join(', ')} in ${application.name} was changed by hand`,
      'Say what becomes of it: --edited revert puts the old entry back, --edited keep leaves it as it is. Nothing was changed.',
      { names },
    );

  if (!dryRun)
    for (const [i, file] of connection.files.entries()) {
      const done = await undoFile(room, application, file, options, true);
      if (!done.ok) {
        room.connections.put(key, { ...connection, files: connection.files.slice(i) });
        return done;
      }
      plans[i] = done.value;
    }
  const diff = connection.files
    .map((file, i) =>
      diffText(file.path, plans[i]?.from ?? '', plans[i]?.to ?? '', secretsOf(room, application, connection, plans[i]?.to ?? '', file)),
    )
    .join('');
  if (!dryRun) {
    try {
      room.connections.put(key, undefined);
    } catch (error) {
      return fail(
        'STORAGE',
        `${application.name} is disconnected, but that could not be recorded: ${whyNotWritten(error)}`,
        'Check the free space of the data folder, then disconnect it again.',
      );
    }
    if (!room.connections.all().some((other) => other.client === connection.client)) room.gate.removeClient(connection.client);
    try {
      for (const file of connection.files) room.backups.dropWritten(id, file.written);
      room.backups.writeNote();
    } catch (error) {
      room.logger.warn('clients.record', { error: String(error) });
    }
    room.logger.info('clients.disconnected', { id, files: connection.files.length });
  }
  const whole = plans.every((plan) => plan.whole);
  const how = whole ? 'its files are as they were before' : 'our entries are out of its files; what others wrote since stays';
  return ok({
    id,
    name: application.name,
    sentence: dryRun
      ? `${application.name} would be disconnected; nothing was changed`
      : `${application.name} is disconnected: ${how}. ${application.reload}`,
    diff,
    changed: !dryRun && diff !== '',
    dryRun,
    files: connection.files.map((file) => file.path),
    mode: connection.mode,
    verified: false,
    ...(names.length === 0 ? {} : { problem: `left as edited: ${names.join(', ')}` }),
    imported: [],
    left: [],
    reload: application.reload,
  });
}

/** Takes the gate out of every application of a home folder. One that refuses does not keep the others in. */
export async function disconnectAll(room: Room, options: DisconnectOptions): Promise<Result<ApplicationChange>> {
  const places = room.places(options.home);
  const { home } = places;
  const changes: ApplicationChange[] = [];
  const refusals: string[] = [];
  for (const { id, project } of room.connections.all().filter((one) => one.home === home)) {
    const done = await disconnect(room, id, { ...options, project });
    if (done.ok) changes.push(done.value);
    else refusals.push(`${id}: ${done.error.message}`);
  }
  // Of what crashed before it was recorded nothing but this is left.
  if (!options.dryRun)
    for (const application of room.applications) for (const file of filesOf(application, places)) await sweepBeside(room, file);
  if (refusals.length > 0)
    return fail('PARTLY', refusals.join('; '), `${changes.length} were disconnected. Disconnect the others one by one.`, {
      done: changes.map((change) => change.id),
    });
  return ok({
    id: 'all',
    name: 'all applications',
    sentence: changes.length === 0 ? 'no application is connected' : changes.map((change) => change.sentence).join('\n'),
    diff: changes.map((change) => change.diff).join(''),
    changed: changes.some((change) => change.changed),
    dryRun: options.dryRun,
    files: changes.flatMap((change) => change.files),
    verified: false,
    imported: [],
    left: [],
    reload: '',
  });
}

/** What must not be shown of the text that comes back: the values of its servers, and every bearer token of ours. */
function secretsOf(room: Room, application: Application, connection: Connection, to: string, file: ConnectedFile): string[] {
  const doc = openText(file.path, application.format, to.replace(/^\uFEFF/, ''));
  const context = contextOf(application, room.places(connection.home));
  const values = !doc.ok
    ? []
    : entriesOf(layoutOf(application, doc.value.value), doc.value.value).flatMap(({ value }) => {
        const reading = readEntry(value, context);
        return reading.kind === 'server' ? secretsIn(reading.launch, room.gate.covered) : [];
      });
  const ours = textOf(room.backups.readWritten(connection.id, file.written));
  const tokens = ours.ok ? [...ours.value.text.matchAll(/Bearer ([\w-]{16,})/g)].map((match) => match[1] as string) : [];
  return [...values, ...tokens];
}
