import { Badge } from '../../elements/badge.js';
import type { CallRecord } from '../../../shared/model/views.js';
import { useWords } from '../../words/words.js';

/** What became of a call: quiet where it went through, louder the more it was stopped. */
export function CallBadge({ record }: { record: CallRecord }) {
  const t = useWords();
  if (record.code === 'LIMITED')
    return (
      <Badge tone="caution" sign="square">
        {t('was.limited')}
      </Badge>
    );
  if (record.code === 'PENDING')
    return (
      <Badge tone="accent" sign="ring">
        {t('activity.notYet')}
      </Badge>
    );
  if (record.enforced === 'forwarded')
    return record.verdict === 'ask' ? (
      <Badge tone="accent">{record.mode === 'observe' ? t('activity.wouldAsk') : t('activity.approved')}</Badge>
    ) : record.verdict === 'allow' ? (
      <Badge>{t('was.allow')}</Badge>
    ) : (
      <Badge tone="caution" sign="ring">
        {t('activity.wouldDeny')}
      </Badge>
    );
  return record.verdict === 'hide' ? (
    <Badge tone="dim" sign="ring">
      {t('was.hide')}
    </Badge>
  ) : (
    <Badge tone="danger" sign="ring">
      {record.verdict === 'ask' ? t('activity.notApproved') : t('was.deny')}
    </Badge>
  );
}
