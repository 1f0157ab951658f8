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

/** A server that is not running since its start went wrong is told as failed, although the next call tries again. */
export function ServerState({ server }: { server: Pick<ServerView, 'state' | 'problem'> }) {
  const t = useWords();
  const state = server.state === 'idle' && server.problem !== undefined ? 'failed' : server.state;
  return (
    <Badge tone={TONES[state]} sign={state === 'failed' ? 'square' : state === 'ready' ? 'dot' : 'ring'}>
      {t(`server.state.${state}`)}
    </Badge>
  );
}
