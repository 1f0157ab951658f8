import { fail } from '../../shared/result.js';
import { told } from '../../shared/words/notice.js';
import type { Changes } from './changes.js';
import type { Health } from './life.js';
import type { Notices } from './notices.js';
import type { PolicyRoom, Waiting } from './policy/policy-room.js';

export interface PolicyWatch {
  /** shows what was loosened or edited while nothing ran */
  started(): void;
  /** `policy.json` was written by somebody else */
  edited(text: string | undefined): void;
  /** the rules changed: an edit that waits was carried over, or waits no longer */
  look(): void;
}

/** Carries edits of the policy file to people: what tightens is live already, what loosens waits for a word. */
export function createPolicyWatch({
  policy,
  changes,
  notices,
  health,
}: {
  policy: PolicyRoom;
  changes: Changes;
  notices: Notices;
  health: Health;
}): PolicyWatch {
  let shown: { readonly text: string; readonly diff: string; readonly id: string } | undefined;
  const wait = ({ text, sentences, diff }: Waiting): void => {
    const sentence = sentences.join('; ');
    const { id } = changes.add(
      { command: 'policy.json', sentence, diff, from: 'the edited file policy.json' },
      // the file may have been edited again: only the very text whose difference was shown
      () =>
        Promise.resolve(
          policy.waiting()?.text === text
            ? policy.confirmWaiting('file')
            : fail('OVERTAKEN', 'policy.json has changed again since this was shown', 'look at the newer change'),
        ),
      () => void (policy.waiting()?.text === text && policy.rejectWaiting()),
      text,
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
    },
  };
}
