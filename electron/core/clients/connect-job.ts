import { fail, ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import { isPresent } from './application-files.js';
import type { Connection, ConnectionKey } from './connections.js';
import type { GateWay } from './gate-entry.js';
import type { Gate } from './gate-port.js';
import { filesOf } from './places.js';
import type { Mode } from './plan-file.js';
import { inProject, projectFiles, projectFolder } from './project.js';
import type { Room } from './room.js';
import { unknownApplication } from './unknown-application.js';

export interface ConnectOptions {
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly home?: string | undefined;
  /** a project's folder: its own files instead of the person's */
  readonly project?: string | undefined;
  /** nobody has seen what would be imported: servers that are new stay off until a person has */
  readonly newOff?: boolean | undefined;
}

/** What is connected, and how. */
export interface Job {
  readonly application: Application;
  readonly key: ConnectionKey;
  readonly home: string;
  readonly mode: Mode;
  readonly newOff: boolean;
  readonly prior: Connection | undefined;
  /** its files, whether or not they are there */
  readonly candidates: readonly string[];
  /** servers that came behind the gate for this change */
  readonly added: string[];
}

/** Fails where the application is not there, or cannot be connected on this machine. */
export function jobOf(room: Room, id: string, { mode, home, project: folder, newOff = false }: ConnectOptions): Result<Job> {
  const known = room.applications.find((one) => one.id === id);
  if (known === undefined) return unknownApplication(room, id);
  const application = folder === undefined ? known : inProject(known);
  const places = room.places(home);
  const project = folder === undefined ? ok(undefined) : projectFolder(room, application, folder);
  if (!project.ok) return project;
  const key: ConnectionKey = { id, home: places.home, ...(project.value === undefined ? {} : { project: project.value }) };
  const prior = room.connections.of(key);
  // Where it was connected before, its files are put back even if somebody moved its folder away.
  if (project.value === undefined && prior === undefined && !isPresent(room, application, places))
    return fail('NOT_FOUND', `there is no sign of ${application.name} under ${places.home}`, 'Start it once, then connect it.');
  const { command } = room.gate.bridgeCommand();
  if (application.commandHasNoSpaces === true && application.layouts[0].http === undefined && command.includes(' '))
    return fail(
      'UNSUPPORTED',
      `${application.name} cannot start a command with a space in its path, and Toolgate is at ${command}`,
      'Install Toolgate in a folder without spaces, or connect the application itself instead of the project. Nothing was changed.',
    );
  const candidates = project.value === undefined ? filesOf(application, places) : projectFiles(room, application, project.value);
  return ok({ application, key, home: places.home, mode, newOff, prior, candidates, added: [] });
}

/** How each server is reached from there; `undefined` is the way to all of them. */
export const wayOf =
  (gate: Gate, client: string, token: string) =>
  (server: string | undefined): GateWay => ({ client, server, token, port: gate.port(), bridge: gate.bridgeCommand() });
