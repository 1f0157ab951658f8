import type { ApplicationChange } from '../../../shared/model/applications.js';
import { ok, type Result } from '../../../shared/result.js';
import { counted } from '../../../shared/words/counted.js';
import { jobOf, wayOf, type ConnectOptions, type Job } from './connect-job.js';
import type { ConnectedFile } from './connections.js';
import { diffText } from './diff-text.js';
import { harmless } from './harmless.js';
import { lookAtFiles } from './look-at-file.js';
import { tooLong } from './names-too-long.js';
import { notAllowed } from './not-allowed.js';
import type { FileState } from './open-config.js';
import { isOpenToOthers } from './open-to-others.js';
import { NO_TOKEN, planConnection, type ConnectionPlan } from './plan-connection.js';
import type { Taken } from './plan-file.js';
import type { Room } from './room.js';
import { shakeHands } from './shake-hands.js';
import { stateOf } from './states.js';
import { takeBack } from './take-back.js';
import { tooMany } from './tools-too-many.js';
import { valuesMissing } from './values-missing.js';
import { writeFile } from './write-file.js';

/**
 * Puts the gate into an application's files: everything is planned and checked before the first byte is written, what is written is
 * recorded before, read back after. Connecting again puts right what is no longer so.
 */
export async function connect(room: Room, id: string, options: ConnectOptions): Promise<Result<ApplicationChange>> {
  // First everything that can be refused, without a trace.
  const started = jobOf(room, id, options);
  if (!started.ok) return started;
  const job = started.value;
  const looked = await lookAtFiles(room, job);
  if (!looked.ok) return looked;
  const planned = planConnection(room, job, looked.value);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { application, mode } = job;
  const { taken } = plan;
  const count = taken.length === 0 ? 'one entry that leads to all servers' : `${counted(taken.length, 'server')} behind the gate`;
  const missing = valuesMissing(application, taken);
  const warnings = warningsOf(room, job, plan, options.dryRun, [...missing.values()]);
  if (options.dryRun) {
    const diff = diffOf(plan, plan.texts, NO_TOKEN);
    const sentence = `${application.name} would get ${count}; nothing was changed`;
    return ok({ ...report(job, plan, warnings, diff), dryRun: true, sentence, verified: false });
  }

  const token = room.gate.tokenFor(id, application);
  if (!token.ok) return token;
  const written: ConnectedFile[] = [];
  const texts: string[] = [];
  for (const { state } of plan.chosen) {
    const addAll = plan.addAll && state === plan.main.state;
    const done = await writeFile(room, job, state, addAll, wayOf(room.gate, id, token.value), written);
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
  const handshake = await shakeHands(room.gate, id, written);
  // What was written was read back; an application may have written its file anew since.
  const connection = room.connections.of(job.key);
  const lost = connection === undefined ? undefined : stateOf(room, connection).problem;
  // why a server did not answer is told once, with what to do
  const cause = missing.get(handshake.silent ?? '');
  if (cause !== undefined && lost === undefined) warnings.splice(warnings.indexOf(cause), 1);
  const problem = lost === undefined ? (cause ?? handshake.problem) : `${lost}: quit ${application.name}, then connect it again`;
  const diff = diffOf(plan, texts, token.value);
  room.logger.info('clients.connected', { id, mode, files: written.length, servers: taken.length });
  return ok({
    ...report(job, plan, warnings, diff),
    dryRun: false,
    sentence:
      diff === ''
        ? `${application.name} was connected already`
        : [`${application.name} has ${count}.`, application.reload, ...(job.newOff ? stayOff(taken) : [])].join(' '),
    verified: handshake.verified && lost === undefined,
    ...(problem === undefined ? {} : { problem }),
  });
}

/** What both a look ahead and the deed say; `diff` is empty where nothing changes. */
function report({ key, application, mode }: Job, { chosen, taken }: ConnectionPlan, warnings: readonly string[], diff: string) {
  return {
    id: key.id,
    name: application.name,
    files: chosen.map((one) => one.state.path),
    mode,
    imported: taken.map((one) => ({ name: one.name, server: one.placed.server, launch: one.launch, state: one.placed.state })),
    left: chosen.flatMap((one) => one.survey.left.map(({ name, words, why }) => ({ name, launch: words, why }))),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
    reload: application.reload,
    diff,
    changed: diff !== '',
  };
}

function warningsOf(room: Room, job: Job, plan: ConnectionPlan, dryRun: boolean, missing: readonly string[]): string[] {
  const { application, mode } = job;
  const { chosen, main, addAll, taken } = plan;
  return [
    ...(mode === 'mirror' ? tooLong(application, taken, room.gate) : []),
    ...tooMany(application, taken, room.gate, addAll),
    ...missing,
    ...(addAll ? notAllowed(application, main.value) : []),
    // A new file takes the name: that is what makes the change whole or not at all.
    ...chosen.flatMap(({ state }) =>
      (state.facts?.names ?? 1) > 1 ? [`${state.path} is a hard link: the other name of this file stays with the text as it is now.`] : [],
    ),
    // Its mode is the application's own and stays.
    ...(application.layouts[0].http === undefined ? [] : chosen)
      .filter(({ state }) => isOpenToOthers(room.fs, state))
      .map(({ state }) =>
        dryRun
          ? `${state.path} can be read by other people of this machine and will hold a token: chmod 600 keeps it to you.`
          : `${state.path} can be read by other people of this machine and holds a token: chmod 600 keeps it to you.`,
      ),
  ];
}

/** The files as they are against `texts`, without a secret of theirs and without the token. */
function diffOf({ chosen, taken }: ConnectionPlan, texts: readonly string[], token: string): string {
  const left = chosen.flatMap((one) => one.survey.left);
  const secrets = [...taken.flatMap((one) => one.secrets), ...left.flatMap((one) => one.secrets ?? []), token];
  return chosen.map(({ state }, i) => diffText(state.path, textOf(state), texts[i] ?? textOf(state), secrets)).join('');
}

const textOf = (state: FileState): string => Buffer.from(state.bytes ?? []).toString('utf8');

function stayOff(taken: readonly Taken[]): string[] {
  const fresh = taken.filter((one) => one.placed.state !== 'same').map((one) => `${one.placed.server} (${one.launch})`);
  return fresh.length === 0 ? [] : [`New behind the gate, and off until you switch it on: ${fresh.join(', ')}.`];
}
