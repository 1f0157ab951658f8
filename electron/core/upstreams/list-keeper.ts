import type { JsonObject } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ServerLists } from '../ports/upstreams.js';
import type { RpcPeer } from './rpc-peer.js';
import type { Hold } from './server-slot.js';
import { takeLists } from './take-lists.js';

const minGapMs = 1000;
const afterUseMs = 8000;

interface Source {
  readonly peer: RpcPeer<Hold> | undefined;
  readonly initializeResult: JsonObject | undefined;
}

/**
 * Keeps what a server last answered to its list methods. Takings never overlap; a request for one while another runs is answered by that one, a
 * change announced meanwhile by one more, at most one a second. `changed` is called only when the content differs.
 */
export function createListKeeper(server: string, clock: Clock, changed: (lists: ServerLists) => void) {
  let lists: ServerLists | undefined;
  let text = '';
  let running: Promise<Result<ServerLists>> | undefined;
  /** the last taking that an announcement caused: only those are spaced, or one that nobody announced would delay the news */
  let announcedMs = -Infinity;
  let again: Source | undefined;
  let cancelSoon: (() => void) | undefined;
  let cancelAfterUse: (() => void) | undefined;

  const run = async (source: Source): Promise<Result<ServerLists>> => {
    const { peer, initializeResult } = source;
    if (peer === undefined || initializeResult === undefined) return fail('server.stopped', `${server} is not running`);
    const taken = await takeLists((method, params, timeoutMs) => peer.request(method, params, { timeoutMs }), initializeResult, clock);
    if (!taken.ok) return fail(taken.error.code, `the tools of ${server} cannot be listed: ${taken.error.message}`);
    const next: ServerLists = { server, initializeResult, ...taken.value, atMs: clock.nowMs() };
    const nextText = stringify([next.tools, next.prompts, next.resources, next.resourceTemplates, next.partial, next.initializeResult]);
    const differs = nextText !== text;
    lists = next;
    text = nextText;
    if (differs) changed(next);
    return ok(next);
  };

  const take = (source: Source): Promise<Result<ServerLists>> => {
    running ??= run(source)
      .catch((error: unknown) =>
        fail('server.lists', `the tools of ${server} cannot be listed: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        running = undefined;
        const next = again;
        again = undefined;
        if (next !== undefined) soon(next);
      });
    return running;
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
    },
  };
}
export type ListKeeper = ReturnType<typeof createListKeeper>;
