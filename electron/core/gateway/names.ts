import { createHash } from 'node:crypto';
import type { AliasStore } from '../ports/stores.js';
import type { Hub } from './hub.js';
import type { Session } from './session.js';

/** Clients show at most 60 characters and put `mcp__toolgate__` before ours. */
const budget = 60 - 'mcp__toolgate__'.length;

export interface NameTarget {
  readonly server: string;
  readonly name: string;
}

/**
 * Names of the aggregate view: `<slug>__<name>`, looked up and never taken apart. `remember` gets every new pair, `known` are the
 * pairs of earlier runs, so that a name once given out keeps meaning the same thing.
 */
export interface Names {
  alias(server: string, slug: string, name: string): string;
  find(alias: string): NameTarget | undefined;
}

/** What a client's name of a tool or prompt stands for. In the aggregate, names are given out when a list is first seen. */
export function namedBy({ route, owner }: Session, hub: Hub, kind: 'tools' | 'prompts', name: string): NameTarget | undefined {
  if (route !== '') return { server: route, name };
  const names = kind === 'tools' ? hub.toolNames : hub.promptNames;
  const known = names.find(name);
  if (known !== undefined) return known;
  hub.views.page(owner, '', kind, undefined);
  return names.find(name);
}

export function createNames(known: readonly { alias: string; server: string; tool: string }[], remember: AliasStore['put']): Names {
  const targets = new Map<string, NameTarget>();
  const aliases = new Map<string, string>();
  const key = (server: string, name: string) => `${server}\n${name}`;
  for (const { alias, server, tool } of known) {
    targets.set(alias, { server, name: tool });
    aliases.set(key(server, tool), alias);
  }

  return {
    find: (alias) => targets.get(alias),
    alias(server, slug, name) {
      const before = aliases.get(key(server, name));
      if (before?.startsWith(`${slug}__`)) return before;
      const alias = candidates(server, slug, name).find((candidate) => {
        const owner = targets.get(candidate);
        return owner === undefined || (owner.server === server && owner.name === name);
      });
      if (alias === undefined) throw new Error(`no free name for the tool ${name} of ${server}`);
      targets.set(alias, { server, name });
      aliases.set(key(server, name), alias);
      remember({ alias, server, tool: name });
      return alias;
    },
  };
}

/** The plain name where it fits and is free, else cut and marked by a hash of what it stands for, longer until it is free. */
function candidates(server: string, slug: string, name: string): string[] {
  const plain = `${slug}__${name}`.replace(/[^A-Za-z0-9_-]/g, '_');
  const hash = createHash('sha256').update(server).update('\0').update(name).digest('hex');
  const marked = [6, 10, 16, 24].map((digits) => `${plain.slice(0, budget - digits - 1)}_${hash.slice(0, digits)}`);
  return plain.length <= budget ? [plain, ...marked] : marked;
}
