import { assertNever } from '../../shared/result.js';
import type { Page } from '../state/route.js';
import { ActivityPage } from './activity/activity-page.js';
import { ApprovalsPage } from './approvals/approvals-page.js';
import { ClientsPage } from './clients/clients-page.js';
import { FindingsPage } from './findings/findings-page.js';
import { OverviewPage } from './overview/overview-page.js';
import { RulesPage } from './rules/rules-page.js';
import { ServersPage } from './servers/servers-page.js';
import { SettingsPage } from './settings/settings-page.js';
import { ToolsPage } from './tools/tools-page.js';

export function PageOutlet({ page, parts }: { page: Page; parts: readonly string[] }) {
  switch (page) {
    case 'overview':
      return <OverviewPage />;
    case 'servers':
      return <ServersPage parts={parts} />;
    case 'tools':
      return <ToolsPage parts={parts} />;
    case 'rules':
      return <RulesPage />;
    case 'approvals':
      return <ApprovalsPage parts={parts} />;
    case 'activity':
      return <ActivityPage parts={parts} />;
    case 'clients':
      return <ClientsPage parts={parts} />;
    case 'findings':
      return <FindingsPage parts={parts} />;
    case 'settings':
      return <SettingsPage />;
    default:
      return assertNever(page);
  }
}
