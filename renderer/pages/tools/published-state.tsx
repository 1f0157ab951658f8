import { Badge } from '../../elements/badge.js';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { useWords } from '../../words/words.js';

type Published = Pick<CommandOutput<'tool.get'>, 'published' | 'publishedAs'> | undefined;

/** One badge: as published with its version, or not; nothing where the catalogue does not hold that very version. */
export function PublishedState({ answer }: { answer: Published }) {
  const t = useWords();
  const version = answer?.publishedAs?.version;
  if (version === undefined || answer?.published === undefined || answer.published === 'unknown') return null;
  return (
    <Badge tone={answer.published === 'same' ? 'ok' : 'caution'} sign={answer.published === 'same' ? 'dot' : 'square'}>
      {t(`tool.published.${answer.published}`, { version })}
    </Badge>
  );
}
