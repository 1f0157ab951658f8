import { Pool } from 'undici';
import { connectMs, keepAliveMs, maxConnections, standingHeaders, type HttpClient } from './http-client.js';

/** A client for https. */
export function createPooledClient(url: URL, configured: Readonly<Record<string, string>>): HttpClient {
  // INVARIANT: no pipelining. undici repeats pipelined requests behind one that failed; a call must never be sent twice.
  const pool = new Pool(url.origin, {
    connections: maxConnections,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    headersTimeout: 0,
    bodyTimeout: 0,
    // a variable left in the environment (NODE_TLS_REJECT_UNAUTHORIZED) must not show a server's secrets to whoever answers
    connect: { timeout: connectMs, rejectUnauthorized: true },
  });
  const standing = standingHeaders(url, configured);

  return {
    exchange(method, path, headers, body, sink) {
      let abort: ((error?: Error) => void) | undefined;
      let aborted = false;
      let left = false;
      let over = false;
      const broke = (error: Error): void => {
        if (over) return;
        over = true;
        sink.broke(error);
      };
      pool.dispatch(
        { path, method, headers: { ...standing, ...headers }, ...(body === undefined ? {} : { body }) },
        {
          onConnect(stop) {
            abort = stop;
            if (aborted || left) return stop(new Error(left ? 'the connection was lost' : 'no longer wanted'));
            left = true;
            sink.leaving();
          },
          onHeaders(status, raw) {
            if (status >= 200)
              sink.head({
                status,
                header(name) {
                  for (let i = 0; i + 1 < raw.length; i += 2)
                    if ((raw[i] as Buffer).toString('latin1').toLowerCase() === name) return (raw[i + 1] as Buffer).toString('latin1');
                  return undefined;
                },
              });
            return true;
          },
          onData(chunk) {
            if (!over && !aborted) sink.data(chunk);
            return true;
          },
          onComplete() {
            if (over) return;
            over = true;
            sink.end();
          },
          onError: broke,
        },
      );
      return () => {
        if (over || aborted) return;
        aborted = true;
        abort?.(new Error('no longer wanted'));
      };
    },
    destroy() {
      pool.destroy().catch(() => {});
    },
  };
}
