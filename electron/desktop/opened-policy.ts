import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Failure, Result } from '../../shared/result.js';
import { fail, ok } from '../../shared/result.js';
import type { OutsideWords } from '../../shared/words/outside.js';
import { failureIn } from '../../shared/words/retold.js';
import { plain } from './plain.js';

const POLICY_ENDING = '.toolgate-policy';
const MAX_BYTES = 1_048_576;

/** The policy file that a command line names, as the system passes it on a double click; absolute. */
export function policyFileIn(argv: readonly string[], cwd: string): string | undefined {
  const named = argv.find((argument) => !argument.startsWith('-') && argument.toLowerCase().endsWith(POLICY_ENDING));
  return named === undefined ? undefined : resolve(cwd, named);
}

interface Needs {
  readonly words: () => OutsideWords;
  readonly ask: (question: { message: string; detail: string; yes: string }) => Promise<boolean>;
  readonly tell: (message: string, detail: string) => Promise<void>;
  readonly dispatch: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly openPage: (page: string) => void;
}

/**
 * A policy file was opened: after a question its rules replace the present ones. Through the door of the command line, because a program
 * can open files too: what loosens still waits for a confirmation in the window, where the difference is shown.
 */
export async function openPolicyFile(file: string, { words: language, ask, tell, dispatch, openPage }: Needs): Promise<void> {
  const name = plain(basename(file), 80);
  const { t, say } = language();
  const words = (failure: Failure): string => {
    const { message, fix } = failureIn(failure, say);
    return [message, fix].filter(Boolean).join('\n');
  };
  const text = read(file);
  if (!text.ok) return tell(t('box.policyUnusable', { name }), words(text.error));
  const checked = await dispatch('policy.validate', { text: text.value });
  if (!checked.ok) return tell(t('box.policyUnusable', { name }), words(checked.error));
  const { valid, problems } = checked.value as { valid: boolean; problems: { message: string; line?: number }[] };
  if (!valid) {
    const lines = problems
      .map((problem) => failureIn(problem, say))
      .slice(0, 5)
      .map(({ message, line }) => plain(line === undefined ? message : t('box.policyLine', { line, message }), 200));
    return tell(t('box.policyBad', { name }), [...lines, t('box.policyKept')].join('\n'));
  }
  if (!(await ask({ message: t('box.policyAsk', { name }), detail: t('box.policyAskDetail'), yes: t('box.policyYes') }))) return;
  const set = await dispatch('policy.set', { text: text.value });
  if (set.ok) return openPage('rules');
  if (set.error.code === 'NEEDS_CONFIRMATION') return openPage('overview');
  return tell(t('box.policyUnused', { name }), words(set.error));
}

function read(file: string): Result<string> {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return fail('BAD_FILE', 'It is not an ordinary file.');
    if (stat.size > MAX_BYTES) return fail('BAD_FILE', 'It is larger than 1 MB.');
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail('BAD_FILE', `It cannot be read: ${(error as Error).message}`);
  }
}
