import { coreWords } from '../../shared/words/core/en.js';
import { fail, ok } from '../../shared/result.js';
import type { Changes } from './changes.js';
import type { Dispatch, MayLoosen } from './dispatch.js';

/**
 * Who may loosen. Doors in front of a person may. The command line may when nobody runs (it owns the folder then), with the code that
 * `serve` printed on its terminal, or when a person confirms it in the window of the running application.
 */
export function createMayLoosen(options: {
  face: 'desktop' | 'headless' | 'cli';
  unlockCode: string | undefined;
  changes: Changes;
  /** carries the command out as the window would */
  run: () => Dispatch;
  /** something was loosened without a person in front of a window: shown at the next start */
  unseen: (sentence: string) => void;
}): MayLoosen {
  return ({ sentence, name, input, from, diff }) => {
    if (from.door !== 'cli') return ok(undefined);
    switch (options.face) {
      case 'cli':
        options.unseen(sentence);
        return ok(undefined);
      case 'headless':
        if (from.unlock !== undefined && from.unlock === options.unlockCode) return ok(undefined);
        return fail(
          'NEEDS_UNLOCK',
          `this loosens the gate: ${sentence}`,
          `${from.unlock === undefined ? 'give the code' : 'this is another code: give the one'} that \`toolgate serve\` printed at its start: --unlock CODE or TOOLGATE_UNLOCK`,
        );
      case 'desktop': {
        if (name === 'change.confirm') return fail('NEEDS_PERSON', 'a waiting change is confirmed in the Toolgate window only');
        const change = options.changes.add(
          { command: name, sentence, from: coreWords.asker.cli, ...(diff === undefined ? {} : { diff }) },
          {
            run: () => options.run()(name, input, { door: 'window', confirmed: { sentence, diff } }),
            asked: JSON.stringify(input),
          },
        );
        return fail('NEEDS_CONFIRMATION', `this loosens the gate: ${sentence}.`, 'confirm it in the Toolgate window', {
          changeId: change.id,
        });
      }
    }
  };
}
