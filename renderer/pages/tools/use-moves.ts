import { useCallback } from 'react';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { ToolView } from '../../../shared/model/views.js';
import { spell } from '../../elements/hidden-characters.js';
import { useBoard } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { moveSwitches, positionOf, restoreSwitches, type Action, type Before } from '../../state/switches.js';
import { toast } from '../../state/toasts.js';
import { useChange, useWords } from '../../words/words.js';

const TOAST = 'switch';

export interface Target {
  readonly view: ToolView;
  /** whose switch; undefined: of everyone without one of their own */
  readonly client: string | undefined;
}

/** Moves switches with one toast that puts them back. `onMoved` hears of every move and of every way back. */
export function useMoves(client: string | undefined, onMoved?: () => void) {
  const run = useCommand();
  const t = useWords();
  const changeOf = useChange();

  const word = useCallback((action: Action) => (action === 'inherit' ? t('switch.back') : t(`verdict.${action}`)), [t]);

  const move = useCallback(
    async (targets: readonly Target[], action: Action) => {
      const groups = [...new Set(targets.map((target) => target.client))].map((of) => ({
        of,
        views: targets.filter((target) => target.client === of).map(({ view }) => view),
      }));
      const done: { of: string | undefined; before: Before[]; sentence: string }[] = [];
      for (const { of, views } of groups) {
        const before = views.map(positionOf);
        const sentence = await moveSwitches(run, views, action, of);
        if (sentence === undefined) break;
        done.push({ of, before, sentence });
      }
      const [first, ...others] = done;
      if (first === undefined) return;
      onMoved?.();
      const undo = async () => {
        for (const { of, before } of done) await restoreSwitches(run, before, of);
        onMoved?.();
      };
      toast({
        id: TOAST,
        title:
          others.length === 0
            ? spell(changeOf(first.sentence))
            : t('switch.set', { count: done.reduce((sum, { before }) => sum + before.length, 0), action: word(action) }),
        action: { label: t('common.undo'), run: () => void undo() },
      });
    },
    [run, t, changeOf, word, onMoved],
  );

  /** A whole server, or one class of it: undone by rolling the rules back, as long as nothing else changed them. */
  const moveAll = useCallback(
    async (server: string, riskClass: RiskClass | undefined, action: Action) => {
      const revisionBefore = useBoard.getState().snapshot?.gate.policyRevision;
      const answer = await run('tool.set', {
        server,
        action,
        ...(riskClass === undefined ? {} : { class: riskClass }),
        ...(client === undefined ? {} : { client }),
      });
      if (!answer.ok) return;
      onMoved?.();
      const undo = async () => {
        const now = useBoard.getState().snapshot?.gate.policyRevision;
        if (revisionBefore === undefined || (now !== answer.value.revision && now !== revisionBefore))
          return toast({ title: t('common.cannotUndo'), tone: 'danger' });
        const back = await run('policy.rollback', { revision: revisionBefore });
        if (back.ok) onMoved?.();
      };
      toast({
        id: TOAST,
        title: spell(changeOf(answer.value.sentence)),
        action: { label: t('common.undo'), run: () => void undo() },
      });
    },
    [run, t, changeOf, client, onMoved],
  );

  return { move, moveAll };
}
