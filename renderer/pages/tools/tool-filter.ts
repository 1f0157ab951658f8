import type { ServerView, ToolView } from '../../../shared/model/views.js';

export interface ToolFilter {
  readonly text: string;
  readonly class: string;
  readonly server: string;
}

export type ToolRow =
  | { readonly kind: 'server'; readonly server: string; readonly tools: number; readonly destructive: number; readonly listed: boolean }
  | { readonly kind: 'tool'; readonly view: ToolView };

const texts = new WeakMap<ToolView, string>();

function searchText(view: ToolView): string {
  const known = texts.get(view);
  if (known !== undefined) return known;
  const text = `${view.tool} ${view.title ?? ''} ${view.server} ${view.class} ${view.description}`.toLowerCase();
  texts.set(view, text);
  return text;
}

/** Rows of the list in order: each server's line, then its tools that match. Linear in the number of tools. */
export function toolRows(servers: readonly ServerView[], tools: Readonly<Record<string, readonly ToolView[]>>, filter: ToolFilter): ToolRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const narrowed = words.length > 0 || filter.class !== '';
  const rows: ToolRow[] = [];
  for (const { name } of servers) {
    if (filter.server !== '' && filter.server !== name) continue;
    const all = tools[name] ?? [];
    const found = all.filter((view) => (filter.class === '' || view.class === filter.class) && words.every((word) => searchText(view).includes(word)));
    if (narrowed && found.length === 0) continue;
    rows.push({ kind: 'server', server: name, tools: found.length, destructive: found.filter((view) => view.class === 'destructive').length, listed: all.length > 0 });
    for (const view of found) rows.push({ kind: 'tool', view });
  }
  return rows;
}
