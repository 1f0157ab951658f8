import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { Cancel, type CancelSignal } from '../ports/cancel.js';
import type { Clock } from '../ports/clock.js';
import type { Answer } from '../ports/messages.js';
import { CallCancelled, CallTimedOut } from '../ports/upstreams.js';
import { errorAnswer, resultAnswer } from './own-answers.js';
import type { RpcPeer } from './rpc-peer.js';

/** What a server without a handshake is to tell of single resources (2026-07-28, `subscriptions/listen`): one standing request for all of them. */
export interface ResourceListening {
  /** Answers once the server has said what it agrees to; `-32602` where this resource is not among it. */
  subscribe(uri: string, options: { readonly timeoutMs: number; readonly signal: CancelSignal }): Promise<Answer>;
  unsubscribe(uri: string): Promise<Answer>;
  /** the server said what it agrees to */
  acknowledged(params: JsonObject | undefined): void;
}

interface Standing {
  readonly key: string;
  readonly cancel: Cancel;
  readonly agreed: (uris: ReadonlySet<unknown>) => void;
}

const listenMs = 25 * 60_000;
const againMs = 2000;
const mostPauseMs = 60_000;
const mostAckMs = 10_000;

/** `uris`: what was agreed to; outlives the connection, and is asked for again on a new one. Changes are made one after the other. */
export function listenToResources<By>(
  peer: Pick<RpcPeer<By>, 'request' | 'waiting' | 'ended'>,
  uris: Set<string>,
  { clock, server }: { readonly clock: Pick<Clock, 'after'>; readonly server: string },
): ResourceListening {
  let standing: Standing | undefined;
  let opening: Standing | undefined;
  let serial = 0;
  let breaks = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = turn.then(run);
    turn = done.catch(() => {});
    return done;
  };

  /** Asks for `wanted` in place of what was asked for before, which stands until the server agrees. An answer is a refusal. */
  const open = (wanted: readonly string[], timeoutMs: number, signal?: CancelSignal): Promise<ReadonlySet<unknown> | Answer> =>
    new Promise((resolve, reject) => {
      const cancel = new Cancel();
      const giveUp = (fault: Error) => (): void => {
        if (opening === one) cancel.abort();
        over(fault);
      };
      const onAbort = giveUp(new CallCancelled('the caller cancelled'));
      const withinMs = Math.min(timeoutMs, mostAckMs);
      const late = new CallTimedOut(`${server} did not answer within ${Math.round(withinMs / 1000)} s`);
      const stop = clock.after(withinMs, giveUp(late));
      const settled = (): void => {
        opening = undefined;
        stop();
        signal?.removeEventListener('abort', onAbort);
      };
      const one: Standing = {
        key: `resources${++serial}`,
        cancel,
        agreed(agreed) {
          settled();
          standing?.cancel.abort();
          standing = one;
          breaks = 0;
          resolve(agreed);
        },
      };
      const over = (end: Answer | Error): void => {
        if (opening === one) {
          settled();
          if (end instanceof Error) reject(end);
          else resolve(end.kind === 'error' ? end : errorAnswer(-32603, 'The server tells nothing of its resources.'));
        } else if (standing === one) {
          standing = undefined;
          againLater();
        }
      };
      opening = one;
      signal?.addEventListener('abort', onAbort, { once: true });
      const options = { timeoutMs: listenMs, requestKey: one.key, signal: cancel };
      peer
        .request('subscriptions/listen', { notifications: { resourceSubscriptions: wanted } }, options)
        .then(over, (fault: unknown) => over(fault instanceof Error ? fault : new Error(String(fault))));
    });

  function againLater(): void {
    if (peer.ended !== undefined || uris.size === 0) return;
    clock.after(Math.min(mostPauseMs, againMs * 2 ** Math.min(breaks, 10)), () => void reopen());
    breaks += 1;
  }

  const reopen = (): Promise<void> =>
    inTurn(async () => {
      if (standing !== undefined || peer.ended !== undefined || uris.size === 0) return;
      const agreed = await open([...uris], mostAckMs).catch(() => undefined);
      if (!(agreed instanceof Set)) againLater();
    });

  if (uris.size > 0) void reopen();
  return {
    subscribe: (uri, { timeoutMs, signal }) =>
      inTurn(async () => {
        if (standing !== undefined && uris.has(uri)) return resultAnswer({});
        if (signal.aborted) throw new CallCancelled('the caller cancelled');
        const agreed = await open([...new Set([...uris, uri])], timeoutMs, signal);
        if ('bytes' in agreed) return agreed;
        if (!agreed.has(uri)) return errorAnswer(-32602, 'The server does not tell of changes of this resource.');
        uris.add(uri);
        return resultAnswer({});
      }),
    unsubscribe: (uri) =>
      inTurn(async () => {
        uris.delete(uri);
        if (uris.size > 0) await open([...uris], mostAckMs).catch(() => {});
        else {
          standing?.cancel.abort();
          standing = undefined;
        }
        return resultAnswer({});
      }),
    acknowledged(params) {
      const id = isJsonObject(params?._meta) ? params._meta['io.modelcontextprotocol/subscriptionId'] : undefined;
      for (const call of peer.waiting()) {
        if (opening === undefined || call.requestKey !== opening.key || String(id) !== String(call.id)) continue;
        const { resourceSubscriptions: agreed } = isJsonObject(params?.notifications) ? params.notifications : {};
        return opening.agreed(new Set(Array.isArray(agreed) ? agreed : []));
      }
    },
  };
}
