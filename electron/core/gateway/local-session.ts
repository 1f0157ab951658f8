import type { Socket } from 'node:net';
import type { JsonArray } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { noBatches, readBatch, receiveBatch } from './batch.js';
import { inTurns } from '../ports/in-turns.js';
import { nowhere, type DownstreamChannel, type Exchange } from './channel.js';
import type { Doors } from './doors.js';
import {
  INTERNAL_ERROR,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  readEnvelope,
  unreadable,
  type Incoming,
  type IncomingRequest,
} from './envelope.js';
import type { Hub } from './hub.js';
import { createLineReader } from './line-reader.js';
import type { Session } from './session.js';
import type { Unread } from './unread.js';
import { batchVersion } from './versions.js';
import { errorBytes, oneLine, resultBytes } from './wire.js';

/** a client that does not read is not read from either, and lost when it falls too far behind */
const pauseAtBytes = 16 * 1024 * 1024;
const loseAtBytes = 256 * 1024 * 1024;
/** what is still running when the client has said its last word gets this long */
const lastAnswersMs = 10_000;
const NEWLINE = Buffer.from('\n');

/** Speaks MCP's stdio framing (one message a line) on a connection whose client is known. `rest` is what came behind the handshake. */
export function serveLines(hub: Hub, doors: Doors, unread: Unread, socket: Socket, client: string, route: string, rest: Buffer): void {
  let session: Session | undefined;
  let greeting = false;
  let ending = false;
  let running = 0;
  /** what is to be done with messages that come while `initialize` is being answered */
  const waiting: (() => void)[] = [];

  const mayWrite = (): boolean => {
    if (socket.destroyed || !socket.writable) return false;
    if (socket.writableLength <= loseAtBytes) return true;
    socket.destroy();
    return false;
  };
  const hold = (): void => {
    unread.behind(socket);
    if (socket.writableLength > pauseAtBytes) socket.pause();
  };
  const write = (bytes: Buffer, rest?: Buffer, written?: () => void) => {
    if (!mayWrite()) return;
    socket.cork();
    socket.write(oneLine(bytes));
    if (rest !== undefined) socket.write(oneLine(rest));
    socket.write(NEWLINE, written);
    socket.uncork();
    hold();
  };
  const error = (id: Parameters<typeof errorBytes>[0], code: number, message: string) => write(errorBytes(id, code, message));
  const finishWhenIdle = () => {
    if (ending && running === 0 && !greeting) socket.end();
  };
  const writeText = (text: string) => {
    if (text.includes('\n') || text.includes('\r')) return write(Buffer.from(text, 'latin1'));
    if (!mayWrite()) return;
    socket.write(`${text}\n`, 'latin1');
    hold();
  };
  const exchange = (): Exchange => {
    running++;
    return new LineExchange(write, writeText, over);
  };
  const over = () => {
    running--;
    finishWhenIdle();
  };
  const channel: DownstreamChannel = { kind: 'local', push: (bytes) => write(bytes), close: () => socket.destroySoon() };

  const reader = createLineReader(
    () => hub.options().maxRequestBytes,
    (line) => {
      const parsed = parseStrict(line, { keepTexts: true });
      if (!parsed.ok) return receive(unreadable(line, parsed.error.message));
      if (Array.isArray(parsed.value)) return batch(parsed.value as JsonArray);
      receive(readEnvelope(parsed.value));
    },
    () => error(null, INVALID_REQUEST, `The message is larger than ${hub.options().maxRequestBytes} bytes.`),
  );

  function receive(message: Incoming): void {
    if (session) session.receive(message, message.kind === 'request' || message.kind === 'bad' ? exchange() : nowhere);
    else if (greeting) waiting.push(() => receive(message));
    else before(message);
  }

  function before(message: Incoming): void {
    if (message.kind === 'bad') return error(message.id, message.code, message.message);
    if (message.kind !== 'request') return;
    if (message.method === 'initialize') return void greet(message);
    if (message.method === 'ping') return write(resultBytes(message.id, {}));
    if (message.method === 'server/discover') return error(message.id, METHOD_NOT_FOUND, 'Method not found: server/discover');
    error(message.id, -32000, 'Server not initialized');
  }

  async function greet(message: IncomingRequest): Promise<void> {
    greeting = true;
    // a server may take a minute to start: what the client says meanwhile waits on its side, not in memory
    socket.pause();
    try {
      const opened = await doors.open(client, route, message, channel);
      if (typeof opened === 'string') error(message.id, INTERNAL_ERROR, opened);
      else {
        session = opened.session;
        if (ending) session.part();
        write(resultBytes(message.id, opened.result));
        if (socket.destroyed) doors.close(session);
      }
    } catch (fault) {
      hub.logger.error('gateway.local.failed', { client, fault: String(fault) });
      error(message.id, INTERNAL_ERROR, 'The request failed inside Toolgate. Its log says why.');
    }
    greeting = false;
    socket.resume();
    for (const next of waiting.splice(0)) next();
    finishWhenIdle();
  }

  function batch(items: JsonArray): void {
    if (greeting) return void waiting.push(() => batch(items));
    if (session?.protocolVersion !== batchVersion) return error(null, INVALID_REQUEST, noBatches);
    const messages = readBatch(items);
    if (typeof messages === 'string') return error(null, INVALID_REQUEST, messages);
    receiveBatch(session, messages, () => {
      const whole = exchange();
      return { streaming: false, push: whole.push, answer: (bytes) => whole.answer(bytes), finish: () => whole.drop() };
    });
  }

  socket.on(
    'data',
    inTurns(socket, (chunk) => reader.take(chunk)),
  );
  socket.on('drain', () => socket.resume());
  socket.on('end', () => {
    ending = true;
    session?.part();
    const stop = hub.clock.after(lastAnswersMs, () => socket.destroy());
    socket.on('close', stop);
    finishWhenIdle();
  });
  socket.on('close', () => {
    if (session) doors.close(session);
  });
  if (rest.length > 0) reader.take(rest);
}

/** A class because there is one per call. */
class LineExchange implements Exchange {
  constructor(
    readonly push: (bytes: Buffer, rest?: Buffer, written?: () => void) => void,
    private readonly pushText: (text: string) => void,
    private readonly over: () => void,
  ) {}

  answer(bytes: Buffer): void {
    this.push(bytes);
    this.over();
  }

  answerText(text: string): void {
    this.pushText(text);
    this.over();
  }

  answerParts(head: Buffer, rest: Buffer, written: (() => void) | undefined): void {
    this.push(head, rest, written);
    this.over();
  }

  drop(): void {
    this.over();
  }
}
