import { useCommand } from '../../state/commands.js';
import { toast } from '../../state/toasts.js';
import { useWords } from '../../words/words.js';

/** Says that the rules have changed, and offers to go back to what stood in `revision` before. */
export function useRulesToast(): (words: { readonly title: string; readonly body?: string }, revision: number) => void {
  const t = useWords();
  const run = useCommand();
  return (words, revision) =>
    toast({ id: 'rules', ...words, action: { label: t('common.undo'), run: () => void run('policy.rollback', { revision }) } });
}
