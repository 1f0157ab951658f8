import type { PolicyProblem } from '../../../shared/policy/problem.js';
import { diffLines } from '../../../shared/policy/diff-lines.js';
import type { PolicyReader } from '../../../shared/policy/policy-reader.js';
import { presetDocument, presets, toText } from '../../../shared/policy/presets.js';
import { strictestOf } from '../../../shared/policy/strictest-of.js';
import type { CompiledPolicy, PolicyDocument } from '../../../shared/policy/types.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { Clock } from '../ports/clock.js';
import type { PolicyRevision, RevisionStore } from '../ports/stores.js';
import { summary } from './summary.js';
import type { Version } from './waiting-edit.js';

export interface PolicyFile {
  /** the text as it stands; undefined when there is no file. Throws when it cannot be read. */
  read(): string | undefined;
  /** replaces it atomically, mode 0600 */
  write(text: string): void;
  /** puts a copy beside it, `why` in its name */
  keepCopy(text: string, why: string): void;
}

/** What an edit from outside wants and does not get without a person. */
export interface Waiting extends Version {
  readonly sentences: readonly string[];
  readonly diff: string;
  /** edits that stood in the file before it and waited too: what they tighten holds until a person has spoken */
  readonly floors: readonly Version[];
}

/** The policy as it is now, and the file where that says something else. */
export interface Running extends Version {
  text: string;
  document: PolicyDocument;
  /** as it judges: with what waiting edits tighten */
  policy: CompiledPolicy;
  revision: number;
  waiting: Waiting | undefined;
  problem: string | undefined;
  /** what stands in the file while it is not valid */
  broken: string | undefined;
}

/** Where a policy is kept and read, and who hears when it changes. */
export interface Keeping {
  readonly file: PolicyFile;
  readonly revisions: RevisionStore;
  readonly clock: Clock;
  readonly reader: PolicyReader;
  /** told of every change, in one sentence */
  readonly changed: (sentence: string) => void;
}

const ASK_ALWAYS = '{ "version": "1", "default": "ask" }\n';
/** revisions with this author are edits that waited: never run as they stand */
export const WAITING = 'waiting';

/**
 * The policy to run after a start: the file's, where it is valid and was no edit that waits; else the last good revision, else one that always
 * asks, each with the problem. `loosened`: what changed meanwhile and loosened something, a sentence each.
 */
export function startRunning(keeping: Keeping): { running: Running; loosened: readonly string[] } {
  const { file, revisions, reader } = keeping;
  const lastGood = (among: number): PolicyRevision | undefined => revisions.list(among, WAITING).find(({ text }) => reader.parse(text).ok);
  // the newest one is valid but for a language that has changed since
  const last = lastGood(1) ?? lastGood(1000);
  const running = (text: string, revision: number, problem?: string): Running => {
    const document = documentOf(reader, text);
    return { text, document, policy: reader.compile(document), revision, waiting: undefined, problem, broken: undefined };
  };
  let onDisk: string | undefined;
  try {
    onDisk = file.read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = `policy.json cannot be read (${why}); ${last ? 'the last good revision is used' : 'everything asks'}. Mend its permissions and start again.`;
    return quiet(last ? running(last.text, last.revision, problem) : running(ASK_ALWAYS, 0, problem));
  }
  if (onDisk === undefined) {
    const text = last?.text ?? toText(presetDocument('balanced'));
    file.write(text);
    const began = inEnglish('change.began', { words: presets.balanced.words });
    return quiet(running(text, last?.revision ?? record(keeping, text, 'start', began)));
  }
  const [waited, ...floors] = revisions.after(last?.revision ?? 0).filter(({ by }) => by === WAITING);
  if (last?.text === onDisk && waited === undefined) return quiet(running(onDisk, last.revision));
  const found = reader.read(onDisk);
  if (found.document === undefined) {
    file.keepCopy(onDisk, 'invalid');
    const first = found.problems[0];
    const problem = `policy.json is not valid (${placed(first)}); ${last ? 'the last good revision is used' : 'everything asks'}. A copy was kept. ${first?.fix ?? 'Mend the file.'}`;
    if (last !== undefined) return quiet(running(last.text, last.revision, problem));
    return quiet(running(ASK_ALWAYS, record(keeping, ASK_ALWAYS, 'start', coreWords.change.beganBroken), problem));
  }
  if (last === undefined) return quiet(running(onDisk, record(keeping, onDisk, 'start', coreWords.change.beganThere)));
  if (waited?.text === onDisk) {
    const state = running(last.text, waited.revision);
    const before = floors.map(({ text }) => ({ text, document: documentOf(reader, text) })).reverse();
    hold(state, { text: onDisk, document: found.document }, before, reader);
    return quiet(state);
  }
  const before = documentOf(reader, last.text);
  const loosened = reader.loosens(before, found.document);
  const sentence = inEnglish('change.meanwhile', { said: summary(before, found.document, loosened) });
  return { running: running(onDisk, record(keeping, onDisk, 'start', sentence)), loosened };
}

const quiet = (running: Running): { running: Running; loosened: readonly string[] } => ({ running, loosened: [] });

/** Keeps a text in the history; answers its revision. */
export const record = ({ revisions, clock }: Keeping, text: string, by: string, sentence: string): number =>
  revisions.add({ atMs: clock.nowMs(), by, sentence, text });

/** What edits that wait, and the policy under them, say: all of it is live as far as it tightens. The policy first. */
export const liveVersions = (now: Running): readonly Version[] =>
  now.waiting === undefined ? [now] : [now, now.waiting, ...now.waiting.floors];

/** What the edit and those before it tighten is live from here on, what it loosens is not. */
export function hold(state: Running, edit: Version, before: readonly Version[], reader: PolicyReader): Waiting {
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

/** a text that no longer can be read stands for asking always */
function documentOf(reader: PolicyReader, text: string): PolicyDocument {
  const parsed = reader.parse(text);
  if (parsed.ok) return parsed.value.document;
  const fallback = reader.parse(ASK_ALWAYS);
  if (!fallback.ok) throw new Error('the fallback policy does not compile');
  return fallback.value.document;
}

/** A problem as a sentence's part, with its place in the text where that is known. */
export const placed = (problem: PolicyProblem | undefined): string =>
  `${problem?.line === undefined ? '' : `line ${problem.line}, column ${problem.column ?? 1}: `}${problem?.message ?? 'it is empty'}`;
