import type { PolicyProblem } from '../../../shared/policy/problem.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { ReplayablePolicy } from '../../../shared/policy/compile.js';
import { diffLines } from '../../../shared/policy/diff-lines.js';
import { createPolicyReader } from '../../../shared/policy/policy-reader.js';
import type { PresetName } from '../../../shared/policy/preset-names.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Slicing } from '../../../shared/slices.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { Clock } from '../ports/clock.js';
import type { PolicySource } from '../ports/rooms.js';
import type { PolicyRevision, RevisionStore } from '../ports/stores.js';
import type { NewRule } from './add-rule.js';
import { adopt, carry, type Change, type Fate } from './adopt.js';
import { createDrafts, type Draft, type Drafts, type ManySwitches } from './drafts.js';
import { createFileEdits, type FileEdits } from './file-edits.js';
import { liveVersions, startRunning, WAITING, type PolicyFile, type Waiting } from './running.js';
import { summary } from './summary.js';
import type { Switch } from './switch-edits.js';

export interface PolicyRoom extends PolicySource, FileEdits {
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
  setMany(given: ManySwitches, by: string): Result<Change>;
  addRule(given: NewRule, by: string): Result<Change & { readonly text: string }>;
  /** one undo step for many rules */
  addRules(given: readonly NewRule[], by: string): Result<Change & { readonly text: string }>;
  raiseLimit(pointer: string, max: number, by: string): Result<Change>;
  readonly draft: Drafts;
  /** newest first */
  history(limit: number): PolicyRevision[];
  revision(revision: number): PolicyRevision | undefined;
  rollback(revision: number, by: string): Result<Change>;
  /** a line diff from one revision to another, or to the running policy */
  diff(from: number, to?: number): Result<string>;
}

export interface PolicyRoomDeps {
  readonly file: PolicyFile;
  readonly revisions: RevisionStore;
  readonly clock: Clock;
  /** told of every change, in one sentence */
  readonly changed: (sentence: string) => void;
  /** class of a tool as it is known now; absent = not known */
  readonly classOf?: (server: string, tool: string) => RiskClass | undefined;
}

export function createPolicyRoom({ file, revisions, clock, changed, classOf = () => undefined }: PolicyRoomDeps): PolicyRoom {
  const reader = createPolicyReader();
  const keeping = { file, revisions, clock, reader, changed };
  const { running: now, loosened } = startRunning(keeping);
  const draft = createDrafts(now, reader, classOf);

  const take = (text: string, by: string, sentence: string, fate: Fate = 'carry'): Result<Change> =>
    adopt(now, keeping, { text, by, sentence, fate });
  const takeDraft = (drafted: Result<Draft>, by: string): Result<Change> =>
    drafted.ok ? take(drafted.value.text, by, drafted.value.sentence) : drafted;
  const addRules: PolicyRoom['addRules'] = (given, by) => {
    const done = takeDraft(draft.addRules(given), by);
    return done.ok ? ok({ ...done.value, text: now.text }) : done;
  };
  const summarised = (after: PolicyDocument): string => summary(now.document, after, reader.loosens(now.document, after));

  return {
    ...createFileEdits(now, keeping, { adopt: take, summarised }),
    loosenedMeanwhile: loosened,
    draft,
    current: () => ({ policy: now.policy, revision: now.revision }),
    show: () => ({ revision: now.revision, text: now.text, ...(now.problem === undefined ? {} : { problem: now.problem }) }),
    waiting: () => now.waiting,
    prepare: (text, slicing) =>
      reader.prepare(
        text,
        slicing,
        liveVersions(now).map(({ document }) => document),
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
      const next = held === undefined ? undefined : carry(now, held, document, 'cli');
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
      return parsed.ok ? take(text, by, summarised(parsed.value.document)) : parsed;
    },
    preset: (name, by) => takeDraft(draft.preset(name), by),
    setSwitch: (given, by) => takeDraft(draft.setSwitch(given), by),
    setMany: (given, by) => takeDraft(draft.setMany(given), by),
    addRule: (given, by) => addRules([given], by),
    addRules,
    raiseLimit: (pointer, max, by) => takeDraft(draft.raiseLimit(pointer, max), by),
    history: (limit) => revisions.list(limit, WAITING),
    revision: (revision) => revisions.get(revision),
    rollback(revision, by) {
      const old = revisions.get(revision);
      return old === undefined ? noRevision(revision) : take(old.text, by, inEnglish('change.back', { revision }));
    },
    diff(from, to) {
      const before = revisions.get(from);
      const after = to === undefined ? now.text : revisions.get(to)?.text;
      if (before === undefined) return noRevision(from);
      return after === undefined ? noRevision(to ?? 0) : ok(diffLines(before.text, after));
    },
  };
}

const noRevision = (revision: number): Result<never> =>
  fail('NOT_FOUND', `there is no revision ${revision}`, 'See the history of the policy.');
