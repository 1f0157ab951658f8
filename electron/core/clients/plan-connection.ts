import { fail, ok, type Result } from '../../../shared/result.js';
import { wayOf, type Job } from './connect-job.js';
import type { Looked } from './look-at-file.js';
import { planText, type Taken } from './plan-file.js';
import type { Room } from './room.js';

/** What becomes of which files. */
export interface ConnectionPlan {
  readonly chosen: readonly Looked[];
  /** the one that gets the entry for all servers, where there is one */
  readonly main: Looked;
  readonly addAll: boolean;
  /** of `chosen`, with NO_TOKEN for the token */
  readonly texts: readonly string[];
  /** entries that will lead through the gate */
  readonly taken: readonly Taken[];
}

export const NO_TOKEN = '•••';

/** Fails where a file cannot be changed. Changes nothing. */
export function planConnection({ gate }: Room, { application, key, mode, prior }: Job, looked: readonly Looked[]): Result<ConnectionPlan> {
  const main = looked.find((one) => one.survey.taken.length > 0) ?? looked[0];
  if (main === undefined) return fail('NOT_FOUND', `${application.name} has no configuration file on this system`, 'Nothing was changed.');
  const addAll = mode === 'aggregate' || looked.every((one) => one.survey.taken.length === 0);
  const chosen = looked.filter(
    (one) => one === main || one.survey.taken.length > 0 || prior?.files.some((file) => file.path === one.state.path),
  );
  const texts: string[] = [];
  for (const one of chosen) {
    const { state, base, survey } = one;
    const way = wayOf(gate, key.id, NO_TOKEN);
    const plan = planText(application, state.path, base.text.text, survey, mode, addAll && one === main, way);
    if (!plan.ok) return plan;
    texts.push(plan.value.text);
  }
  for (const { state } of chosen)
    if (state.facts !== undefined && (state.facts.mode & 0o200) === 0)
      return fail('READ_ONLY', `${state.path} is read-only`, 'Make it writable if Toolgate may change it. Nothing was changed.');
  return ok({ chosen, main, addAll, texts, taken: chosen.flatMap((one) => one.survey.taken) });
}
