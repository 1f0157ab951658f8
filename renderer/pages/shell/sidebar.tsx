import {
  Activity,
  CircleAlert,
  Gauge,
  Gavel,
  Hourglass,
  MonitorSmartphone,
  ScanSearch,
  Search,
  Server,
  Settings,
  ShieldCheck,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { Button } from '../../elements/button.js';
import { Named } from '../../elements/named.js';
import { useBoard, useSnapshot } from '../../state/board.js';
import { PAGES, routeHash, type Page } from '../../state/route.js';
import { isTroubled } from '../../../shared/model/server-trouble.js';
import { count } from '../../words/format.js';
import { shortcut } from '../../words/shortcut.js';
import { useWords } from '../../words/words.js';
import { findingCount } from '../findings/finding-count.js';
import { ModeMenu } from './mode-menu.js';

const ICONS: Record<Page, LucideIcon> = {
  overview: Gauge,
  servers: Server,
  tools: Wrench,
  rules: Gavel,
  approvals: Hourglass,
  activity: Activity,
  clients: MonitorSmartphone,
  findings: ScanSearch,
  settings: Settings,
};

export function Sidebar({ page, onSearch }: { page: Page; onSearch: () => void }) {
  const t = useWords();
  return (
    <header className="sidebar">
      <div className="brand">
        <ShieldCheck size={17} aria-hidden="true" />
        <span className="rail-word">{t('app.name')}</span>
      </div>
      <ModeMenu />
      <nav className="nav" aria-label={t('nav.name')}>
        {PAGES.map((name) => {
          const Icon = ICONS[name];
          return (
            <Named
              key={name}
              name={t(`page.${name}`)}
              side="inline-end"
              className="rail-name"
              by={<a href={routeHash(name)} className="nav-item" aria-current={name === page ? 'page' : undefined} />}
            >
              <Icon size={15} aria-hidden="true" />
              <span className="rail-word">{t(`page.${name}`)}</span>
              <NavCount page={name} />
            </Named>
          );
        })}
      </nav>
      <div className="sidebar-foot">
        <Named name={t('nav.search')} side="inline-end" className="rail-name" by={<Button look="bare" small onClick={onSearch} />}>
          <Search size={13} aria-hidden="true" />
          <span className="rail-word">{t('nav.search')}</span> <kbd>{shortcut(t, 'K')}</kbd>
        </Named>
      </div>
    </header>
  );
}

function NavCount({ page }: { page: Page }) {
  const troubled = useSnapshot(({ servers }) => servers.filter(isTroubled).length);
  const number = useBoard(({ snapshot }) => {
    if (!snapshot) return 0;
    switch (page) {
      case 'servers':
        return snapshot.servers.length;
      case 'tools':
        return Object.values(snapshot.tools).reduce((sum, tools) => sum + tools.length, 0);
      case 'approvals':
        return snapshot.approvals.filter(({ state }) => state === 'pending').length;
      case 'clients':
        return snapshot.clients.length;
      case 'findings':
        return findingCount(snapshot);
      default:
        return 0;
    }
  });
  if (number === 0) return null;
  const look =
    page === 'approvals' ? 'wants' : page === 'findings' ? 'wants trouble' : page === 'servers' && troubled > 0 ? 'troubled' : '';
  return (
    <span className={`nav-count ${look}`}>
      {look === 'troubled' && <CircleAlert size={13} aria-hidden="true" />}
      {count(number)}
    </span>
  );
}
