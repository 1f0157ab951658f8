import { resolve } from 'node:path';
import type { ApplicationView, FoundServer } from '../../../shared/model/applications.js';
import type { Application } from './application.js';
import { exists, isPresent } from './application-files.js';
import { gateLink } from './deep-link.js';
import { checkShape, entriesOf, layoutOf, type Entry } from './entries.js';
import { launchKey, launchWords } from './launch.js';
import { openText, readConfig, textOf } from './open-config.js';
import { filesOf, pathOf, type Places } from './places.js';
import { AGGREGATE } from './plan-file.js';
import { projectFiles } from './project.js';
import { readEntry, type ReadContext } from './read-entry.js';
import { contextOf, type Room } from './room.js';
import { stateOf } from './states.js';
import { unlessChanged } from './unless-changed.js';

type Found = FoundServer & { readonly key: string | undefined };
type Problem = ApplicationView['problems'][number];

/** The applications of the table, which of them are there, and the servers in their files. Reads; starts and changes nothing. */
export function discover(room: Room, home?: string, project?: string): ApplicationView[] {
  const places = room.places(home);
  const folders = [...new Set([...room.projectFolders(), ...(project === undefined ? [] : [project])].map((folder) => resolve(folder)))];
  const scanned = room.applications.map((application) => ({ application, ...scan(room, application, places, folders) }));
  const places_ = new Map<string, Set<string>>();
  for (const { application, servers } of scanned)
    for (const { key } of servers) if (key !== undefined) places_.set(key, (places_.get(key) ?? new Set()).add(application.name));

  const rows = scanned.map(({ application, files, servers, problems }): ApplicationView => {
    const connection = room.connections.of({ id: application.id, home: places.home });
    return {
      id: application.id,
      name: application.name,
      present: isPresent(room, application, places),
      kind: 'file',
      files,
      servers: servers.map(({ key, ...server }) => ({
        ...server,
        alsoIn: key === undefined ? [] : [...(places_.get(key) ?? [])].filter((name) => name !== application.name),
      })),
      problems,
      projects: projectsOf(room, application, places, folders),
      connected: connection !== undefined,
      ...(connection === undefined ? {} : { mode: connection.mode, state: stateOf(room, connection).state }),
      reload: application.reload,
      steps: [],
      links: linksOf(room, application),
      backups: room.backups.list(application.id).map(({ name, file, atMs }) => ({ name, file, atMs })),
    };
  });
  const byHand = room.instructed.map(({ id, name, signs, steps }): ApplicationView => ({
    id,
    name,
    present: signs.some((sign) => exists(room.fs, pathOf(sign, places))),
    kind: 'instructions',
    files: [],
    servers: [],
    problems: [],
    connected: false,
    reload: '',
    steps: steps.map((step) => fillStep(step, room)),
    links: [],
    backups: [],
  }));
  return [...rows, ...byHand];
}

/** The projects that have files of the application, those that were named and those that are connected. */
function projectsOf(room: Room, application: Application, { home }: Places, named: readonly string[]): ApplicationView['projects'] {
  const connected = room.connections.all().filter((one) => one.id === application.id && one.home === home && one.project !== undefined);
  const folders = new Set([...named, ...connected.flatMap((one) => (one.project === undefined ? [] : [one.project]))]);
  return [...folders].flatMap((folder) => {
    const connection = connected.find((one) => one.project === folder);
    const files = projectFiles(room, application, folder).filter((file) => exists(room.fs, file));
    if (files.length === 0 && connection === undefined) return [];
    const standing = connection === undefined ? {} : { mode: connection.mode, state: stateOf(room, connection).state };
    return [{ folder, files, connected: connection !== undefined, ...standing }];
  });
}

function scan(
  room: Room,
  application: Application,
  places: Places,
  folders: readonly string[],
): { files: string[]; servers: Found[]; problems: Problem[] } {
  const own = filesOf(application, places).filter((file) => exists(room.fs, file));
  const projects = folders.flatMap((folder) => projectFiles(room, application, folder)).filter((file) => exists(room.fs, file));
  const servers: Found[] = [];
  const problems: Problem[] = [];
  for (const [files, project] of [
    [own, false],
    [projects, true],
  ] as const)
    for (const file of files) {
      const read = serversIn(room, application, file, contextOf(application, places), project);
      if (Array.isArray(read)) servers.push(...read);
      else problems.push(read as Problem);
    }
  return { files: [...own, ...projects], servers, problems };
}

function serversIn(room: Room, application: Application, file: string, context: ReadContext, project: boolean): Found[] | Problem {
  const state = readConfig(room.fs, file);
  if (!state.ok) return { file, message: state.error.message };
  const { sha, bytes } = state.value;
  const entries = unlessChanged(room.readings, `${application.id}\n${file}`, sha, () => entriesIn(application, file, bytes));
  if (!Array.isArray(entries)) return entries;
  return entries.flatMap(({ name, value }): Found[] => {
    const reading = readEntry(value, context);
    if (reading.kind === 'other') return [];
    const base = { name, file, project, disabled: reading.disabled, gate: room.leadsToGate(value), alsoIn: [] };
    if (reading.kind === 'left')
      return [
        {
          ...base,
          launch: room.gate.covered([reading.words]).join(''),
          transport: 'unknown',
          envNames: [],
          headerNames: [],
          hasSecrets: false,
          problem: reading.why,
          key: undefined,
        },
      ];
    const { launch } = reading;
    const names = launch.values.map((one) => one.name);
    return [
      {
        ...base,
        launch: launchWords(launch, room.gate.covered),
        transport: launch.kind,
        envNames: launch.kind === 'stdio' ? names : [],
        headerNames: launch.kind === 'stdio' ? [] : names,
        hasSecrets: launch.values.some((one) => one.value !== undefined),
        key: base.gate ? undefined : launchKey(launch),
      },
    ];
  });
}

function entriesIn(application: Application, file: string, bytes: Uint8Array | undefined): Entry[] | Problem {
  const text = textOf(bytes);
  if (!text.ok) return { file, message: text.error.message };
  const doc = openText(file, application.format, text.value.text);
  if (!doc.ok) return { file, message: doc.error.message, ...spot(doc.error.details) };
  const shaped = checkShape(application, file, doc.value);
  if (!shaped.ok) return { file, message: shaped.error.message, ...spot(shaped.error.details) };
  return entriesOf(layoutOf(application, doc.value.value), doc.value.value);
}

function spot(details: Readonly<Record<string, unknown>> | undefined): { line?: number; column?: number } {
  const { line, column } = details ?? {};
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : {};
}

function linksOf({ gate }: Room, application: Application): { client: string; url: string }[] {
  const url = gateLink(application, AGGREGATE, {
    client: application.id,
    server: undefined,
    port: gate.port(),
    bridge: gate.bridgeCommand(),
  });
  return url === undefined ? [] : [{ client: application.id, url }];
}

function fillStep(step: string, { gate }: Room): string {
  const { command, args, env, dataDir } = gate.bridgeCommand();
  const config = JSON.stringify({
    mcpServers: {
      toolgate: {
        command,
        args: [...args, 'connect', '--client', 'NAME', '--data-dir', dataDir],
        ...(Object.keys(env).length === 0 ? {} : { env }),
      },
    },
  });
  return step
    .replace('{config}', config)
    .replace('{url}', `http://127.0.0.1:${gate.port()}/mcp`)
    .replace('{header}', 'Authorization: Bearer TOKEN (toolgate client add NAME shows it)');
}
