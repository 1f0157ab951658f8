import { extname } from 'node:path';
import type { ImportedView } from '../../../shared/model/applications.js';
import { parseUrl } from '../../../shared/parse-url.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Application, FormatName } from './application.js';
import { unknownApplication } from './unknown-application.js';
import { entriesOf, layoutOf, type Entry } from './entries.js';
import { isMap, type Doc, type PlainMap } from './formats/format.js';
import { planImports, serverNameFrom } from './imports.js';
import { launchWords } from './launch.js';
import { nameOfCommand } from './name-of-command.js';
import { openText, readConfig, textOf } from './open-config.js';
import { filesOf } from './places.js';
import { readCommandLine } from './read-command-line.js';
import { readEntry, type ReadContext } from './read-entry.js';
import { contextOf, type Room } from './room.js';

export interface ImportInput {
  /** id of an application; absent with no text: all of them */
  readonly client?: string | undefined;
  /** name of the file that `text` is from */
  readonly file?: string | undefined;
  readonly text?: string | undefined;
  readonly home?: string | undefined;
  readonly dryRun: boolean;
}

interface Source {
  readonly from: string;
  /** for the name of a server that differs from one of the same name */
  readonly suffix: string;
  readonly context: ReadContext;
  readonly entries: readonly Entry[];
}

/** Puts the servers of applications' files, or of a text in any of their formats, behind the gate. The files stay as they are. */
export function importServers(room: Room, input: ImportInput): Result<ImportedView[]> {
  const sources = input.text === undefined ? fromApplications(room, input) : fromText(room, input.text, input.file, input.home);
  if (!sources.ok) return sources;
  const imports = planImports(room.gate);
  const rows: ImportedView[] = [];
  for (const { from, suffix, context, entries } of sources.value)
    for (const { name, value } of entries) {
      const reading = readEntry(value, context);
      if (reading.kind === 'other' || room.leadsToGate(value)) continue;
      if (reading.kind === 'left')
        rows.push({ name, from, launch: room.gate.covered([reading.words]).join(''), state: 'refused', note: reading.why });
      else if (reading.disabled)
        rows.push({
          name,
          from,
          launch: launchWords(reading.launch, room.gate.covered),
          state: 'refused',
          note: 'it is switched off there',
        });
      else {
        const placed = imports.place(name, reading.launch, suffix);
        const open = reading.launch.values.filter((one) => one.value === undefined).map((one) => one.name);
        rows.push({
          name: placed.server,
          from,
          launch: launchWords(reading.launch, room.gate.covered),
          state: placed.state,
          ...(open.length === 0 ? {} : { note: `needs a value for ${open.join(', ')}` }),
        });
      }
    }
  if (!input.dryRun)
    for (const server of imports.added) {
      const added = room.gate.addServer(server);
      if (!added.ok) return added;
    }
  return ok(rows);
}

function fromApplications(room: Room, { client, home }: ImportInput): Result<Source[]> {
  const wanted = client === undefined ? room.applications : room.applications.filter((one) => one.id === client);
  if (wanted.length === 0) return unknownApplication(room, client ?? '');
  const places = room.places(home);
  const sources: Source[] = [];
  for (const application of wanted)
    for (const file of filesOf(application, places)) {
      const state = readConfig(room.fs, file);
      if (state.ok && state.value.bytes === undefined) continue;
      const text = state.ok ? textOf(state.value.bytes) : state;
      const doc = text.ok ? openText(file, application.format, text.value.text) : text;
      // One broken file does not keep the others from being read, unless it was asked for by name.
      if (doc.ok)
        sources.push({
          from: application.name,
          suffix: application.id,
          context: contextOf(application, places),
          entries: entriesOf(layoutOf(application, doc.value.value), doc.value.value),
        });
      else if (client !== undefined) return doc;
    }
  return ok(sources);
}

function fromText(room: Room, text: string, file: string | undefined, home: string | undefined): Result<Source[]> {
  const clean = text.replace(/^\uFEFF/, '');
  const from = file ?? 'the text';
  const context: ReadContext = { home: room.places(home).home, env: room.places(home).env };
  const line = file === undefined && !/^\s*[[{]/.test(clean) ? readCommandLine(clean) : undefined;
  if (line !== undefined) return ok([{ from, suffix: 'import', context, entries: [{ at: [], name: line.name, value: line.entry }] }]);
  const doc = openAny(from, clean, file);
  if (!doc.ok) return doc;
  const entries = entriesIn(room.applications, doc.value.value, context);
  return entries.length === 0
    ? fail(
        'NO_SERVERS',
        `${from} holds no servers that Toolgate knows the form of`,
        'Give the configuration file of an AI application, or one entry of it.',
      )
    : ok([{ from, suffix: 'import', context, entries }]);
}

function openAny(from: string, text: string, file: string | undefined): Result<Doc> {
  const named: Readonly<Record<string, FormatName>> = {
    '.json': 'jsonc',
    '.jsonc': 'jsonc',
    '.toml': 'toml',
    '.yaml': 'yaml',
    '.yml': 'yaml',
  };
  const known = named[extname(file ?? '').toLowerCase()];
  if (known !== undefined) return openText(from, known, text);
  if (/^\s*\{/.test(text)) return openText(from, 'jsonc', text);
  const toml = openText(from, 'toml', text);
  if (toml.ok) return toml;
  const yaml = openText(from, 'yaml', text);
  // `"name": { … }` without the braces around it is what people copy from instructions.
  const inside = openText(from, 'jsonc', `{${text}}`);
  return yaml.ok && Object.keys(yaml.value.value).length > 0 ? yaml : inside.ok ? inside : yaml;
}

/** Entries wherever one of the table's layouts has them, else the text is a map of entries or one entry itself. */
function entriesIn(applications: readonly Application[], value: PlainMap, context: ReadContext): Entry[] {
  const isServer = ({ value: entry }: Entry): boolean => readEntry(entry, context).kind !== 'other';
  for (const application of applications)
    for (const layout of application.layouts) {
      const found = entriesOf(layout, value).filter(isServer);
      if (found.length > 0) return found;
    }
  const single: Entry = { at: [], name: typeof value['name'] === 'string' ? value['name'] : nameOf(value), value };
  if (isServer(single)) return [single];
  return Object.entries(value)
    .map(([name, entry]): Entry => ({ at: [], name, value: entry }))
    .filter((entry) => isMap(entry.value) && isServer(entry));
}

function nameOf(entry: PlainMap): string {
  const url = ['url', 'serverUrl', 'httpUrl', 'uri'].map((key) => entry[key]).find((one) => typeof one === 'string') as string | undefined;
  if (url !== undefined) return serverNameFrom(parseUrl(url)?.hostname ?? 'server');
  return nameOfCommand([entry['command'] ?? entry['cmd'], entry['args']].flat().map(String));
}
