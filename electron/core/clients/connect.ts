import type { ApplicationChange } from '../../../shared/model/applications.js';
import { didYouMean } from '../../../shared/did-you-mean.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { counted } from '../../../shared/words/counted.js';
import type { Application } from './application.js';
import { isPresent } from './application-files.js';
import { baseOf, type Base } from './base-text.js';
import type { Change, Connection, ConnectionKey, ConnectedFile } from './connections.js';
import { diffText } from './diff-text.js';
import { withLock } from './file-lock.js';
import type { PlainMap } from './formats/format.js';
import type { Gate } from './gate-port.js';
import type { GateWay } from './gate-entry.js';
import { planImports, type Imports } from './imports.js';
import { checkShape } from './entries.js';
import { isOpenToOthers } from './open-to-others.js';
import { bytesOf, openText, readConfig, shaOf, type FileState } from './open-config.js';
import { filesOf } from './places.js';
import { tooLong } from './names-too-long.js';
import { notAllowed } from './not-allowed.js';
import { tooMany } from './tools-too-many.js';
import { replaceKeeping } from './late-words.js';
import { planText, survey, type Mode, type Survey, type Taken } from './plan-file.js';
import { inProject, projectFiles, projectFolder } from './project.js';
import { readSettled } from './read-settled.js';
import { contextOf, type Room } from './room.js';
import { stateOf } from './states.js';
import { undoFile } from './undo-file.js';
import { valuesMissing } from './values-missing.js';
import { whyNotWritten } from './why-not-written.js';

export interface ConnectOptions {
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly home?: string | undefined;
  /** a project's folder: its own files instead of the person's */
  readonly project?: string | undefined;
  /** nobody has seen what would be imported: servers that are new stay off until a person has */
  readonly newOff?: boolean | undefined;
}

interface Looked {
  readonly state: FileState;
  readonly base: Base;
  readonly value: PlainMap;
  readonly survey: Survey;
}

interface Job {
  readonly application: Application;
  readonly key: ConnectionKey;
  readonly home: string;
  readonly mode: Mode;
  readonly newOff: boolean;
  readonly prior: Connection | undefined;
  /** servers that came behind the gate for this change */
  readonly added: string[];
}

const ATTEMPTS = 8;
const NO_TOKEN = '•••';

/**
 * Puts the gate into an application's files: everything is planned and checked before the first byte is written, what is written is
 * recorded before, read back after. Connecting again puts right what is no longer so.
 */
export async function connect(
  room: Room,
  id: string,
  { mode, dryRun, home, project: folder, newOff = false }: ConnectOptions,
): Promise<Result<ApplicationChange>> {
  const known = room.applications.find((one) => one.id === id);
  if (known === undefined) return unknown(room, id);
  const application = folder === undefined ? known : inProject(known);
  const places = room.places(home);
  const project = folder === undefined ? ok(undefined) : projectFolder(room, application, folder);
  if (!project.ok) return project;
  const key: ConnectionKey = { id, home: places.home, ...(project.value === undefined ? {} : { project: project.value }) };
  const job: Job = { application, key, home: places.home, mode, newOff, prior: room.connections.of(key), added: [] };
  // Where it was connected before, its files are put back even if somebody moved its folder away.
  if (project.value === undefined && job.prior === undefined && !isPresent(room, application, places))
    return fail('NOT_FOUND', `there is no sign of ${application.name} under ${places.home}`, 'Start it once, then connect it.');
  const { command } = room.gate.bridgeCommand();
  if (application.commandHasNoSpaces === true && application.layouts[0].http === undefined && command.includes(' '))
    return fail(
      'UNSUPPORTED',
      `${application.name} cannot start a command with a space in its path, and Toolgate is at ${command}`,
      'Install Toolgate in a folder without spaces, or connect the application itself instead of the project. Nothing was changed.',
    );

  // First everything that can be refused, without a trace.
  const candidates = project.value === undefined ? filesOf(application, places) : projectFiles(room, application, project.value);
  const imports = planImports(room.gate);
  const looked: Looked[] = [];
  for (const path of candidates) {
    const state = await readSettled(room, application, path);
    if (!state.ok) return state;
    const another = room.connections.all().find((one) => one.id !== id && one.files.some((file) => file.path === path));
    if (another !== undefined)
      return fail(
        'EXISTS',
        `${path} is connected already, as a file of ${another.id}`,
        `Disconnect ${another.id} there first. Nothing was changed.`,
      );
    if (state.value.facts === undefined && !job.prior?.files.some((file) => file.path === path)) continue;
    const one = look(room, job, state.value, imports);
    if (!one.ok) return one;
    looked.push(one.value);
  }
  const first = candidates[0];
  if (looked.length === 0 && first !== undefined) {
    const one = look(room, job, { path: first, target: first, bytes: undefined, sha: shaOf(undefined), facts: undefined }, imports);
    if (!one.ok) return one;
    const state = readConfig(room.fs, first);
    if (!state.ok) return state;
    looked.push({ ...one.value, state: state.value });
  }
  const main = looked.find((one) => one.survey.taken.length > 0) ?? looked[0];
  if (main === undefined) return fail('NOT_FOUND', `${application.name} has no configuration file on this system`, 'Nothing was changed.');
  const addAll = mode === 'aggregate' || looked.every((one) => one.survey.taken.length === 0);
  const chosen = looked.filter(
    (one) => one === main || one.survey.taken.length > 0 || job.prior?.files.some((file) => file.path === one.state.path),
  );
  const planned = chosen.map((one) =>
    planText(application, one.state.path, one.base.text.text, one.survey, mode, addAll && one === main, wayOf(room.gate, id, NO_TOKEN)),
  );
  const refused = planned.find((plan) => !plan.ok);
  if (refused !== undefined && !refused.ok) return refused;
  for (const { state } of chosen)
    if (state.facts !== undefined && (state.facts.mode & 0o200) === 0)
      return fail('READ_ONLY', `${state.path} is read-only`, 'Make it writable if Toolgate may change it. Nothing was changed.');

  const taken = chosen.flatMap((one) => one.survey.taken);
  const missing = valuesMissing(application, taken);
  const warnings = [
    ...(mode === 'mirror' ? tooLong(application, taken, room.gate) : []),
    ...tooMany(application, taken, room.gate, addAll),
    ...missing.values(),
    ...(addAll ? notAllowed(application, main.value) : []),
    // Its mode is the application's own and stays.
    ...(application.layouts[0].http === undefined ? [] : chosen)
      .filter(({ state }) => isOpenToOthers(room.fs, state))
      .map(({ state }) =>
        dryRun
          ? `${state.path} can be read by other people of this machine and will hold a token: chmod 600 keeps it to you.`
          : `${state.path} can be read by other people of this machine and holds a token: chmod 600 keeps it to you.`,
      ),
  ];
  const secrets = taken.flatMap((one) => one.secrets);
  const diffs = (plans: readonly (string | undefined)[], token: string): string =>
    chosen.map((one, i) => diffText(one.state.path, textOf(one.state), plans[i] ?? textOf(one.state), [...secrets, token])).join('');
  const report = (
    over: Pick<ApplicationChange, 'sentence' | 'diff' | 'changed' | 'verified'> & { problem?: string },
  ): ApplicationChange => ({
    id,
    name: application.name,
    dryRun,
    files: chosen.map((one) => one.state.path),
    mode,
    imported: taken.map((one) => ({ name: one.name, server: one.placed.server, launch: one.launch, state: one.placed.state })),
    left: chosen.flatMap((one) => one.survey.left.map(({ name, words, why }) => ({ name, launch: words, why }))),
    ...(warnings.length === 0 ? {} : { warnings }),
    reload: application.reload,
    ...over,
  });
  const count = taken.length === 0 ? 'one entry that leads to all servers' : `${counted(taken.length, 'server')} behind the gate`;
  if (dryRun) {
    const diff = diffs(
      planned.map((plan) => (plan.ok ? plan.value.text : undefined)),
      NO_TOKEN,
    );
    return ok(
      report({ sentence: `${application.name} would get ${count}; nothing was changed`, diff, changed: diff !== '', verified: false }),
    );
  }

  const token = room.gate.tokenFor(id, application);
  if (!token.ok) return token;
  const written: ConnectedFile[] = [];
  const texts: string[] = [];
  for (const { state } of chosen) {
    const done = await writeOne(room, job, state, addAll && state === main.state, wayOf(room.gate, id, token.value), written);
    if (!done.ok) {
      await takeBack(room, job, written);
      return done;
    }
    written.push(done.value.file);
    texts.push(done.value.text);
    if (done.value.notKept !== undefined)
      warnings.push(`access lists and extended attributes of ${state.path}, if it had any, were not kept: ${done.value.notKept}`);
  }
  harmless(room, () => room.backups.writeNote());
  const handshake = await shake(room.gate, id, written);
  // What was written was read back; an application may have written its file anew since.
  const connection = room.connections.of(key);
  const lost = connection === undefined ? undefined : stateOf(room, connection).problem;
  // why a server did not answer is told once, with what to do
  const cause = missing.get(handshake.silent ?? '');
  if (cause !== undefined && lost === undefined) warnings.splice(warnings.indexOf(cause), 1);
  const problem = lost === undefined ? (cause ?? handshake.problem) : `${lost}: quit ${application.name}, then connect it again`;
  const diff = diffs(texts, token.value);
  room.logger.info('clients.connected', { id, mode, files: written.length, servers: taken.length });
  return ok(
    report({
      sentence:
        diff === ''
          ? `${application.name} was connected already`
          : [`${application.name} has ${count}.`, application.reload, ...(newOff ? stayOff(taken) : [])].join(' '),
      diff,
      changed: diff !== '',
      verified: handshake.verified && lost === undefined,
      ...(problem === undefined ? {} : { problem }),
    }),
  );
}

function stayOff(taken: readonly Taken[]): string[] {
  const fresh = taken.filter((one) => one.placed.state !== 'same').map((one) => `${one.placed.server} (${one.launch})`);
  return fresh.length === 0 ? [] : [`New behind the gate, and off until you switch it on: ${fresh.join(', ')}.`];
}

export function unknown({ applications, instructed }: Room, id: string): Result<never> {
  const byHand = instructed.find((one) => one.id === id);
  if (byHand !== undefined)
    return fail(
      'BY_HAND',
      `${byHand.name} has no file that Toolgate could write`,
      'Follow its steps in `toolgate client discover --json`.',
    );
  const meant = didYouMean(
    id,
    [...applications, ...instructed].map((one) => one.id),
  );
  return fail('NOT_FOUND', `there is no application ${JSON.stringify(id)} in the table`, meant ?? 'see `toolgate client discover`');
}

const textOf = (state: FileState): string => Buffer.from(state.bytes ?? []).toString('utf8');

const wayOf =
  (gate: Gate, client: string, token: string) =>
  (server: string | undefined): GateWay => ({ client, server, token, port: gate.port(), bridge: gate.bridgeCommand() });

function look(room: Room, { application, home, prior }: Job, state: FileState, imports: Imports): Result<Looked> {
  const base = baseOf(
    room,
    application,
    state,
    prior?.files.find((file) => file.path === state.path),
  );
  if (!base.ok) return base;
  const doc = openText(state.path, application.format, base.value.text.text);
  if (!doc.ok) return doc;
  const shaped = checkShape(application, state.path, doc.value);
  if (!shaped.ok) return shaped;
  return ok({
    state,
    base: base.value,
    value: doc.value.value,
    survey: survey(
      application,
      doc.value.value,
      contextOf(application, room.places(home)),
      imports,
      application.id,
      base.value.known,
      (entry) => room.leadsToGate(entry),
    ),
  });
}

/** Writes one file, anew on top of whatever others write meanwhile. */
function writeOne(
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
      const one = look(room, job, state.value, imports);
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

/** For what may fail without harm: it is logged. */
function harmless<T>(room: Room, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    room.logger.warn('clients.record', { error: String(error) });
    return undefined;
  }
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

/** A file was refused: the ones already written go back, and what came behind the gate for them. */
async function takeBack(room: Room, { application, key, prior, added }: Job, written: readonly ConnectedFile[]): Promise<void> {
  // Where it was connected before, what is written leads to these servers and stays.
  if (prior !== undefined && written.length > 0) return;
  if (prior === undefined) {
    for (const file of written) {
      const undone = await undoFile(room, application, file, { restoreDropped: false, revertEdited: true }, false);
      // What could not go back stays recorded, and can be disconnected.
      if (!undone.ok) return;
    }
    harmless(room, () => room.connections.put(key, undefined));
    if (!room.connections.all().some((other) => other.client === application.id)) room.gate.removeClient(application.id);
  }
  for (const server of added) harmless(room, () => room.gate.removeServer(server));
}

interface Handshake {
  readonly verified: boolean;
  /** the server that did not answer, and why */
  readonly silent?: string | undefined;
  readonly problem?: string;
}

async function shake(gate: Gate, client: string, files: readonly ConnectedFile[]): Promise<Handshake> {
  if (gate.handshake === undefined) return { verified: false };
  const servers = [
    ...new Set(files.flatMap((file) => file.changes.filter((change) => change.kind !== 'removed').map((change) => change.server))),
  ];
  for (const server of servers) {
    const answered = await gate.handshake(client, server);
    if (answered.ok) continue;
    const { message } = answered.error;
    return {
      verified: false,
      silent: server,
      problem: server === undefined || message.startsWith(`${server} `) ? message : `${server}: ${message}`,
    };
  }
  return { verified: true };
}
