import type { RiskClass } from '../../../shared/model/risk.js';
import type { ServerView, ToolView } from '../../../shared/model/views.js';

export interface ToolFilter {
  readonly text: string;
  readonly class: string;
  readonly server: string;
  readonly severity?: string;
}

export type Grouping = 'server' | 'class' | 'client';

/** The tools of one client, with the positions of the switches as they are for it. */
export interface ClientTools {
  readonly client: string;
  readonly tools: Readonly<Record<string, readonly ToolView[]>>;
}

export type ToolRow =
  | { readonly kind: 'server'; readonly server: string; readonly tools: number; readonly destructive: number; readonly listed: boolean }
  | { readonly kind: 'class'; readonly class: RiskClass; readonly tools: number }
  | { readonly kind: 'client'; readonly client: string; readonly tools: number; readonly open: number }
  | {
      readonly kind: 'tool';
      readonly view: ToolView;
      /** whose switch it is, where the rows stand under clients */ readonly client?: string;
    };

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
  group: Grouping = 'server',
): ToolRow[] {
  const rows = byServer(servers, tools, filter);
  if (group !== 'class') return rows;
  const found = new Map<RiskClass, ToolRow[]>(BY_HARM.map((name) => [name, []]));
  for (const row of rows) if (row.kind === 'tool') found.get(row.view.class)?.push(row);
  return [...found].flatMap(([name, views]): ToolRow[] =>
    views.length === 0 ? [] : [{ kind: 'class', class: name, tools: views.length }, ...views],
  );
}

/** Under each client the tools that match, with its own switches. */
export function rowsByClient(servers: readonly ServerView[], clients: readonly ClientTools[], filter: ToolFilter): ToolRow[] {
  return clients.flatMap(({ client, tools }): ToolRow[] => {
    const found = byServer(servers, tools, filter).filter((row) => row.kind === 'tool');
    const open = found.filter(({ view }) => view.switch === 'allow' || view.switch === 'ask').length;
    return [{ kind: 'client', client, tools: found.length, open }, ...found.map((row) => ({ ...row, client }))];
  });
}

/** How many tools of each class there are, the most dangerous first; classes without tools are left out. */
export function classCounts(tools: Readonly<Record<string, readonly ToolView[]>>): { readonly class: RiskClass; readonly count: number }[] {
  const counts = new Map<RiskClass, number>(BY_HARM.map((name) => [name, 0]));
  for (const views of Object.values(tools)) for (const view of views) counts.set(view.class, (counts.get(view.class) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 0).map(([name, count]) => ({ class: name, count }));
}

function byServer(servers: readonly ServerView[], tools: Readonly<Record<string, readonly ToolView[]>>, filter: ToolFilter): ToolRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const narrowed = words.length > 0 || filter.class !== '' || (filter.severity ?? '') !== '';
  const rows: ToolRow[] = [];
  for (const { name } of servers) {
    if (filter.server !== '' && filter.server !== name) continue;
    const all = tools[name] ?? [];
    const found = all.filter(
      (view) =>
        (filter.class === '' || view.class === filter.class) &&
        ((filter.severity ?? '') === '' || view.severity === filter.severity) &&
        words.every((word) => searchText(view).includes(word)),
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
