import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer } from '../../state/commands.js';
import { go } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { ReplayResult } from '../rules/replay-result.js';

/** What the rules as they are now would say to the calls in the log. */
export function ReplayDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('activity.replay')}
      lead={t('activity.replayLead')}
      closeLabel={t('common.close')}
      actions={<Button onClick={() => go('rules')}>{t('activity.replayRules')}</Button>}
    >
      <Outcome />
    </Dialog>
  );
}

function Outcome() {
  const t = useWords();
  const rules = useAnswer('policy.show', {}, '');
  const { value, failure: refused } = useAnswer('policy.replay', rules.value && { text: rules.value.text }, String(rules.value?.revision));
  const failure = rules.failure ?? refused;
  if (failure) return <Broken message={failure.message} fix={failure.fix} />;
  return value ? <ReplayResult replay={value} /> : <Loading label={t('common.loading')} rows={3} />;
}
