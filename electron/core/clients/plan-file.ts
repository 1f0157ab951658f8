import { fail, ok, type Result } from '../../../shared/result.js';
import type { Application } from './application.js';
import { entriesOf, layoutOf, placesOf } from './entries.js';
import { editText, type Edit } from './edit-text.js';
import type { Path, Plain, PlainMap } from './formats/format.js';
import { fingerprint, gateEntry, type GateWay } from './gate-entry.js';
import type { Covered } from './gate-port.js';
import type { Imports, Placed } from './imports.js';
import { launchWords, secretsIn, type SecretValue } from './launch.js';
import type { Change } from './connections.js';
import { openText } from './open-config.js';
import { readEntry, type ReadContext } from './read-entry.js';

export type Mode = 'mirror' | 'aggregate';
export const AGGREGATE = 'toolgate';

/** An entry that goes behind the gate. */
export interface Taken {
  readonly at: Path;
  readonly name: string;
  readonly placed: Placed;
  readonly launch: string;
  readonly extras: PlainMap;
  /** values that are never shown */
  readonly secrets: readonly string[];
  /** variables and headers whose values only the application has */
  readonly open: readonly SecretValue[];
}

/** An entry that stays as it is. */
export interface Left {
  readonly at: Path;
  readonly name: string;
  readonly words: string;
  readonly why: string;
  /** values that are never shown, as far as it could be read */
  readonly secrets?: readonly string[];
  /** it leads to this gate */
  readonly gate?: boolean;
}

export interface Survey {
  readonly taken: readonly Taken[];
  readonly left: readonly Left[];
}

/** What of a file's servers can go behind the gate. Places them, changes nothing. */
export function survey(
  application: Application,
  value: PlainMap,
  context: ReadContext,
  imports: Imports,
  client: string,
  known: (at: Path, name: string, entry: Plain) => string | undefined,
  isGate: (entry: Plain) => boolean,
  covered: Covered,
): Survey {
  const taken: Taken[] = [];
  const left: Left[] = [];
  for (const { at, name, value: entry } of entriesOf(layoutOf(application, value), value)) {
    if (isGate(entry)) {
      left.push({ at, name, words: 'Toolgate', why: 'it leads to a Toolgate already', gate: true });
      continue;
    }
    const reading = readEntry(entry, context);
    if (reading.kind === 'other') continue;
    const words = reading.kind === 'left' ? covered([reading.words]).join('') : launchWords(reading.launch, covered);
    const secrets = reading.kind === 'left' ? [] : secretsIn(reading.launch, covered);
    if (reading.disabled) left.push({ at, name, words, why: 'it is switched off in the application', secrets });
    else if (reading.kind === 'left') left.push({ at, name, words, why: reading.why });
    else
      taken.push({
        at,
        name,
        placed: placeOf(known(at, name, entry)) ?? imports.place(name, reading.launch, client),
        launch: words,
        extras: reading.extras,
        secrets,
        open: reading.launch.values.filter((one) => one.value === undefined),
      });
  }
  return { taken, left };
}

const placeOf = (server: string | undefined): Placed | undefined => (server === undefined ? undefined : { server, state: 'same' });

/** The new text of a file and what is different in it. `addAll`: this file gets the entry for all servers. */
export function planText(
  application: Application,
  path: string,
  text: string,
  { taken, left }: Survey,
  mode: Mode,
  addAll: boolean,
  way: (server: string | undefined) => GateWay,
): Result<{ readonly text: string; readonly changes: readonly Change[] }> {
  const doc = openText(path, application.format, text);
  if (!doc.ok) return doc;
  const layout = layoutOf(application, doc.value.value);
  const edits: Edit[] = [];
  const changes: Change[] = [];
  const put = (kind: 'replaced' | 'added', at: Path, name: string, server: string | undefined, extras: PlainMap): void => {
    const entry = gateEntry(layout, name, way(server), extras);
    edits.push({ kind: kind === 'added' ? 'add' : 'replace', at, name, entry });
    changes.push({ at: [...at], name, kind, ...(server === undefined ? {} : { server }), print: fingerprint(entry) });
  };
  if (addAll) {
    const at = placesOf(layout, doc.value.value)[0] ?? (layout.at[0] as Path);
    const before = left.find((one) => one.name === AGGREGATE);
    if (before !== undefined && before.gate !== true)
      return fail(
        'EXISTS',
        `${path} has an entry ${AGGREGATE} already`,
        'Remove it or give it another name, then connect again. Nothing was changed.',
      );
    // An old entry of a Toolgate that nobody remembers gives way.
    put(
      [...taken, ...left].some((one) => one.name === AGGREGATE && one.at.join('\n') === at.join('\n')) ? 'replaced' : 'added',
      at,
      AGGREGATE,
      undefined,
      {},
    );
  }
  for (const { at, name, placed, extras } of taken) {
    if (mode === 'mirror') put('replaced', at, name, placed.server, extras);
    else if (!changes.some((one) => one.name === name && one.at.join('\n') === at.join('\n'))) {
      edits.push({ kind: 'remove', at, name });
      changes.push({ at: [...at], name, kind: 'removed', server: placed.server });
    }
  }
  const edited = editText(path, application.format, text, edits, layout.list);
  return edited.ok ? ok({ text: edited.value, changes }) : edited;
}
