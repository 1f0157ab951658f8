import type { PolicyProblem } from '../../../shared/commands/contract.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { ReplayablePolicy } from '../../../shared/policy/compile.js';
import { diffLines } from '../../../shared/policy/diff-lines.js';
import { asPolicy, fromPointer, own, type Policy } from '../../../shared/policy/language.js';
import { createPolicyReader } from '../../../shared/policy/policy-reader.js';
import type { Slicing } from '../../../shared/slices.js';
import type { PresetName } from '../../../shared/policy/preset-names.js';
import { presetDocument, presets, toText } from '../../../shared/policy/presets.js';
import { strictest } from '../../../shared/policy/rank.js';
import { strictestOf } from '../../../shared/policy/strictest-of.js';
import type { CompiledPolicy, PolicyDocument } from '../../../shared/policy/types.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { Clock } from '../ports/clock.js';
import type { PolicySource } from '../ports/rooms.js';
import type { PolicyRevision, RevisionStore } from '../ports/stores.js';
import { addedRules, type NewRule } from './add-rule.js';
import { editText, type Edit } from './edit-text.js';
import { summary } from './summary.js';
import { inheritedAction, switchEdits, type Inherits, type Switch } from './switch-edits.js';
import { carriedOver, sameDocument, type Version } from './waiting-edit.js';

export interface PolicyFile {
  /** the text as it stands; undefined when there is no file. Throws when it cannot be read. */
  read(): string | undefined;
  /** replaces it atomically, mode 0600 */
  write(text: string): void;
  /** puts a copy beside it, `why` in its name */
  keepCopy(text: string, why: string): void;
}

export interface Change {
  readonly revision: number;
  readonly sentence: string;
}

/** What an edit from outside wants and does not get without a person. */
export interface Waiting extends Version {
  readonly sentences: readonly string[];
  readonly diff: string;
  /** edits that stood in the file before it and waited too: what they tighten holds until a person has spoken */
  readonly floors: readonly Version[];
}

export type FileOutcome =
  | { readonly kind: 'same' }
  | ({ readonly kind: 'applied' } & Change)
  | ({ readonly kind: 'waiting' } & Change & Waiting)
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[]; readonly sentence: string };

export interface PolicyRoom extends PolicySource {
  show(): { readonly revision: number; readonly text: string; readonly problem?: string };
  /** what starting found: changes made while nothing ran that loosened something */
  readonly loosenedMeanwhile: readonly string[];
  /** An edit of the file that waits for a person; what it tightens is live already. Other changes are carried over into it. */
  waiting(): Waiting | undefined;
  /** Does the slow part of reading and comparing a large text in slices: what is asked about it afterwards is quick. Changes nothing. */
  prepare(text: string, slicing: Slicing): Promise<void>;
  /** another policy, ready to judge; a failure when it is invalid */
  compiled(text: string): Result<ReplayablePolicy>;
  validate(text: string): { readonly valid: boolean; readonly problems: PolicyProblem[] };
  /** one sentence for each thing `text` would loosen against what is live: the running policy and what waiting edits tighten; a failure when it is invalid */
  loosens(text: string): Result<string[]>;
  /** Replaces the policy. An invalid text never does. Nobody is asked here: whoever calls has made sure of that. */
  set(text: string, by: string, baseRevision?: number): Result<Change>;
  preset(name: PresetName, by: string): Result<Change>;
  setSwitch(given: Switch, by: string): Result<Change>;
  setMany(
    given: {
      readonly tools: readonly { readonly server: string; readonly tool: string }[];
      readonly client?: string;
      readonly action: Switch['action'];
    },
    by: string,
  ): Result<Change>;
  addRule(given: NewRule, by: string): Result<Change & { readonly text: string }>;
  /** one undo step for many rules */
  addRules(given: readonly NewRule[], by: string): Result<Change & { readonly text: string }>;
  raiseLimit(pointer: string, max: number, by: string): Result<Change>;
  /** the text an edit would lead to, nothing changed */
  draft: {
    preset(name: PresetName): Result<string>;
    setSwitch(given: Switch): Result<{ text: string; sentence: string }>;
    setMany(given: Parameters<PolicyRoom['setMany']>[0]): Result<{ text: string; sentence: string }>;
    addRule(given: NewRule): Result<{ text: string; sentence: string }>;
    addRules(given: readonly NewRule[]): Result<{ text: string; sentence: string }>;
    raiseLimit(pointer: string, max: number): Result<{ text: string; sentence: string }>;
  };
  /** newest first */
  history(limit: number): PolicyRevision[];
  revision(revision: number): PolicyRevision | undefined;
  rollback(revision: number, by: string): Result<Change>;
  /** a line diff from one revision to another, or to the running policy */
  diff(from: number, to?: number): Result<string>;
  /** The file changed on disk. What tightens is live when this returns, what loosens waits. */
  fileChanged(text: string | undefined): FileOutcome;
  /** a person agreed: the waiting edit becomes the policy */
  confirmWaiting(by: string): Result<Change>;
  /** a person refused: the file gets the running policy back, the edit is kept as a copy */
  rejectWaiting(): Result<Change>;
}

interface Running {
  text: string;
  document: PolicyDocument;
  policy: CompiledPolicy;
  revision: number;
  waiting: Waiting | undefined;
  problem: string | undefined;
  /** what stands in the file while it is not valid */
  broken: string | undefined;
}

const ASK_ALWAYS = '{ "version": "1", "default": "ask" }\n';
/** revisions with this author are edits that waited: never run as they stand */
const WAITING = 'waiting';
/** edits of the file that may stand on one another without an answer */
const MAX_WAITING = 20;

export function createPolicyRoom(deps: {
  readonly file: PolicyFile;
  readonly revisions: RevisionStore;
  readonly clock: Clock;
  /** told of every change, in one sentence */
  readonly changed: (sentence: string) => void;
  /** class of a tool as it is known now; absent = not known */
  readonly classOf?: (server: string, tool: string) => RiskClass | undefined;
}): PolicyRoom {
  const { file, revisions, clock, changed } = deps;
  const classOf = deps.classOf ?? (() => undefined);
  const reader = createPolicyReader();
  const loosenedMeanwhile: string[] = [];
  const now = start();

  function record(text: string, by: string, sentence: string): number {
    return revisions.add({ atMs: clock.nowMs(), by, sentence, text });
  }

  function compiled(text: string): { document: PolicyDocument; policy: CompiledPolicy } | undefined {
    const parsed = reader.parse(text);
    return parsed.ok ? { document: parsed.value.document, policy: reader.compile(parsed.value.document) } : undefined;
  }

  function start(): Running {
    const past = revisions.list(1000).sort((a, b) => b.revision - a.revision);
    const last = past.find(({ by, text }) => by !== WAITING && compiled(text) !== undefined);
    const running = (text: string, revision: number, problem?: string): Running => {
      const made = compiled(text) ?? compiled(ASK_ALWAYS);
      if (made === undefined) throw new Error('the fallback policy does not compile');
      return { text, ...made, revision, waiting: undefined, problem, broken: undefined };
    };
    let onDisk: string | undefined;
    try {
      onDisk = file.read();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const problem = `policy.json cannot be read (${why}); ${last ? 'the last good revision is used' : 'everything asks'}. Mend its permissions and start again.`;
      return last ? running(last.text, last.revision, problem) : running(ASK_ALWAYS, 0, problem);
    }
    if (onDisk === undefined) {
      const text = last?.text ?? toText(presetDocument('balanced'));
      file.write(text);
      return running(text, last?.revision ?? record(text, 'start', inEnglish('change.began', { words: presets.balanced.words })));
    }
    const [waited, ...floors] = past.filter(({ by, revision }) => by === WAITING && revision > (last?.revision ?? 0));
    if (last?.text === onDisk && waited === undefined) return running(onDisk, last.revision);
    const found = reader.read(onDisk);
    if (found.document === undefined) {
      file.keepCopy(onDisk, 'invalid');
      const first = found.problems[0];
      const problem = `policy.json is not valid (${placed(first)}); ${last ? 'the last good revision is used' : 'everything asks'}. A copy was kept. ${first?.fix ?? 'Mend the file.'}`;
      return last
        ? running(last.text, last.revision, problem)
        : running(ASK_ALWAYS, record(ASK_ALWAYS, 'start', coreWords.change.beganBroken), problem);
    }
    if (last !== undefined && waited?.text === onDisk) {
      const state = running(last.text, waited.revision);
      hold(state, { text: onDisk, document: found.document }, floors.map(({ text }) => ({ text, document: asDocument(text) })).reverse());
      return state;
    }
    if (last !== undefined) loosenedMeanwhile.push(...reader.loosens(asDocument(last.text), found.document));
    const sentence =
      last === undefined
        ? coreWords.change.beganThere
        : inEnglish('change.meanwhile', { said: summary(asDocument(last.text), found.document, loosenedMeanwhile) });
    return running(onDisk, record(onDisk, 'start', sentence));
  }

  function asDocument(text: string): PolicyDocument {
    const made = compiled(text) ?? compiled(ASK_ALWAYS);
    if (made === undefined) throw new Error('the fallback policy does not compile');
    return made.document;
  }

  /** What the edit and those before it tighten is live from here on, what it loosens is not. */
  function hold(state: Running, edit: Version, before: readonly Version[]): Waiting {
    const floors = before.filter((floor) => reader.loosens(floor.document, edit.document).length > 0);
    state.policy = reader.compile(state.document);
    for (const { document } of [edit, ...floors]) state.policy = strictestOf(state.policy, reader.compile(document));
    const sentences = [...new Set([state, ...floors].flatMap(({ document }) => reader.loosens(document, edit.document)))];
    state.waiting = {
      ...edit,
      floors,
      sentences,
      diff: diffLines(state.text, edit.text) || diffLines(floors.at(-1)?.text ?? '', edit.text),
    };
    return state.waiting;
  }

  function wait(edit: Version, floors: readonly Version[], sentence: string): Waiting {
    now.revision = record(edit.text, WAITING, sentence);
    return hold(now, edit, floors);
  }

  /**
   * Makes `text` the policy. A waiting edit of the file is carried over (`carry`), has been answered (`settled`: the file gets `text`),
   * or is no longer what the file says (`replaced`: the file is left alone).
   */
  function adopt(text: string, by: string, sentence: string, fate: 'carry' | 'settled' | 'replaced' = 'carry'): Result<Change> {
    const parsed = reader.parse(text);
    if (!parsed.ok) return parsed;
    if (text === now.text && now.waiting === undefined && now.problem === undefined)
      return ok({ revision: now.revision, sentence: coreWords.change.nothing });
    const held = now.waiting;
    const carried = fate === 'carry' && held !== undefined ? carry(held, parsed.value.document, by) : undefined;
    if (held !== undefined && held.text !== text && carried === undefined) file.keepCopy(held.text, 'not-taken');
    if (fate !== 'replaced') {
      if (now.broken !== undefined) file.keepCopy(now.broken, 'invalid');
      file.write(carried?.edit.text ?? text);
    }
    now.revision = record(text, by, sentence);
    now.text = text;
    now.document = parsed.value.document;
    now.policy = reader.compile(parsed.value.document);
    now.waiting = undefined;
    now.problem = undefined;
    now.broken = undefined;
    if (carried !== undefined) {
      const kept = inEnglish('change.carried', { said: sentence });
      // a restart reads what waits from the revisions after the last policy, in this order
      for (const floor of carried.floors) record(floor.text, WAITING, kept);
      wait(carried.edit, carried.floors, kept);
    }
    changed(sentence);
    return ok({ revision: now.revision, sentence });
  }

  /** The waiting edit, and those before it, on top of another policy. Undefined where the edit then wants nothing more. */
  function carry(held: Waiting, after: PolicyDocument, by: string): { edit: Version; floors: readonly Version[] } | undefined {
    const overrules = by !== 'cli' && by !== 'file';
    // where they cannot be joined the edit stays as it is: the difference shows what it would undo
    const over = (version: Version): Version => carriedOver(version, now.document, after, overrules) ?? version;
    const edit = over(held);
    return sameDocument(edit.document, after) && held.floors.length === 0 ? undefined : { edit, floors: held.floors.map(over) };
  }

  const summarised = (after: PolicyDocument): string => summary(now.document, after, reader.loosens(now.document, after));

  const policy = (): Policy => asPolicy(now.document);
  /** as it is live: what a waiting edit tightens is not lifted by a rule that is about something else */
  const inherits: Inherits = (given) =>
    [now, ...(now.waiting === undefined ? [] : [now.waiting, ...now.waiting.floors])]
      .map(({ document }) => inheritedAction(asPolicy(document), given, classOf))
      .reduce(strictest);

  function edited(edits: readonly Edit[]): Result<string> {
    const text = editText(now.text, edits);
    const parsed = reader.parse(text);
    return parsed.ok ? ok(text) : parsed;
  }

  const draft: PolicyRoom['draft'] = {
    preset(name) {
      const preset = presets[name];
      const guard = policy().all_tools?.limits === undefined && policy().all_tools?.rate_limit === undefined;
      return edited([
        { path: ['default'], value: preset.default },
        { path: ['classes'], value: preset.classes },
        { path: ['methods'], value: preset.methods },
        ...(guard ? [{ path: ['all_tools', 'limits'], value: [preset.loopGuard] }] : []),
      ]);
    },
    setSwitch(given) {
      if (given.tool !== undefined && given.class !== undefined)
        return fail('INVALID', 'a switch is for one tool or for one class, not both', 'Leave one of them out.');
      const { edits, sentence } = switchEdits(policy(), given, inherits);
      const text = edited(edits);
      return text.ok ? ok({ text: text.value, sentence }) : text;
    },
    setMany({ tools, client, action }) {
      const edits = tools.flatMap(
        ({ server, tool }) => switchEdits(policy(), { server, tool, action, ...(client !== undefined && { client }) }, inherits).edits,
      );
      const text = edited(edits);
      const values = { count: tools.length, state: coreWords.change.state[action] };
      const sentence = client === undefined ? inEnglish('change.many', values) : inEnglish('change.manyFor', { ...values, client });
      return text.ok ? ok({ text: text.value, sentence }) : text;
    },
    addRule: (given) => draft.addRules([given]),
    addRules(given) {
      const { edits, sentence } = addedRules(policy(), given, inherits);
      const text = edited(edits);
      return text.ok ? ok({ text: text.value, sentence }) : text;
    },
    raiseLimit(pointer, max) {
      const path = fromPointer(pointer);
      let here: unknown = now.document;
      for (const step of path) here = typeof here === 'object' && here !== null ? own(here as Record<string, unknown>, step) : undefined;
      const steps = path.map((step, i) => (path[i - 1] === 'limits' && /^\d+$/.test(step) ? Number(step) : step));
      const sentence = inEnglish('change.raised', { pointer, max });
      const short = typeof here === 'string' && path.at(-1) === 'rate_limit' ? here.slice(here.indexOf('/')) : undefined;
      if (short === undefined && (typeof here !== 'object' || here === null || !('max' in here)))
        return fail('NOT_FOUND', `there is no limit at ${pointer}`, 'Look at the policy: it may have changed meanwhile.');
      const text = edited(short === undefined ? [{ path: [...steps, 'max'], value: max }] : [{ path: steps, value: `${max}${short}` }]);
      return text.ok ? ok({ text: text.value, sentence }) : text;
    },
  };

  const carryOut = (drafted: Result<{ text: string; sentence: string }>, by: string): Result<Change> =>
    drafted.ok ? adopt(drafted.value.text, by, drafted.value.sentence) : drafted;

  const addRules: PolicyRoom['addRules'] = (given, by) => {
    const done = carryOut(draft.addRules(given), by);
    return done.ok ? ok({ ...done.value, text: now.text }) : done;
  };

  return {
    loosenedMeanwhile,
    draft,
    current: () => ({ policy: now.policy, revision: now.revision }),
    show: () => ({ revision: now.revision, text: now.text, ...(now.problem === undefined ? {} : { problem: now.problem }) }),
    waiting: () => now.waiting,
    prepare: (text, slicing) =>
      reader.prepare(
        text,
        slicing,
        [now, ...(now.waiting === undefined ? [] : [now.waiting, ...now.waiting.floors])].map(({ document }) => document),
      ),
    compiled(text) {
      const parsed = reader.parse(text);
      return parsed.ok ? ok(reader.compile(parsed.value.document)) : parsed;
    },
    validate(text) {
      const { problems } = reader.read(text);
      return { valid: problems.length === 0, problems };
    },
    loosens(text) {
      const parsed = reader.parse(text);
      if (!parsed.ok) return parsed;
      const { document } = parsed.value;
      const held = now.waiting;
      const next = held === undefined ? undefined : carry(held, document, 'cli');
      const then = next === undefined ? [] : [next.edit, ...next.floors];
      const tightened =
        held === undefined
          ? []
          : [held, ...held.floors].map((version, i) => reader.loosens(version.document, then[i]?.document ?? document));
      return ok([...new Set([...reader.loosens(now.document, document), ...tightened.flat()])]);
    },
    set(text, by, baseRevision) {
      if (baseRevision !== undefined && baseRevision !== now.revision) {
        return fail('CONFLICT', `the policy has changed since revision ${baseRevision}`, 'Load it again and repeat the edit.', {
          revision: now.revision,
        });
      }
      const parsed = reader.parse(text);
      return parsed.ok ? adopt(text, by, summarised(parsed.value.document)) : parsed;
    },
    preset(name, by) {
      const text = draft.preset(name);
      return text.ok ? adopt(text.value, by, inEnglish('change.preset', { name, words: presets[name].words })) : text;
    },
    setSwitch: (given, by) => carryOut(draft.setSwitch(given), by),
    setMany: (given, by) => carryOut(draft.setMany(given), by),
    addRule: (given, by) => addRules([given], by),
    addRules,
    raiseLimit: (pointer, max, by) => carryOut(draft.raiseLimit(pointer, max), by),
    history: (limit) =>
      revisions
        .list(limit)
        .filter(({ by }) => by !== WAITING)
        .sort((a, b) => b.revision - a.revision)
        .slice(0, limit),
    revision: (revision) => revisions.get(revision),
    rollback(revision, by) {
      const old = revisions.get(revision);
      return old === undefined ? noRevision(revision) : adopt(old.text, by, inEnglish('change.back', { revision }));
    },
    diff(from, to) {
      const before = revisions.get(from);
      const after = to === undefined ? now.text : revisions.get(to)?.text;
      if (before === undefined) return noRevision(from);
      return after === undefined ? noRevision(to ?? 0) : ok(diffLines(before.text, after));
    },
    fileChanged(text) {
      if (text === undefined) {
        file.write(now.waiting?.text ?? now.text);
        return { kind: 'same' };
      }
      if (text === (now.waiting?.text ?? now.text) && now.problem === undefined) return { kind: 'same' };
      const found = reader.read(text);
      if (found.document === undefined) {
        const first = found.problems[0];
        now.broken = text;
        now.problem = `policy.json is not valid (${placed(first)}); the running policy stays. ${first?.fix ?? 'Mend the file.'}`;
        changed(now.problem);
        return { kind: 'invalid', problems: found.problems, sentence: now.problem };
      }
      const before = now.waiting === undefined ? [] : [...now.waiting.floors, now.waiting];
      const looser = [...new Set([now, ...before].flatMap(({ document }) => reader.loosens(document, found.document as PolicyDocument)))];
      if (looser.length === 0) {
        const done = adopt(text, 'file', inEnglish('change.edited', { said: summarised(found.document) }), 'replaced');
        return done.ok ? { kind: 'applied', ...done.value } : { kind: 'invalid', problems: [], sentence: done.error.message };
      }
      if (before.length >= MAX_WAITING) {
        now.problem = `${MAX_WAITING} edits of policy.json wait for an answer; this one is not looked at before. Confirm or refuse the waiting change.`;
        now.broken = text;
        changed(now.problem);
        return { kind: 'invalid', problems: [], sentence: now.problem };
      }
      const sentence = inEnglish('change.waits', { said: looser.join('; ') });
      now.problem = undefined;
      now.broken = undefined;
      const waiting = wait({ text, document: found.document }, before, sentence);
      changed(sentence);
      return { kind: 'waiting', revision: now.revision, sentence, ...waiting };
    },
    confirmWaiting(by) {
      if (now.waiting === undefined) return fail('NOT_FOUND', 'no edit of the policy is waiting');
      const { text, sentences } = now.waiting;
      return adopt(text, by, inEnglish('change.confirmed', { said: sentences.join('; ') }), 'settled');
    },
    rejectWaiting() {
      if (now.waiting === undefined) return fail('NOT_FOUND', 'no edit of the policy is waiting');
      return adopt(now.text, 'window', coreWords.change.refused, 'settled');
    },
  };
}

const placed = (problem: PolicyProblem | undefined): string =>
  `${problem?.line === undefined ? '' : `line ${problem.line}, column ${problem.column ?? 1}: `}${problem?.message ?? 'it is empty'}`;

const noRevision = (revision: number): Result<never> =>
  fail('NOT_FOUND', `there is no revision ${revision}`, 'See the history of the policy.');
