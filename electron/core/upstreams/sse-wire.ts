import { FateUnknown, NeverSent } from '../ports/upstreams.js';
import { compressedInWords, faultInWords, isCompressed, isEventStream, statusFault, statusInWords, type HttpHead } from './http-client.js';
import type { HttpDeps, HttpTarget } from './http-wire.js';
import { createNumbered } from './numbered.js';
import { withBearer } from './oauth/bearer-client.js';
import { readHead, withoutLineEnds } from './scan-envelope.js';
import { createSseParser } from './sse-parser.js';
import { createUnawaited } from './unawaited.js';
import type { Wire, WireEnd, WireSink } from './wire.js';

const maxErrorBytes = 8192;
/** from here on those are ended whose answer came on the stream before their own */
const manyPosts = 64;

/**
 * The HTTP+SSE transport of 2024-11-05: one standing stream brings the address to post to (which must be of the same origin) and all messages.
 * When the stream ends, the session has ended.
 */
export function openSseWire(target: HttpTarget, sink: WireSink, deps: HttpDeps): Wire {
  const url = new URL(target.url);
  const client = withBearer(target.connect(url, target.headers), target.bearer);
  const queue: { text: string; id: number | undefined }[] = [];
  const own = url.pathname + url.search;
  /** requests whose own exchange is not over yet */
  const posts = createNumbered<{ readonly id: number; readonly abort: () => void }>();
  const unawaited = createUnawaited(deps.clock);
  let endpoint: string | undefined;
  let head: HttpHead | undefined;
  let over = false;
  let protocolVersion: string | undefined;

  const finish = (end: WireEnd): void => {
    if (over) return;
    over = true;
    for (const { id } of queue) if (id !== undefined) sink.requestFailed(id, new NeverSent(end.problem));
    sink.closed(end);
    client.destroy();
  };
  const versionHeader = (): Record<string, string> => (protocolVersion === undefined ? {} : { 'mcp-protocol-version': protocolVersion });

  const events = createSseParser(
    {
      event({ type, data }) {
        if (type === 'message') return sink.message(withoutLineEnds(data), undefined);
        if (type !== 'endpoint' || endpoint !== undefined) return;
        let address: URL;
        try {
          address = new URL(data.toString('utf8').trim(), url);
        } catch {
          return finish({ kind: 'crash', problem: `${url.host} named no usable address to post to` });
        }
        if (address.origin !== url.origin)
          return finish({
            kind: 'crash',
            problem: `${url.host} wants messages sent to another origin (${address.origin}), which is refused`,
          });
        endpoint = address.pathname + address.search;
        for (const { text, id } of queue.splice(0)) post(text, id);
      },
      retry() {},
      tooLarge(start) {
        const said = readHead(start);
        if (said !== 'message') sink.tooLarge(said, said === undefined ? 'guess' : 'known');
      },
    },
    deps.maxAnswerBytes,
  );
  let errorText = '';
  const ended = (why: string): void => finish({ kind: 'crash', problem: why });
  client.exchange('GET', own, { accept: 'text/event-stream' }, undefined, {
    leaving() {},
    head(got) {
      head = got;
      if (got.status !== 200) return;
      if (isCompressed(got)) ended(compressedInWords(url.host));
      else if (!isEventStream(got)) ended(`${url.host} answered ${statusInWords(200, undefined, '')}`);
    },
    data(chunk) {
      if (head?.status === 200) events.push(chunk);
      else if (errorText.length < maxErrorBytes) errorText += chunk.toString('utf8');
    },
    end() {
      if (head?.status === 401) finish({ kind: 'sign-in', problem: `${url.host} asks for sign-in (HTTP 401)` });
      else
        ended(
          head?.status === 200
            ? `${url.host} ended the stream`
            : `${url.host} answered ${statusInWords(head?.status ?? 0, head?.header('retry-after'), errorText)}`,
        );
    },
    broke: (error) =>
      ended(
        head === undefined
          ? `${url.host} cannot be reached: ${faultInWords(error)}`
          : `the stream of ${url.host} broke: ${faultInWords(error)}`,
      ),
  });

  function post(text: string, id: number | undefined): void {
    let left = false;
    let got: HttpHead | undefined;
    let said = '';
    const noted = id === undefined ? unawaited.begin(() => abort()) : undefined;
    const settled = (): void => (id === undefined ? noted?.() : void posts.take(id));
    const failed = (fault: Error): void => (id === undefined ? undefined : sink.requestFailed(id, fault));
    if (posts.size >= manyPosts) for (const one of posts.all()) if (!sink.waits(one.id)) posts.take(one.id)?.abort();
    const abort = client.exchange('POST', endpoint as string, { 'content-type': 'application/json', ...versionHeader() }, text, {
      leaving: () => void (left = true),
      head: (answer) => void (got = answer),
      data: (chunk) => void (said.length < maxErrorBytes ? (said += chunk.toString('utf8')) : undefined),
      end() {
        settled();
        const status = got?.status ?? 0;
        if (status >= 200 && status < 300) return;
        failed(statusFault(url.host, status, got?.header('retry-after'), deps.covered(said)));
        if (status === 401) finish({ kind: 'sign-in', problem: `${url.host} asks for sign-in (HTTP 401)` });
      },
      broke(error) {
        settled();
        failed(
          left
            ? new FateUnknown(`the connection to ${url.host} broke: ${faultInWords(error)}`)
            : new NeverSent(`${url.host} cannot be reached: ${faultInWords(error)}`),
        );
      },
    });
    if (id !== undefined) posts.add({ id, abort });
  }

  return {
    send(text, id) {
      if (over) throw new NeverSent('the connection is closed');
      if (id === undefined && (unawaited.isFull || queue.length >= manyPosts))
        throw new NeverSent('the server does not read what it is sent');
      if (endpoint === undefined) queue.push({ text, id });
      else post(text, id);
    },
    ready(version) {
      protocolVersion = version;
      return Promise.resolve();
    },
    forget(id) {
      posts.take(id)?.abort();
    },
    close() {
      finish({ kind: 'stopped', problem: 'it was stopped' });
      return Promise.resolve();
    },
    processes: 0,
  };
}
