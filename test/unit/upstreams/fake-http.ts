import type { ExchangeSink, HttpClient } from '../../../electron/core/upstreams/http-client.js';
import type { HttpTarget } from '../../../electron/core/upstreams/http-wire.js';
import type { WireSink } from '../../../electron/core/upstreams/wire.js';

export interface Exchange {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** what the server does: a head, then pieces of a body, then an end */
  readonly sink: ExchangeSink;
  /** whether whoever asked gave it up */
  aborted: boolean;
  head(status: number, headers?: Readonly<Record<string, string>>): void;
}

/** A server that does nothing by itself: each exchange stands in `exchanges`, for the test to answer. */
export function fakeHttp(): { exchanges: Exchange[]; target: HttpTarget } {
  const exchanges: Exchange[] = [];
  const client: HttpClient = {
    exchange(method, _path, headers, body, sink) {
      const made: Exchange = {
        aborted: false,
        method,
        headers,
        body,
        sink,
        head: (status, answered = {}) => sink.head({ status, header: (name) => answered[name] }),
      };
      exchanges.push(made);
      return () => {
        if (made.aborted) return;
        made.aborted = true;
        sink.broke(new Error('no longer wanted'));
      };
    },
    destroy() {},
  };
  return { exchanges, target: { url: 'http://127.0.0.1:9/mcp', headers: {}, connect: () => client } };
}

/** A sink that keeps in words what it is told. */
export function tellingSink(waits: (id: number) => boolean = () => true): { told: string[]; sink: WireSink } {
  const told: string[] = [];
  const sink: WireSink = {
    message: (bytes) => void told.push(`message ${bytes.toString()}`),
    tooLarge: (id) => void told.push(`too large ${id}`),
    requestFailed: (id, fault) => void told.push(`failed ${id}: ${fault.message}`),
    paused: (id) => void told.push(`paused ${id}`),
    waits,
    others: () => false,
    noise: (bytes) => void told.push(`noise ${bytes.toString()}`),
    resumed: () => void told.push('resumed'),
    closed: (end) => void told.push(`closed ${end.kind}`),
  };
  return { told, sink };
}
