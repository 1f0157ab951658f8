import type { RiskClass } from '../../../shared/model/risk.js';
import type { ServerView, ToolView } from '../../../shared/model/views.js';

export interface ToolFilter {
  readonly text: string;
  readonly class: string;
  readonly server: string;
}

export type ToolRow =
  | { readonly kind: 'server'; readonly server: string; readonly tools: number; readonly destructive: number; readonly listed: boolean }
  | { readonly kind: 'class'; readonly class: RiskClass; readonly tools: number }
  | { readonly kind: 'tool'; readonly view: ToolView };

/** what can do most harm first */
const BY_HARM: readonly RiskClass[] = ['destructive', 'financial', 'execute', 'unclassified', 'write', 'read'];

const texts = new WeakMap<ToolView, string>();

function searchText(view: ToolView): string {
  const known = texts.get(view);
  if (known !== undefined) return known;
  const text = `${view.tool} ${view.title ?? ''} ${view.server} ${view.class} ${view.description}`.toLowerCase();
  texts.set(view, text);
  return text;
}

/** Rows of the list in order: each server's line, then its tools that match; or the same by class. Linear in the number of tools. */
export function toolRows(
  servers: readonly ServerView[],
  tools: Readonly<Record<string, readonly ToolView[]>>,
  filter: ToolFilter,
  group: 'server' | 'class' = 'server',
): ToolRow[] {
  const rows = byServer(servers, tools, filter);
  if (group === 'server') return rows;
  const found = new Map<RiskClass, ToolRow[]>(BY_HARM.map((name) => [name, []]));
  for (const row of rows) if (row.kind === 'tool') found.get(row.view.class)?.push(row);
  return [...found].flatMap(([name, views]): ToolRow[] =>
    views.length === 0 ? [] : [{ kind: 'class', class: name, tools: views.length }, ...views],
  );
}

function byServer(servers: readonly ServerView[], tools: Readonly<Record<string, readonly ToolView[]>>, filter: ToolFilter): ToolRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const narrowed = words.length > 0 || filter.class !== '';
  const rows: ToolRow[] = [];
  for (const { name } of servers) {
    if (filter.server !== '' && filter.server !== name) continue;
    const all = tools[name] ?? [];
    const found = all.filter(
      (view) => (filter.class === '' || view.class === filter.class) && words.every((word) => searchText(view).includes(word)),
    );
    if (narrowed && found.length === 0) continue;
    rows.push({
      kind: 'server',
      server: name,
      tools: found.length,
      destructive: found.filter((view) => view.class === 'destructive').length,
      listed: all.length > 0,
    });
    for (const view of found) rows.push({ kind: 'tool', view });
  }
  return rows;
}
