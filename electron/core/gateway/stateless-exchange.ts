import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { Clock } from '../ports/clock.js';
import type { RequestId } from '../ports/messages.js';
import type { Exchange } from './channel.js';
import { statusOf } from './stateless-request.js';
import { oneLine } from './wire.js';
import { sendJson, type HttpReply } from './http-reply.js';

const lists = new Set(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list', 'resources/read', 'server/discover']);
const log = Buffer.from('{"jsonrpc":"2.0","method":"notifications/message"');
const keepAliveMs = 15_000;
/** a reader that is this far behind is cut off, which cancels its request */
const maxBehindBytes = 16 * 1024 * 1024;

/**
 * The answer to one POST of the era without a handshake: JSON, or a stream once something has to be said before it. There is no coming back: a
 * client that closes it has cancelled (2026-07-28, streamable HTTP), which `gone` is told.
 */
export function createStatelessExchange(
  clock: Clock,
  response: HttpReply,
  request: { readonly id: RequestId; readonly method: string; readonly wantsLogs: boolean; readonly acceptsStream: boolean },
  gone: () => void,
): Exchange & { readonly open: boolean; start(): void } {
  // a client that is gone by now is told to nobody any more
  let over = response.destroyed;
  let stop: () => void = () => {};
  const beat = (): void => {
    response.write(': still here\n\n');
    stop = clock.after(keepAliveMs, beat);
  };
  response.on('close', () => {
    stop();
    if (over) return;
    over = true;
    gone();
  });
  const start = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
    stop = clock.after(keepAliveMs, beat);
  };
  const event = (bytes: Buffer): void => {
    start();
    if (response.writableLength > maxBehindBytes) return void response.destroy();
    response.cork();
    response.write('event: message\ndata: ');
    response.write(oneLine(bytes));
    response.write('\n\n');
    response.uncork();
  };
  return {
    get open() {
      return !over;
    },
    start,
    push(bytes) {
      // log messages only where the request asked for them
      if (over || !request.acceptsStream || (!request.wantsLogs && bytes.subarray(0, log.length).equals(log))) return;
      event(bytes);
    },
    answer(bytes) {
      if (over) return;
      over = true;
      const { body, code } = finished(bytes, request);
      if (response.headersSent) {
        event(body);
        response.end();
      } else sendJson(response, statusOf(code), body);
      stop();
    },
    drop() {
      if (over) return;
      over = true;
      stop();
      if (response.headersSent) response.end();
      else response.writeHead(202).end();
    },
  };
}

/** What this era adds to every answer: the caller's own id, the type of a result, how long and for whom lists may be kept. */
function finished(
  bytes: Buffer,
  { id, method }: { readonly id: RequestId; readonly method: string },
): { body: Buffer; code: number | undefined } {
  const parsed = parseStrict(bytes, { maxDepth: 256 });
  const message: JsonObject =
    parsed.ok && isJsonObject(parsed.value)
      ? parsed.value
      : { error: { code: -32603, message: 'The answer of the server cannot be read.' } };
  const { result, error } = message;
  if (!isJsonObject(result)) {
    const said = isJsonObject(error) ? error : { code: -32603, message: 'The answer of the server cannot be read.' };
    // the other era had a code of its own for this
    const code = said['code'] === -32002 ? -32602 : said['code'];
    return {
      body: Buffer.from(stringify({ jsonrpc: '2.0', id, error: { ...said, code } })),
      code: typeof code === 'number' ? code : undefined,
    };
  }
  const whole = result['resultType'] === undefined || result['resultType'] === 'complete';
  const full: JsonObject = {
    resultType: 'complete',
    ...result,
    ...(whole && lists.has(method) ? { ttlMs: result['ttlMs'] ?? 0, cacheScope: result['cacheScope'] ?? 'private' } : {}),
  };
  return { body: Buffer.from(stringify({ jsonrpc: '2.0', id, result: full })), code: undefined };
}
