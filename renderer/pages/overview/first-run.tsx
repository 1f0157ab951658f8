import { Button } from '../../elements/button.js';
import { Card } from '../../elements/page.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { routeHash } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { ConnectApplications } from '../clients/connect-applications.js';
import { Reach } from '../clients/reach.js';

/** The first thing a new person sees: what is on the machine, and one button per application. Shown until it is done or skipped. */
export function FirstRun() {
  const t = useWords();
  const run = useCommand();
  const begun = useSnapshot(({ clients }) => clients.length > 0);
  return (
    <Card
      title={t('overview.firstRunTitle')}
      aside={
        <Button small={!begun} look={begun ? 'main' : 'bare'} onClick={() => void run('settings.set', { firstRunDone: true })}>
          {begun ? t('overview.firstRunDone') : t('overview.firstRunSkip')}
        </Button>
      }
    >
      <div className="stack">
        {begun && <p className="quiet prose">{t('overview.firstRunBegun')}</p>}
        {begun && <Reach />}
        <ConnectApplications lead={begun ? undefined : t('overview.firstRunText')} />
        <p className="quiet small prose">
          {t('clients.notHere')} <a href={routeHash('clients', '+')}>{t('clients.add')}</a>
        </p>
      </div>
    </Card>
  );
}
