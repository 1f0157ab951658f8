import type { Page } from '../state/route.js';
import { ToolsPage } from './tools/tools-page.js';

export function PageOutlet({ parts }: { page: Page; parts: readonly string[] }) {
  return <ToolsPage parts={parts} />;
}
