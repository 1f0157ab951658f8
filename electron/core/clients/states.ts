import type { ConnectionState, ConnectionView } from '../../../shared/model/applications.js';
import type { Application } from './application.js';
import type { Connection, ConnectedFile } from './connections.js';
import { entriesOf, layoutOf } from './entries.js';
import { entryAt } from './formats/format.js';
import { fingerprint, gateUrl } from './gate-entry.js';
import { openText, readConfig, textOf } from './open-config.js';
import { readEntry } from './read-entry.js';
import { contextOf, type Room } from './room.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { fill } from '../../../shared/words/say.js';

const { stands } = coreWords;

interface FileVerdict {
  readonly state: ConnectionState;
  readonly problem?: string;
  readonly servers: readonly string[];
}

/** worst first */
const ORDER: readonly ConnectionState[] = ['gone', 'bypassed', 'dropped', 'edited', 'connected'];

/** How a connected application's files stand now, told from the files themselves. */
export function stateOf(room: Room, connection: Connection): ConnectionView {
  const application = room.applications.find((one) => one.id === connection.id);
  const verdicts = application === undefined ? [] : connection.files.map((file) => verdictOn(room, application, connection, file));
  const worst = ORDER.map((state) => verdicts.find((verdict) => verdict.state === state)).find((verdict) => verdict !== undefined);
  return {
    id: connection.id,
    name: application?.name ?? connection.id,
    ...(connection.project === undefined ? {} : { project: connection.project }),
    state: worst?.state ?? 'gone',
    ...(worst?.problem === undefined ? {} : { problem: worst.problem }),
    files: connection.files.map((file) => file.path),
    servers: worst === undefined ? [] : [...worst.servers],
  };
}

function verdictOn(room: Room, application: Application, connection: Connection, file: ConnectedFile): FileVerdict {
  const state = readConfig(room.fs, file.path);
  if (!state.ok) return { state: 'edited', problem: state.error.message, servers: [] };
  if (state.value.bytes === undefined) return { state: 'gone', problem: fill(stands.gone, { file: file.path }), servers: [] };
  const lost = lostGate(room, application, file, state.value.bytes);
  if (state.value.sha === file.after) return lost ?? { state: 'connected', servers: [] };
  const text = textOf(state.value.bytes);
  if (!text.ok) return { state: 'edited', problem: `${file.path}: ${text.error.message}`, servers: [] };
  const doc = openText(file.path, application.format, text.value.text);
  if (!doc.ok) return { state: 'edited', problem: doc.error.message, servers: [] };

  const { value } = doc.value;
  const context = contextOf(application, room.places(connection.home));
  const ours = file.changes.filter((change) => change.kind !== 'removed');
  const isLeft = (at: readonly string[], name: string): boolean =>
    file.left.some((one) => one.name === name && one.at.join('\n') === at.join('\n'));
  const direct = entriesOf(layoutOf(application, value), value).filter(({ at, name, value: entry }) => {
    if (room.leadsToGate(entry) || isLeft(at, name)) return false;
    const reading = readEntry(entry, context);
    return reading.kind !== 'other' && !reading.disabled;
  });
  if (direct.length > 0) {
    const servers = direct.map((one) => one.name);
    return { state: 'bypassed', problem: fill(stands.past, { name: application.name, servers: servers.join(', ') }), servers };
  }
  const dropped = ours.filter(({ at, name }) => entryAt(value, at, name) === undefined).map((one) => one.name);
  if (dropped.length > 0)
    return { state: 'dropped', problem: fill(stands.lost, { name: application.name, servers: dropped.join(', ') }), servers: dropped };
  if (lost !== undefined) return lost;
  const edited = ours.filter(({ at, name, print }) => fingerprint(entryAt(value, at, name) ?? null) !== print).map((one) => one.name);
  if (edited.length > 0) return { state: 'edited', problem: fill(stands.byHand, { servers: edited.join(', ') }), servers: edited };
  return { state: 'connected', servers: [] };
}

/** The verdict on a file that leads to a port which the gate once had: nobody answers there now. Looked for in the bytes, for most files are never read further. */
function lostGate(room: Room, application: Application, file: ConnectedFile, bytes: Uint8Array): FileVerdict | undefined {
  const now = room.gate.port();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leadsTo = (port: number): boolean => text.includes(gateUrl({ port, server: undefined }));
  if (!room.connections.gatePaths().some(({ port }) => port !== now && leadsTo(port))) return undefined;
  const servers = file.changes.filter((change) => change.kind !== 'removed').map(({ name }) => name);
  return { state: 'dropped', problem: fill(stands.elsewhere, { name: application.name, port: now }), servers };
}
