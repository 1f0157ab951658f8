import type { PolicyProblem } from '../../../shared/policy/problem.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import { fail, type Result } from '../../../shared/result.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
import { wait, type Change, type Fate } from './adopt.js';
import { placed, type Keeping, type Running, type Waiting } from './running.js';

export type FileOutcome =
  | { readonly kind: 'same' }
  | ({ readonly kind: 'applied' } & Change)
  | ({ readonly kind: 'waiting' } & Change & Waiting)
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[]; readonly sentence: string };

/** Edits of the policy's file by others, and a person's answer to those that wait. */
export interface FileEdits {
  /** The file changed on disk. What tightens is live when this returns, what loosens waits. */
  fileChanged(text: string | undefined): FileOutcome;
  /** a person agreed: the waiting edit becomes the policy */
  confirmWaiting(by: string): Result<Change>;
  /** a person refused: the file gets the running policy back, the edit is kept as a copy */
  rejectWaiting(): Result<Change>;
}

/** edits of the file that may stand on one another without an answer */
const MAX_WAITING = 20;

export function createFileEdits(
  now: Running,
  keeping: Keeping,
  acts: {
    readonly adopt: (text: string, by: string, sentence: string, fate: Fate) => Result<Change>;
    /** an edit in words */
    readonly summarised: (after: PolicyDocument) => string;
  },
): FileEdits {
  const { file, reader, changed } = keeping;

  const refused = (text: string, problems: readonly PolicyProblem[], sentence: string): FileOutcome => {
    now.broken = text;
    now.problem = sentence;
    changed(sentence);
    return { kind: 'invalid', problems, sentence };
  };

  return {
    fileChanged(text) {
      if (text === undefined) {
        file.write(now.waiting?.text ?? now.text);
        return { kind: 'same' };
      }
      if (text === (now.waiting?.text ?? now.text) && now.problem === undefined) return { kind: 'same' };
      const { document, problems } = reader.read(text);
      if (document === undefined) {
        const [first] = problems;
        return refused(
          text,
          problems,
          `policy.json is not valid (${placed(first)}); the running policy stays. ${first?.fix ?? 'Mend the file.'}`,
        );
      }
      const before = now.waiting === undefined ? [] : [...now.waiting.floors, now.waiting];
      const looser = [...new Set([now, ...before].flatMap((version) => reader.loosens(version.document, document)))];
      if (looser.length === 0) {
        const done = acts.adopt(text, 'file', inEnglish('change.edited', { said: acts.summarised(document) }), 'replaced');
        return done.ok ? { kind: 'applied', ...done.value } : { kind: 'invalid', problems: [], sentence: done.error.message };
      }
      if (before.length >= MAX_WAITING)
        return refused(
          text,
          [],
          `${MAX_WAITING} edits of policy.json wait for an answer; this one is not looked at before. Confirm or refuse the waiting change.`,
        );
      const sentence = inEnglish('change.waits', { said: looser.join('; ') });
      now.problem = undefined;
      now.broken = undefined;
      const waiting = wait(now, keeping, { text, document }, before, sentence);
      changed(sentence);
      return { kind: 'waiting', revision: now.revision, sentence, ...waiting };
    },
    confirmWaiting(by) {
      if (now.waiting === undefined) return fail('NOT_FOUND', 'no edit of the policy is waiting');
      const { text, sentences } = now.waiting;
      return acts.adopt(text, by, inEnglish('change.confirmed', { said: sentences.join('; ') }), 'settled');
    },
    rejectWaiting() {
      if (now.waiting === undefined) return fail('NOT_FOUND', 'no edit of the policy is waiting');
      return acts.adopt(now.text, 'window', coreWords.change.refused, 'settled');
    },
  };
}
