import { fail } from '../../shared/result.js';
import type { Slicing } from '../../shared/slices.js';
import { coreWords } from '../../shared/words/core/en.js';
import { told } from '../../shared/words/notice.js';
import type { Changes } from './changes.js';
import type { Health } from './health.js';
import type { Notices } from './notices.js';
import type { PolicyFile } from './policy-file.js';
import type { PolicyRoom } from './policy/policy-room.js';
import type { Waiting } from './policy/running.js';

export interface PolicyWatch {
  /** shows what was loosened or edited while nothing ran */
  started(): void;
  /** `policy.json` was written by somebody else; resolves when that has been looked at, one edit after the other */
  edited(text: string | undefined): Promise<void>;
  /** the rules changed: an edit that waits was carried over, or waits no longer */
  look(): void;
}

/** Carries edits of the policy file to people: what tightens is live already, what loosens waits for a word. */
export function createPolicyWatch({
  policy,
  file,
  changes,
  notices,
  health,
  slicing,
}: {
  policy: PolicyRoom;
  file: Pick<PolicyFile, 'read'>;
  changes: Changes;
  notices: Notices;
  health: Health;
  slicing: Slicing;
}): PolicyWatch {
  let lookedAt = Promise.resolve();
  let shown: { readonly text: string; readonly diff: string; readonly id: string } | undefined;
  const wait = ({ text, sentences, diff }: Waiting): void => {
    const sentence = sentences.join('; ');
    const { id } = changes.add(
      { command: 'policy.json', sentence, diff, from: coreWords.asker.file },
      {
        // the file may have been edited again: only the very text whose difference was shown
        run: () =>
          Promise.resolve(
            policy.waiting()?.text === text
              ? policy.confirmWaiting('file')
              : fail('OVERTAKEN', 'policy.json has changed again since this was shown', 'look at the newer change'),
          ),
        refused: () => void (policy.waiting()?.text === text && policy.rejectWaiting()),
        asked: text,
      },
    );
    shown = { text, diff, id };
    notices.add({
      subject: 'policy.json',
      kind: 'change',
      ...told('editWaits', { sentence }),
      severity: 'caution',
      opens: 'rules',
    });
  };
  /** one question at a time: the edit as it would be taken now */
  const look = (): void => {
    const waiting = policy.waiting();
    if (waiting?.text === shown?.text && waiting?.diff === shown?.diff) return;
    if (shown !== undefined) changes.withdraw(shown.id);
    shown = undefined;
    if (waiting !== undefined) wait(waiting);
  };
  return {
    look,
    started() {
      look();
      for (const sentence of policy.loosenedMeanwhile)
        notices.add({
          subject: `meanwhile:${sentence}`,
          kind: 'change',
          ...told('loosenedMeanwhile', { sentence }),
          severity: 'caution',
          opens: 'rules',
        });
    },
    edited(text) {
      lookedAt = lookedAt.then(() => takeSlowly(text)).catch((fault: unknown) => health.set('policy-file', failed(fault)));
      return lookedAt;
    },
  };

  async function takeSlowly(text: string | undefined): Promise<void> {
    if (text !== undefined) await policy.prepare(text, slicing);
    // written again meanwhile: what stands there now is looked at in its turn
    if (text === file.read()) take(text);
  }

  function take(text: string | undefined): void {
    const outcome = policy.fileChanged(text);
    health.set('policy-file', outcome.kind === 'invalid' ? outcome.sentence : undefined);
    look();
    if (outcome.kind === 'applied')
      notices.add({
        subject: 'policy.json',
        kind: 'policy',
        ...told('edited', { sentence: outcome.sentence }),
        severity: 'info',
        opens: 'rules',
      });
  }
}

const failed = (fault: unknown): string =>
  `policy.json was edited and could not be looked at (${fault instanceof Error ? fault.message : String(fault)}); the running policy stays. Mend the cause, then edit the file again.`;
