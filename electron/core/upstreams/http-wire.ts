import type { Clock } from '../ports/clock.js';
import { Pieces } from '../ports/pieces.js';
import { AnswerTooLarge, FateUnknown, NeverSent, NoAnswer } from '../ports/upstreams.js';
import {
  compressedInWords,
  faultInWords,
  isCompressed,
  isEventStream,
  statusFault,
  type ExchangeSink,
  type HttpClient,
  type HttpHead,
} from './http-client.js';
import type { Bearer } from './oauth/bearer.js';
import { withBearer } from './oauth/bearer-client.js';
import { createNumbered } from './numbered.js';
import { messagesIn } from './messages-in.js';
import { readHead, withoutLineEnds } from './scan-envelope.js';
import { createSseParser } from './sse-parser.js';
import { createUnawaited } from './unawaited.js';
import type { Wire, WireEnd, WireSink } from './wire.js';

export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connect: (url: URL, headers: Readonly<Record<string, string>>) => HttpClient;
  /** the server's own sign-in, where it has no credentials in its headers */
  readonly bearer?: Bearer;
}
export interface HttpDeps {
  readonly clock: Clock;
  readonly maxAnswerBytes: () => number;
  /** what a server said, with secrets covered: a refusal may repeat what it was given, and goes on to the agent */
  readonly covered: (said: string) => string;
}

/** requests wait this long for the answer to the standing GET: servers drop what they want to say before it is there */
const getRaceMs = 1500;
const maxErrorBytes = 8192;
const maxResumes = 20;
const deleteMs = 2000;
const posted = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/**
 * Streamable HTTP (2025-11-25, transports). One POST per message; answers as JSON or as a stream, whose messages are told with the request they
 * came for; one standing GET stream where the server has one, reopened when lost; streams with event ids are resumed, requests never repeated.
 */
export function openHttpWire(target: HttpTarget, sink: WireSink, deps: HttpDeps): Wire {
  const url = new URL(target.url);
  const client = withBearer(target.connect(url, target.headers), target.bearer);
  const aborts = createNumbered<{ readonly id: number; readonly abort: () => void }>();
  const unawaited = createUnawaited(deps.clock);
  let path = url.pathname + url.search;
  let session: string | undefined;
  let protocolVersion: string | undefined;
  let over = false;
  let afterInitialized: (() => void) | undefined;
  let stopStanding: () => void = () => {};
  let hadStanding = false;
  let stateless = false;

  const headers = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    ...more,
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
    ...(protocolVersion === undefined ? {} : { 'mcp-protocol-version': protocolVersion }),
  });
  const madeUsual = () => ({ session, protocolVersion, headers: headers(posted) });
  let usual = madeUsual();
  /** of requests without headers of their own: the same object until the session or the version is another */
  const usualHeaders = (): Readonly<Record<string, string>> => {
    if (usual.session !== session || usual.protocolVersion !== protocolVersion) usual = madeUsual();
    return usual.headers;
  };

  /** how the request is ended from here on */
  const endBy = (id: number, abort: () => void): void => {
    aborts.take(id);
    aborts.add({ id, abort });
  };

  const finish = (end: WireEnd): void => {
    if (over) return;
    over = true;
    stopStanding();
    sink.closed(end);
    client.destroy();
  };

  /** what a refusal means for the connection as a whole; true when it is over with it */
  const endsSession = (status: number, said: string): boolean => {
    if (status === 401) finish({ kind: 'sign-in', problem: `${url.host} asks for sign-in (HTTP 401)` });
    else if (session !== undefined && (status === 404 || (status === 400 && /session/i.test(said))))
      finish({ kind: 'expired', problem: 'the server had ended the session' });
    return over;
  };

  const parser = (related: number | undefined, onRetry: (ms: number) => void) =>
    createSseParser(
      {
        event: (event) =>
          event.type === 'message' && event.data.length > 0 ? sink.message(withoutLineEnds(event.data), related) : undefined,
        retry: onRetry,
        tooLarge(head) {
          const said = readHead(head);
          if (said !== 'message') sink.tooLarge(said ?? related, 'known');
          if (related !== undefined && !sink.waits(related)) aborts.get(related)?.abort();
        },
      },
      deps.maxAnswerBytes,
    );

  function post(text: string, id: number | undefined, own: Readonly<Record<string, string>> | undefined, redirects = 0): void {
    let left = false;
    let head: HttpHead | undefined;
    let retryMs = 1000;
    let events: ReturnType<typeof createSseParser> | undefined;
    const body = new Pieces();
    let bytes = 0;
    const said = id === undefined ? unawaited.begin(() => abort()) : undefined;
    const failed = (fault: Error): void => {
      if (id === undefined) return;
      aborts.take(id);
      sink.requestFailed(id, fault);
    };
    const settled = (): void => {
      if (said === undefined) return;
      said();
      afterInitialized?.();
      afterInitialized = undefined;
    };
    const exchange: ExchangeSink = {
      leaving: () => void (left = true),
      head(got) {
        head = got;
        session ??= got.status < 300 && protocolVersion === undefined ? got.header('mcp-session-id') : undefined;
        if (id === undefined) return;
        if (got.status === 200 && isCompressed(got)) {
          failed(new NoAnswer(compressedInWords(url.host)));
          abort();
        } else if (isEventStream(got)) events = parser(id, (ms) => (retryMs = ms));
      },
      data(chunk) {
        if (events !== undefined) return events.push(chunk);
        bytes += chunk.length;
        const limit = head?.status === 200 && id !== undefined ? deps.maxAnswerBytes() : maxErrorBytes;
        if (bytes <= limit) body.add(chunk);
        else if (limit !== maxErrorBytes) {
          body.clear();
          failed(new AnswerTooLarge(`the answer of ${url.host} was larger than allowed`));
          abort();
        }
      },
      end() {
        const status = head?.status ?? 0;
        if (events !== undefined) return streamEnded(id as number, events.lastId(), retryMs, 0);
        if (status >= 200 && status < 300) {
          if (id !== undefined && body.bytes > 0) for (const message of messagesIn(body.take())) sink.message(message, id);
          // a fault is not cheap to make, and nearly every call has its answer by now
          if (id !== undefined && !sink.waits(id)) aborts.take(id);
          else failed(new NoAnswer(`${url.host} answered HTTP ${status} without an answer to the call`));
          return settled();
        }
        const errorBody = body.take();
        const words = errorBody.toString('utf8');
        const next = redirected(status, head?.header('location'));
        // before a session exists nothing was carried out: the same origin may name its endpoint's other address
        if (next !== undefined && protocolVersion === undefined && redirects < 3) {
          path = next;
          said?.();
          return post(text, id, own, redirects + 1);
        }
        if (id !== undefined && status >= 400 && status !== 401 && (status !== 404 || own !== undefined) && readHead(errorBody) === id)
          sink.message(withoutLineEnds(errorBody), id);
        failed(statusFault(url.host, status, head?.header('retry-after'), deps.covered(words)));
        endsSession(status, words);
        settled();
      },
      broke(error) {
        if (events !== undefined && !over && events.lastId() !== undefined) return streamEnded(id as number, events.lastId(), retryMs, 0);
        const why = faultInWords(error);
        failed(
          left
            ? new FateUnknown(`the connection to ${url.host} broke before the answer came: ${why}`)
            : new NeverSent(`${url.host} cannot be reached: ${why}`),
        );
        settled();
      },
    };
    const abort = client.exchange('POST', path, own === undefined ? usualHeaders() : headers({ ...posted, ...own }), text, exchange);
    if (id !== undefined && sink.waits(id)) endBy(id, abort);
  }

  const redirected = (status: number, location: string | undefined): string | undefined => {
    if (![301, 302, 307, 308].includes(status) || location === undefined) return undefined;
    try {
      const next = new URL(location, new URL(path, url.origin));
      return next.origin === url.origin ? next.pathname + next.search : undefined;
    } catch {
      return undefined;
    }
  };

  /** the stream of a request ended: with the answer told, nothing; with event ids, the rest is fetched; otherwise the call's fate is unknown */
  function streamEnded(id: number, lastId: string | undefined, retryMs: number, tries: number): void {
    aborts.take(id);
    if (over || !sink.waits(id)) return;
    if (lastId === undefined || tries >= maxResumes)
      return sink.requestFailed(id, new FateUnknown(`the stream of ${url.host} ended before the answer came`));
    if (tries === 0) sink.paused(id, retryMs);
    const cancel = deps.clock.after(retryMs, () => {
      if (over || !sink.waits(id)) return;
      let nextRetryMs = retryMs;
      let got: HttpHead | undefined;
      const events = parser(id, (ms) => (nextRetryMs = ms));
      const again = (): void => {
        if (got !== undefined && got.status >= 400 && got.status < 500)
          return sink.requestFailed(id, new FateUnknown(`the stream of ${url.host} cannot be taken up again (HTTP ${got.status})`));
        streamEnded(id, events.lastId() ?? lastId, nextRetryMs, tries + 1);
      };
      endBy(
        id,
        client.exchange('GET', path, headers({ accept: 'text/event-stream', 'last-event-id': lastId }), undefined, {
          leaving() {},
          head: (head) => void (got = head),
          data: (chunk) => (got?.status === 200 ? events.push(chunk) : undefined),
          end: again,
          broke: again,
        }),
      );
    });
    endBy(id, cancel);
  }

  /** the standing stream; `answered` is called once, when it is known whether there is one */
  function openStanding(answered: () => void, lastId: string | undefined, failures: number): void {
    if (over) return answered();
    let streams = false;
    let status = 0;
    let retryMs = Math.min(30_000, 1000 * 2 ** failures);
    const events = parser(undefined, (ms) => (retryMs = Math.max(ms, 100)));
    const lost = (): void => {
      answered();
      if (over || (status !== 0 && !streams)) return;
      const cancel = deps.clock.after(retryMs, () => openStanding(() => {}, events.lastId() ?? lastId, streams ? 0 : failures + 1));
      stopStanding = cancel;
    };
    stopStanding = client.exchange(
      'GET',
      path,
      headers({ accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }),
      undefined,
      {
        leaving() {},
        head(head) {
          status = head.status;
          streams = isEventStream(head) && !isCompressed(head);
          answered();
          if (streams && hadStanding) sink.resumed();
          hadStanding ||= streams;
          if (hadStanding) endsSession(status, '');
        },
        data: (chunk) => (streams ? events.push(chunk) : undefined),
        end: lost,
        broke: lost,
      },
    );
  }
  return {
    stateless(on) {
      stateless = on;
    },
    send(text, id, own) {
      if (over) throw new NeverSent('the connection is closed');
      // without a session there is nothing to notify: a request ends with its stream
      if (stateless && id === undefined) return;
      if (id === undefined && unawaited.isFull) throw new NeverSent('the server does not read what it is sent');
      try {
        post(text, id, own);
      } catch (error) {
        throw new NeverSent(`the request could not be sent: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    ready(version) {
      protocolVersion = version;
      return new Promise((resolve) => {
        deps.clock.after(getRaceMs, resolve);
        afterInitialized = () => openStanding(resolve, undefined, 0);
      });
    },
    forget(id) {
      aborts.take(id)?.abort();
    },
    async close() {
      if (over) return;
      over = true;
      stopStanding();
      if (session !== undefined) {
        await new Promise<void>((resolve) => {
          deps.clock.after(deleteMs, resolve);
          try {
            client.exchange('DELETE', path, headers({}), undefined, {
              leaving() {},
              head() {},
              data() {},
              end: resolve,
              broke: () => resolve(),
            });
          } catch {
            resolve();
          }
        });
      }
      sink.closed({ kind: 'stopped', problem: 'it was stopped' });
      client.destroy();
    },
    processes: 0,
  };
}
