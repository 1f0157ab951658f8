import { ChevronDown, Eye, Lock, ShieldCheck } from 'lucide-react';
import { Button } from '../../elements/button.js';
import { Menu } from '../../elements/menu.js';
import { useSnapshot } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { useNow } from '../../state/now.js';
import { countdown } from '../../words/format.js';
import { useWords } from '../../words/words.js';

const ICONS = { enforce: ShieldCheck, observe: Eye, lockdown: Lock };
const MINUTE = 60_000;

export function ModeMenu() {
  const t = useWords();
  const run = useCommand();
  const { mode, modeUntilMs } = useSnapshot(({ gate }) => gate);
  const Icon = ICONS[mode];
  const set = (to: typeof mode, forMs?: number) => void run('mode.set', { mode: to, ...(forMs === undefined ? {} : { forMs }) });
  return (
    <Menu
      name={t('mode.name')}
      wide
      trigger={
        <Button className={`mode-button ${mode}`}>
          <span className="only-read">{t('mode.name')}: </span>
          <span className="sign">
            <Icon size={15} aria-hidden="true" />
          </span>
          <span className="rail-word grows">
            {t(`mode.${mode}`)}
            {modeUntilMs !== undefined && <TimeLeft untilMs={modeUntilMs} />}
          </span>
          <ChevronDown size={13} aria-hidden="true" />
        </Button>
      }
      items={[
        {
          key: 'enforce',
          label: t('mode.toEnforce'),
          detail: t('mode.toEnforceDetail'),
          checked: mode === 'enforce',
          onSelect: () => set('enforce'),
        },
        {
          key: '15',
          parted: true,
          label: t('mode.observe15'),
          detail: t('mode.observeDetail'),
          checked: false,
          onSelect: () => set('observe', 15 * MINUTE),
        },
        { key: '60', label: t('mode.observe60'), checked: false, onSelect: () => set('observe', 60 * MINUTE) },
        { key: 'on', label: t('mode.observeOn'), checked: mode === 'observe' && modeUntilMs === undefined, onSelect: () => set('observe') },
        {
          key: 'lockdown',
          parted: true,
          tone: 'danger',
          label: t('mode.toLockdown'),
          detail: t('mode.toLockdownDetail'),
          checked: mode === 'lockdown',
          onSelect: () => set('lockdown'),
        },
      ]}
    />
  );
}

function TimeLeft({ untilMs }: { untilMs: number }) {
  return <> · {countdown(untilMs - useNow())}</>;
}
