import { Badge, type Tone } from '../../elements/badge.js';
import type { ServerView } from '../../../shared/model/views.js';
import { useWords } from '../../words/words.js';

const TONES: Record<ServerView['state'], Tone> = {
  ready: 'ok',
  idle: 'quiet',
  starting: 'accent',
  'backing-off': 'caution',
  failed: 'danger',
  disabled: 'dim',
  'needs-secret': 'caution',
  'needs-confirmation': 'caution',
  'needs-sign-in': 'caution',
};

export function ServerState({ state }: { state: ServerView['state'] }) {
  const t = useWords();
  return (
    <Badge tone={TONES[state]} sign={state === 'failed' ? 'square' : state === 'ready' ? 'dot' : 'ring'}>
      {t(`server.state.${state}`)}
    </Badge>
  );
}
