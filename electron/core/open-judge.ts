import type { Slicing } from '../../shared/slices.js';
import type { JudgeDeps } from './judge.js';
import type { ServerLists } from './ports/upstreams.js';
import type { JudgedLists } from './tool-registry.js';

/**
 * The judge, loaded when the first list comes or is awaited: what definitions are read with is as large as all the rest, and servers start meanwhile.
 * A load that failed rejects, so that nothing is listed unjudged, and is tried again with the next list.
 */
export function openJudge(deps: JudgeDeps): {
  judge(lists: ServerLists): Promise<JudgedLists>;
  readAhead(slicing: Slicing): Promise<void>;
} {
  const open = async () => {
    const { createJudge, readAhead } = await import('./judge.js');
    return { judge: createJudge(deps), readAhead };
  };
  let opened: ReturnType<typeof open> | undefined;
  const judging = async () => {
    try {
      return await (opened ??= open());
    } catch (fault) {
      opened = undefined;
      throw fault;
    }
  };
  return {
    judge: async (lists) => (await judging()).judge(lists),
    async readAhead(slicing) {
      // the first server is started in this turn of the event loop
      await slicing.pause();
      await (await judging()).readAhead(slicing);
    },
  };
}
