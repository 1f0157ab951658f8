import { Badge, type Tone } from '../../elements/badge.js';
import { standing } from '../../../shared/model/server-trouble.js';
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

export function ServerState({ server }: { server: Pick<ServerView, 'state' | 'problem'> }) {
  const t = useWords();
  const state = standing(server);
  return (
    <Badge tone={TONES[state]} sign={state === 'failed' ? 'square' : state === 'ready' ? 'dot' : 'ring'}>
      {t(`server.state.${state}`)}
    </Badge>
  );
}
