import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { mirroredArguments } from '../../../shared/mcp/mirrored-headers.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { CallTimedOut, type Offering, type ServerLists } from '../ports/upstreams.js';
import type { RpcPeer } from './rpc-peer.js';
import type { Hold } from './server-slot.js';
import { takeLists } from './take-lists.js';

const minGapMs = 1000;
const afterUseMs = 8000;
/** kinds of client that are remembered: more than there are applications that differ */
const mostKinds = 16;

/** a server that names its tools anew with every list would otherwise fill the memory and the disk */
const mostNames = 50_000;

interface Source {
  /** what was declared to the server here: it may offer something else to other clients */
  readonly capabilities: JsonObject;
  readonly peer: RpcPeer<Hold> | undefined;
  readonly initializeResult: JsonObject | undefined;
}

/**
 * Keeps what a server last answered to its list methods; what it offers to clients of different abilities stands together. Takings never overlap; a
 * request for one while another of its kind runs is answered by that one, a change announced meanwhile by one more, at most one a second.
 * `changed` is called only when the content differs.
 */
export function createListKeeper(server: string, clock: Clock, logger: Logger, changed: (lists: ServerLists) => void) {
  let lists: ServerLists | undefined;
  /** what it answered last, by the abilities that were declared to it; `texts` is that spelled out in pieces */
  const offered = new Map<string, { readonly lists: ServerLists; readonly texts: readonly string[]; readonly offering: Offering }>();
  /** for what abilities it was asked, whatever came of it */
  const askedFor = new Set<string>();
  /** what it has called its tools and prompts since it was last stopped: each is remembered elsewhere, for good */
  const called = new Set<unknown>();
  let running: { readonly kind: string; readonly taken: Promise<Result<ServerLists>> } | undefined;
  /** the last taking that an announcement caused: only those are spaced, or one that nobody announced would delay the news */
  let announcedMs = -Infinity;
  let again: Source | undefined;
  let cancelSoon: (() => void) | undefined;
  let cancelAfterUse: (() => void) | undefined;

  const run = async (source: Source, kind: string): Promise<Result<ServerLists>> => {
    const { peer, initializeResult } = source;
    if (peer === undefined || initializeResult === undefined) return fail('server.stopped', `${server} is not running`);
    let lost = false;
    const ask = (method: string, params: JsonObject | undefined, timeoutMs: number) =>
      peer.request(method, params, { timeoutMs }).catch((fault: unknown) => {
        lost ||= !(fault instanceof CallTimedOut);
        throw fault;
      });
    const taken = await takeLists(ask, initializeResult, clock);
    if (!taken.ok) return fail(taken.error.code, `the tools of ${server} cannot be listed: ${taken.error.message}`);
    // a list that broke off says nothing of what it did not come to: a whole one stays, and one that was broken off from here is none
    if (taken.value.partial && lost && (peer.ended?.kind === 'stopped' || lists?.partial === false))
      return fail('server.stopped', `the connection to ${server} broke while it was listed`);
    for (const { name } of [...taken.value.tools, ...taken.value.prompts]) called.add(name);
    if (called.size > mostNames) return fail('server.names', `${server} has given its tools and prompts more than 50,000 names by now`);
    const tools = peer.mirrors ? taken.value.tools.filter(mayBeOffered) : taken.value.tools;
    const next: ServerLists = { server, initializeResult, ...taken.value, tools, atMs: clock.nowMs() };
    const texts = await textsOf(next);
    const before = offered.get(kind);
    const isSame = before?.texts.length === texts.length && texts.every((text, at) => text === before.texts[at]);
    // a server that changed for one kind of client may have changed for all of them
    if (before !== undefined && !isSame) {
      offered.clear();
      askedFor.clear();
    }
    offered.set(kind, { lists: next, texts, offering: before !== undefined && isSame ? before.offering : offeringOf(next) });
    const [oldest] = offered.keys();
    if (offered.size > mostKinds && oldest !== undefined) offered.delete(oldest);
    const all = together([...offered.values()].map((one) => one.lists));
    const differs = before === undefined ? lists === undefined || entriesOf(lists) !== entriesOf(all) : !isSame;
    lists = all;
    if (differs) {
      for (const entry of all.leftOut) logger.warn('upstream.entry.left-out', { server, entry });
      changed(all);
    }
    return ok(all);
  };

  /** a tool whose marks for headers are not valid must be left out by clients over HTTP (2026-07-28, custom headers from tool parameters) */
  const mayBeOffered = (tool: JsonObject): boolean => {
    const marked = mirroredArguments(tool.inputSchema);
    if (typeof marked !== 'string') return true;
    logger.warn('upstream.tool.rejected', { server, tool: tool.name, why: marked });
    return false;
  };

  const take = (source: Source): Promise<Result<ServerLists>> => {
    const kind = stringify(source.capabilities);
    if (running?.kind === kind) return running.taken;
    if (running !== undefined) return running.taken.then(() => take(source));
    const taken = run(source, kind)
      .catch((error: unknown) =>
        fail('server.lists', `the tools of ${server} cannot be listed: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        running = undefined;
        const next = again;
        again = undefined;
        if (next !== undefined) soon(next);
      });
    running = { kind, taken };
    return taken;
  };

  function soon(source: Source): void {
    if (running !== undefined) {
      again = source;
      return;
    }
    if (cancelSoon !== undefined) return;
    const takeAnnounced = (): void => {
      announcedMs = clock.monotonicMs();
      void take(source);
    };
    const waitMs = announcedMs + minGapMs - clock.monotonicMs();
    if (waitMs <= 0) takeAnnounced();
    else {
      cancelSoon = clock.after(waitMs, () => {
        cancelSoon = undefined;
        takeAnnounced();
      });
    }
  }

  return {
    current: () => lists,
    /** it was asked for these abilities, or is being asked */
    knows(capabilities: JsonObject): boolean {
      const kind = stringify(capabilities);
      return offered.has(kind) || askedFor.has(kind);
    },
    /** it is about to be asked: who asks the same meanwhile, or after a failure, need not */
    asked: (capabilities: JsonObject): void => void askedFor.add(stringify(capabilities)),
    forgetAsked: (): void => askedFor.clear(),
    /** undefined while only one kind of client is known: it is offered everything there is */
    offering: (capabilities: JsonObject): Offering | undefined =>
      offered.size < 2 ? undefined : offered.get(stringify(capabilities))?.offering,
    take,
    /** the server announced a change */
    announced: soon,
    /** the server was used: a change it does not announce is found within ten seconds */
    used(source: Source): void {
      cancelAfterUse ??= clock.after(afterUseMs, () => {
        cancelAfterUse = undefined;
        if (source.peer !== undefined) void take(source);
      });
    },
    close(): void {
      cancelSoon?.();
      cancelAfterUse?.();
      cancelSoon = cancelAfterUse = undefined;
      called.clear();
    },
  };
}

const named = { tools: 'name', prompts: 'name', resources: 'uri', resourceTemplates: 'uriTemplate' } as const;

function offeringOf(lists: ServerLists): Offering {
  const names = new Map<keyof typeof named, ReadonlySet<unknown>>();
  return {
    has(list, name) {
      const known = names.get(list) ?? new Set(lists[list].map((entry) => entry[named[list]]));
      names.set(list, known);
      return known.has(name);
    },
  };
}

/** Every entry of all lists once: what the first one says of a name or address holds for all. */
function together([first, ...more]: readonly ServerLists[]): ServerLists {
  if (first === undefined) throw new Error('no lists');
  const all = { ...first };
  for (const other of more) {
    all.tools = withNew(all.tools, other.tools, named.tools);
    all.prompts = withNew(all.prompts, other.prompts, named.prompts);
    all.resources = withNew(all.resources, other.resources, named.resources);
    all.resourceTemplates = withNew(all.resourceTemplates, other.resourceTemplates, named.resourceTemplates);
    all.partial ||= other.partial;
    all.leftOut = [...new Set([...all.leftOut, ...other.leftOut])];
  }
  return all;
}

const entriesOf = ({ tools, prompts, resources, resourceTemplates }: ServerLists): number =>
  tools.length + prompts.length + resources.length + resourceTemplates.length;

function withNew(known: readonly JsonObject[], others: readonly JsonObject[], key: string): readonly JsonObject[] {
  const keys = new Set(known.map((entry) => entry[key]));
  const added = others.filter((entry) => !keys.has(entry[key]));
  return added.length === 0 ? known : [...known, ...added];
}
export type ListKeeper = ReturnType<typeof createListKeeper>;

/** entries spelled out in one stretch */
const pieceOf = 500;

/** Lists spelled out for comparison, a long one in pieces between which other work goes on. */
async function textsOf(lists: ServerLists): Promise<string[]> {
  const { tools, prompts, resources, resourceTemplates, partial, leftOut, initializeResult } = lists;
  const texts = [stringify([partial, leftOut, initializeResult])];
  for (const list of [tools, prompts, resources, resourceTemplates]) {
    for (let at = 0; at === 0 || at < list.length; at += pieceOf) {
      if (at > 0) await setImmediate();
      texts.push(stringify(list.slice(at, at + pieceOf)));
    }
  }
  return texts;
}
