import type { PolicyDocument } from '../../../shared/policy/types.js';
import { ok, type Result } from '../../../shared/result.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
import { hold, record, WAITING, type Keeping, type Running, type Waiting } from './running.js';
import { carriedOver, sameDocument, type Version } from './waiting-edit.js';

export interface Change {
  readonly revision: number;
  readonly sentence: string;
}

/** What becomes of an edit of the file that waits: it is carried over, was answered (the file gets the new text), or is no longer what the file says (the file is left alone). */
export type Fate = 'carry' | 'settled' | 'replaced';

/** Makes `text` the policy, on disk and in the history; fails where it is not valid. `by`: who wants it, as the history has it. */
export function adopt(
  now: Running,
  keeping: Keeping,
  { text, by, sentence, fate }: { readonly text: string; readonly by: string; readonly sentence: string; readonly fate: Fate },
): Result<Change> {
  const { file, reader } = keeping;
  const parsed = reader.parse(text);
  if (!parsed.ok) return parsed;
  if (text === now.text && now.waiting === undefined && now.problem === undefined)
    return ok({ revision: now.revision, sentence: coreWords.change.nothing });
  const held = now.waiting;
  const carried = fate === 'carry' && held !== undefined ? carry(now, held, parsed.value.document, by) : undefined;
  if (held !== undefined && held.text !== text && carried === undefined) file.keepCopy(held.text, 'not-taken');
  const before = file.read();
  if (fate !== 'replaced') {
    if (now.broken !== undefined) file.keepCopy(now.broken, 'invalid');
    file.write(carried?.edit.text ?? text);
  }
  try {
    now.revision = record(keeping, text, by, sentence);
  } catch (error) {
    // the next start would take what is said to be unchanged for an edit made meanwhile
    if (fate !== 'replaced' && before !== undefined) file.write(before);
    throw error;
  }
  now.text = text;
  now.document = parsed.value.document;
  now.policy = reader.compile(parsed.value.document);
  now.waiting = undefined;
  now.problem = undefined;
  now.broken = undefined;
  if (carried !== undefined) {
    const kept = inEnglish('change.carried', { said: sentence });
    // a restart reads what waits from the revisions after the last policy, in this order
    for (const floor of carried.floors) record(keeping, floor.text, WAITING, kept);
    wait(now, keeping, carried.edit, carried.floors, kept);
  }
  keeping.changed(sentence);
  return ok({ revision: now.revision, sentence });
}

/** Lets an edit wait for a person, on those that wait already; what it tightens is live when this returns. */
export function wait(now: Running, keeping: Keeping, edit: Version, floors: readonly Version[], sentence: string): Waiting {
  now.revision = record(keeping, edit.text, WAITING, sentence);
  return hold(now, edit, floors, keeping.reader);
}

/** The waiting edit, and those before it, on top of another policy. Undefined where the edit then wants nothing more. */
export function carry(
  now: Running,
  held: Waiting,
  after: PolicyDocument,
  by: string,
): { edit: Version; floors: readonly Version[] } | undefined {
  const overrules = by !== 'cli' && by !== 'file';
  // where they cannot be joined the edit stays as it is: the difference shows what it would undo
  const over = (version: Version): Version => carriedOver(version, now.document, after, overrules) ?? version;
  const edit = over(held);
  return sameDocument(edit.document, after) && held.floors.length === 0 ? undefined : { edit, floors: held.floors.map(over) };
}
