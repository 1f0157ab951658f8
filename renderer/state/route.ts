import { useSyncExternalStore } from 'react';

export const PAGES = ['overview', 'servers', 'tools', 'rules', 'approvals', 'activity', 'clients', 'findings', 'settings'] as const;
export type Page = (typeof PAGES)[number];
export interface Route {
  readonly page: Page | 'approval' | 'gallery';
  readonly parts: readonly string[];
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `#/tools/github/create_issue` → page and parts; anything unknown is the overview. */
export function parseRoute(hash: string): Route {
  const [page = '', ...parts] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const known = page === 'approval' || page === 'gallery' || (PAGES as readonly string[]).includes(page);
  return known ? { page: page as Route['page'], parts } : { page: 'overview', parts: [] };
}

export const routeHash = (page: Route['page'], ...parts: readonly string[]): string =>
  `#/${[page, ...parts].map(encodeURIComponent).join('/')}`;

export const go = (page: Route['page'], ...parts: readonly string[]): void => {
  window.location.hash = routeHash(page, ...parts);
};

/** Opens what a notice names: `approvals/<id>`, `servers/<name>`. */
export const openPath = (path: string): void => {
  const { page, parts } = parseRoute(path);
  go(page, ...parts);
};

const listen = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(listen, () => window.location.hash));
}
