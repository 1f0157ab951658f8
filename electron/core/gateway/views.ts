import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { atOnce, inSlices, type Slicing } from '../../../shared/slices.js';
import type { Corridor, ServerDirectory } from '../ports/corridor.js';
import type { Answer } from '../ports/messages.js';
import type { Offering, ServerLists, SessionOwner, Upstreams } from '../ports/upstreams.js';
import type { Names } from './names.js';
import { ownAnswer } from './wire.js';

export type ListKind = 'tools' | 'prompts' | 'resources' | 'resourceTemplates';

const slicing: Slicing = { nowMs: () => performance.now(), pause: () => setImmediate() };

/** entries of one page; most clients never ask for a second one */
const pageSize = 1000;

/** The lists as one client sees them on one route, with what each server offers to clients of its abilities; kept as ready bytes until a list or a rule changes. */
export interface Views {
  /** has the view of a list at hand for `page`, built in slices: a list of 10,000 would hold the loop */
  prepare(caller: SessionOwner, route: string, kind: ListKind): Promise<void>;
  /** one page; `allowed` leaves out servers. `undefined`: the cursor is none of ours */
  page(caller: SessionOwner, route: string, kind: ListKind, cursor: unknown, allowed?: ReadonlySet<string>): Answer | undefined;
  /** the servers of a route, those without a list left out */
  servers(route: string): { readonly name: string; readonly slug: string; readonly lists: ServerLists }[];
  /** the server that a resource URI belongs to for this caller */
  ownerOfUri(caller: SessionOwner, route: string, uri: string): string | undefined;
  forget(): void;
}

/** An entry and the name it is shown by; spelled out with its page only, for a list of 10,000 would hold the loop. */
interface Entry {
  readonly item: JsonObject;
  readonly shown: string;
  readonly name: string;
}

interface Present {
  readonly name: string;
  readonly slug: string;
  readonly lists: ServerLists;
  readonly offering: Offering | undefined;
}

interface View {
  readonly of: readonly Present[];
  readonly parts: readonly { readonly server: string; readonly items: readonly Entry[] }[];
  readonly pages: Map<string, Answer>;
}

export function createViews(deps: {
  corridor: Corridor;
  upstreams: Upstreams;
  servers: ServerDirectory;
  toolNames: Names;
  promptNames: Names;
}): Views {
  const { corridor, upstreams, toolNames, promptNames } = deps;
  const views = new Map<string, View>();
  let forgotten = 0;

  const servers = (route: string) =>
    deps.servers
      .list()
      .filter(({ name }) => route === '' || name === route)
      .flatMap(({ name, slug }) => {
        const lists = upstreams.lists(name);
        return lists === undefined ? [] : [{ name, slug, lists }];
      });

  const presentTo = (caller: SessionOwner, route: string): Present[] =>
    servers(route).map((server) => ({ ...server, offering: upstreams.offering(server.name, caller) }));

  function* building(caller: SessionOwner, route: string, kind: ListKind): Generator<void, View> {
    const present = presentTo(caller, route);
    const uris = new Set<string>();
    const parts: View['parts'][number][] = [];
    for (const { name: server, slug, lists, offering } of present) {
      const items: Entry[] = [];
      for (const item of lists[kind]) {
        yield;
        const name = item[nameMember[kind]];
        if (typeof name !== 'string') continue;
        const shown = route === '' ? alias(kind, server, slug, name) : name;
        if (!isShown(caller, server, offering, kind, name)) continue;
        if (route === '' && (kind === 'resources' || kind === 'resourceTemplates')) {
          // a URI or a template two servers list belongs to the first of them
          if (uris.has(name)) continue;
          uris.add(name);
        }
        items.push({ item, shown, name });
      }
      parts.push({ server, items });
    }
    return { of: present, parts, pages: new Map() };
  }

  const isShown = (caller: SessionOwner, server: string, offering: Present['offering'], kind: ListKind, name: string): boolean =>
    offering?.has(kind, name) !== false && corridor.shows(caller, server, shownAs[kind], name);

  function alias(kind: ListKind, server: string, slug: string, name: string): string {
    if (kind === 'tools') return toolNames.alias(server, slug, name);
    return kind === 'prompts' ? promptNames.alias(server, slug, name) : name;
  }

  const keyOf = (caller: SessionOwner, route: string, kind: ListKind): string => `${kind}\n${route}\n${caller.client}`;
  function ready(caller: SessionOwner, route: string, kind: ListKind): View | undefined {
    const view = views.get(keyOf(caller, route, kind));
    const now = presentTo(caller, route);
    const same =
      view?.of.length === now.length &&
      now.every(({ lists, slug, offering }, i) => {
        const before = view.of[i];
        return lists === before?.lists && slug === before.slug && offering === before.offering;
      });
    return same ? view : undefined;
  }

  function current(caller: SessionOwner, route: string, kind: ListKind): View {
    const view = ready(caller, route, kind);
    if (view !== undefined) return view;
    const fresh = atOnce(building(caller, route, kind));
    views.set(keyOf(caller, route, kind), fresh);
    return fresh;
  }

  return {
    servers,
    async prepare(caller, route, kind) {
      if (ready(caller, route, kind) !== undefined) return;
      const since = forgotten;
      const view = await inSlices(building(caller, route, kind), slicing);
      // INVARIANT: a view built under rules that have changed meanwhile is not kept
      if (since === forgotten) views.set(keyOf(caller, route, kind), view);
    },
    page(caller, route, kind, cursor, allowed) {
      const offset = readCursor(kind, cursor);
      if (offset === undefined) return undefined;
      const view = current(caller, route, kind);
      const refused = allowed === undefined ? [] : view.parts.filter(({ server }) => !allowed.has(server)).map(({ server }) => server);
      const key = `${offset}\n${refused.join('\n')}`;
      const ready = view.pages.get(key);
      if (ready !== undefined) return ready;
      const items = view.parts.flatMap((part) => (refused.includes(part.server) ? [] : part.items));
      const next = offset + pageSize < items.length ? `,"nextCursor":"${writeCursor(kind, offset + pageSize)}"` : '';
      const page = ownAnswer(
        'result',
        `{"${kind}":[${items
          .slice(offset, offset + pageSize)
          .map(({ item, shown, name }) => stringify(shown === name ? item : renamed(item, shown)))
          .join(',')}]${next}}`,
      );
      if (view.pages.size < 100) view.pages.set(key, page);
      return page;
    },
    ownerOfUri(caller, route, uri) {
      const present = presentTo(caller, route);
      const firstWith = (kind: 'resources' | 'resourceTemplates', fits: (listed: string) => boolean) =>
        present.find(({ name, lists, offering }) =>
          lists[kind].some((item) => {
            const listed = item[nameMember[kind]];
            return typeof listed === 'string' && fits(listed) && isShown(caller, name, offering, kind, listed);
          }),
        );
      const owner =
        firstWith('resources', (listed) => listed === uri) ??
        // completion names a template itself
        firstWith('resourceTemplates', (template) => template === uri) ??
        firstWith('resourceTemplates', (template) => matchesTemplate(template, uri));
      if (owner !== undefined) return owner.name;
      const able = present.filter(
        ({ lists }) => (lists.initializeResult['capabilities'] as JsonObject | undefined)?.['resources'] !== undefined,
      );
      return able.length === 1 ? able[0]?.name : undefined;
    },
    forget() {
      forgotten += 1;
      views.clear();
    },
  };
}

const nameMember: Record<ListKind, string> = { tools: 'name', prompts: 'name', resources: 'uri', resourceTemplates: 'uriTemplate' };
const shownAs = { tools: 'tool', prompts: 'prompt', resources: 'resource', resourceTemplates: 'resource' } as const;

const renamed = (item: JsonObject, name: string): JsonObject => Object.assign(Object.create(null) as object, item, { name }) as JsonObject;

const writeCursor = (kind: ListKind, offset: number): string => Buffer.from(`${kind}:${offset}`).toString('base64url');

function readCursor(kind: ListKind, cursor: unknown): number | undefined {
  // clients of languages with a null write what they leave out as null
  if (cursor === undefined || cursor === null) return 0;
  if (typeof cursor !== 'string' || cursor.length > 100) return undefined;
  const [, name, offset] = /^([A-Za-z]+):(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return name === kind && offset !== undefined ? Number(offset) : undefined;
}

/** Whether a URI could come from a template (RFC 6570), any text in place of an expression. It only picks a server; linear, no pattern engine. */
function matchesTemplate(template: string, uri: string): boolean {
  const literals = template.slice(0, 2000).split(/\{[^{}]*\}/);
  const last = literals.pop() ?? '';
  const first = literals.shift();
  if (first === undefined) return uri === last;
  if (!uri.startsWith(first)) return false;
  let at = first.length;
  for (const literal of literals) {
    const found = uri.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return uri.length - last.length >= at && uri.endsWith(last);
}
