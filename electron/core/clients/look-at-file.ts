import { fail, ok, type Result } from '../../../shared/result.js';
import { baseOf, type Base } from './base-text.js';
import type { Job } from './connect-job.js';
import { checkShape } from './entries.js';
import type { PlainMap } from './formats/format.js';
import { planImports, type Imports } from './imports.js';
import { openText, readConfig, shaOf, type FileState } from './open-config.js';
import { survey, type Survey } from './plan-file.js';
import { readSettled } from './read-settled.js';
import { contextOf, type Room } from './room.js';

/** A file as it is, and what there is in it to lead through the gate. */
export interface Looked {
  readonly state: FileState;
  readonly base: Base;
  readonly value: PlainMap;
  readonly survey: Survey;
}

/** Looks at an application's files that are there, or at the one that will be made where none is. */
export async function lookAtFiles(room: Room, job: Job): Promise<Result<Looked[]>> {
  const { candidates, key, prior } = job;
  const imports = planImports(room.gate);
  const looked: Looked[] = [];
  for (const path of candidates) {
    const state = await readSettled(room, job.application, path);
    if (!state.ok) return state;
    const another = room.connections.all().find((one) => one.id !== key.id && one.files.some((file) => file.path === path));
    if (another !== undefined)
      return fail(
        'EXISTS',
        `${path} is connected already, as a file of ${another.id}`,
        `Disconnect ${another.id} there first. Nothing was changed.`,
      );
    if (state.value.facts === undefined && !prior?.files.some((file) => file.path === path)) continue;
    const one = lookAtFile(room, job, state.value, imports);
    if (!one.ok) return one;
    looked.push(one.value);
  }
  const first = candidates[0];
  if (looked.length === 0 && first !== undefined) {
    const one = lookAtFile(room, job, { path: first, target: first, bytes: undefined, sha: shaOf(undefined), facts: undefined }, imports);
    if (!one.ok) return one;
    const state = readConfig(room.fs, first);
    if (!state.ok) return state;
    looked.push({ ...one.value, state: state.value });
  }
  return ok(looked);
}

/** Fails where the file cannot be understood, or is not as the application writes it. Writes nothing. */
export function lookAtFile(room: Room, { application, home, prior }: Job, state: FileState, imports: Imports): Result<Looked> {
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
      room.gate.covered,
    ),
  });
}
