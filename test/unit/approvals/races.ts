import fc from 'fast-check';
import type { CallReply } from '../../../electron/core/ports/corridor.js';
import type { ApprovalView } from '../../../shared/model/views.js';
import { answerBytes, decide, evaluation, harness, toolFacts } from '../calls/harness.js';
import { room, settle } from './harness.js';

/** What people, clients, servers and clocks may do, in any order. Numbers choose among what is there. */
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('call' as const), args: fc.nat(2), client: fc.nat(1), token: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('allow' as const), which: fc.nat(5), all: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deny' as const), which: fc.nat(5), all: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: 'take-back' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.constantFrom(1, 1000, 50_000, 299_999, 300_000, 600_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(-86_400_000, 301_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redefine' as const), told: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('rules' as const),
      verdict: fc.constantFrom('ask' as const, 'ask' as const, 'ask' as const, 'deny' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'deny-all' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('yield' as const), ticks: fc.nat(4) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/**
 * Runs one history of a real corridor with a real approvals room, and throws when a call ran twice, unapproved, after it was
 * cancelled, under another definition or rule than shown, or with other bytes than shown. Gives how many calls ran.
 */
export async function runRace(actions: readonly Action[]): Promise<number> {
  const r = room();
  const h = harness({ approvals: r.approvals, clock: r.clock });
  let definition = 1;
  h.put(toolFacts({ definitionHash: 'hash-1' }));
  // The card shows under which definition it was made: what a person says yes to is counted by it.
  const asks = () => evaluation(decide('ask', { because: [{ pointer: '/classes/write', text: `hash-${String(definition)}` }] }));
  h.state.evaluate = asks;

  interface Call {
    readonly abort: AbortController;
    readonly client: string;
    forwards: number;
    reply: CallReply | undefined;
    done: Promise<unknown>;
  }
  const calls: Call[] = [];
  /** what a person said yes to, by text shown, client, definition and revision; each yes is worth a number of runs */
  const yes = new Map<string, number>();
  const ran = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, n: number) => to.set(key, (to.get(key) ?? 0) + n);
  const shownAs = new Map<string, string>();
  const failures: string[] = [];

  const keyOf = (view: ApprovalView): string => `${view.client} ${view.argumentsText} ${view.because[0]?.text ?? ''}`;
  const call = (args: number, client: number, token: boolean): void => {
    const abort = new AbortController();
    const params = { name: 'write_file', arguments: { path: `/home/a/proj/${String(args)}`, n: args, deep: [{ k: 'é' }] } };
    const name = ['claude', 'cursor'][client] as string;
    const one: Call = { abort, client: name, forwards: 0, reply: undefined, done: Promise.resolve() };
    const intent = h.intent({
      caller: { client: name, session: 's1' },
      params,
      signal: abort.signal,
      ...(token ? { tellWaiting: () => {} } : {}),
    });
    one.done = h.corridor
      .handle(intent, (sent) => {
        one.forwards += 1;
        if (abort.signal.aborted) failures.push('ran after it was cancelled');
        if (h.state.evaluate(undefined as never, undefined as never).decision.verdict === 'deny')
          failures.push('ran although a rule denies it');
        add(ran, `${name} ${JSON.stringify(sent['arguments'])} hash-${String(definition)}`, 1);
        return Promise.resolve(answerBytes());
      })
      .then((reply) => (one.reply = reply));
    calls.push(one);
    for (const view of r.approvals.list(false)) remember(view);
  };
  const remember = (view: ApprovalView): void => {
    if (!shownAs.has(view.id)) shownAs.set(view.id, view.argumentsText);
    if (shownAs.get(view.id) !== view.argumentsText) failures.push('a card changed what it shows');
  };

  for (const step of actions) {
    const waiting = r.approvals.list(false);
    waiting.forEach(remember);
    switch (step.do) {
      case 'call':
        call(step.args, step.client, step.token);
        break;
      case 'allow': {
        const view = waiting[step.which % Math.max(1, waiting.length)];
        if (view === undefined) break;
        const answer = r.approvals.allow(view.id, { all: step.all }, 'window');
        if (answer.ok) add(yes, keyOf(view), step.all ? view.waiting : 1);
        break;
      }
      case 'deny': {
        const view = waiting[step.which % Math.max(1, waiting.length)];
        if (view !== undefined) r.approvals.deny(view.id, { all: step.all }, 'window');
        break;
      }
      case 'take-back': {
        const given = r.approvals.list(true).find((one) => one.state === 'approved');
        if (given !== undefined && r.approvals.deny(given.id, {}, 'window').ok) add(yes, keyOf(given), -1);
        break;
      }
      case 'deny-all':
        r.approvals.denyAll(undefined, 'window');
        break;
      case 'cancel':
        calls[step.which % Math.max(1, calls.length)]?.abort.abort();
        break;
      case 'time':
        r.clock.advance(step.ms);
        break;
      case 'sleep':
        r.clock.jump(step.ms);
        break;
      case 'redefine':
        definition += 1;
        h.put(toolFacts({ definitionHash: `hash-${String(definition)}` }));
        if (step.told) r.approvals.definitionChanged('files', 'write_file');
        break;
      case 'rules':
        h.state.revision += 1;
        h.state.evaluate = step.verdict === 'ask' ? asks : () => evaluation(decide('deny'));
        break;
      case 'yield':
        for (let i = 0; i < step.ticks; i++) await Promise.resolve();
        break;
    }
    r.approvals.list(true).forEach(remember);
  }
  await settle();
  r.clock.advance(1_000_000);
  await settle();
  r.approvals.close();
  await Promise.all(calls.map((one) => one.done));

  for (const one of calls) if (one.forwards > 1) failures.push('one call ran twice');
  for (const [key, times] of ran)
    if (times > (yes.get(key) ?? 0)) failures.push(`ran ${String(times)} times on ${String(yes.get(key) ?? 0)} approvals: ${key}`);
  const records = [...h.seen.records.values()];
  const used = records.filter((one) => one.enforced === 'forwarded' && one.end?.outcome === 'ok').map((one) => one.approvalId);
  if (used.some((id) => id === undefined)) failures.push('a call ran without an approval in its record');
  if (new Set(used).size !== used.length) failures.push('one approval ran two calls');
  if (records.length !== calls.length || h.seen.opens !== calls.length || h.seen.closes !== calls.length)
    failures.push('not exactly one closed record per call');
  if (r.approvals.list(false).length > 0) failures.push('a card was left over');
  if (failures.length > 0) throw new Error(failures.join('; '));
  return used.length;
}

/** Runs `runs` random histories from a fixed seed. Gives how many calls ran, over all histories: a test that never runs one tests nothing. */
export async function raceMany(runs: number, seed: number): Promise<number> {
  let ran = 0;
  const property = fc.asyncProperty(
    fc.array(action, { minLength: 25, maxLength: 60 }),
    async (actions) => void (ran += await runRace(actions)),
  );
  await fc.assert(property, { numRuns: runs, seed });
  return ran;
}
