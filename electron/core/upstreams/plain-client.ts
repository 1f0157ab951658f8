import { connect, isIP, type Socket } from 'node:net';
import { httpToken } from '../../../shared/model/names.js';
import { inTurns } from '../ports/in-turns.js';
import { connectMs, keepAliveMs, maxConnections, standingHeaders, type ExchangeSink, type HttpClient } from './http-client.js';
import { ResponseReader } from './response-reader.js';

/** a request up to this size goes out in one piece */
const oneWriteBytes = 16 * 1024;
/** nothing that could end the header (RFC 9110 5.5) */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const target = /^\/[!-~]*$/;

interface Exchange {
  head: string;
  readonly body: string | undefined;
  readonly bodyBytes: number;
  readonly sink: ExchangeSink;
  /** its end was told */
  over: boolean;
  connection: Connection | undefined;
}

/**
 * HTTP/1.1 on bare sockets, for addresses without TLS: programs on this machine, mostly. One request at a time on a connection, written at once.
 * INVARIANT: a request is written at most once; a connection that breaks, or whose response cannot be understood, takes its exchange with it.
 */
export function createPlainClient(url: URL, configured: Readonly<Record<string, string>>): HttpClient {
  const headOf = headsOf(url.host, standingHeaders(url, configured));
  const pool = new Pool(url);
  return {
    exchange(method, path, headers, body, sink) {
      const bodyBytes = body === undefined ? 0 : Buffer.byteLength(body);
      const exchange: Exchange = { head: '', body, bodyBytes, sink, over: false, connection: undefined };
      try {
        exchange.head = headOf(method, path, headers, body === undefined ? undefined : bodyBytes);
        pool.take(exchange);
      } catch (error) {
        process.nextTick(tellBroke, exchange, error);
      }
      return () => pool.abort(exchange);
    },
    destroy: () => pool.destroy(),
  };
}

/** Writes heads. One call after the other brings the very same headers, which are looked at and written once. */
function headsOf(host: string, standing: Readonly<Record<string, string>>) {
  let last: { readonly method: string; readonly path: string; readonly headers: object; readonly text: string } | undefined;
  const write = (method: string, path: string, headers: Readonly<Record<string, string>>): string => {
    if (!target.test(path)) throw new Error('the path of the address is not valid');
    let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
    for (const [name, value] of Object.entries({ ...standing, ...headers })) {
      if (!httpToken.test(name) || !fieldValue.test(value)) throw new Error(`the header ${JSON.stringify(name)} is not valid`);
      text += `${name}: ${value}\r\n`;
    }
    return text;
  };
  return (method: string, path: string, headers: Readonly<Record<string, string>>, length: number | undefined): string => {
    if (last?.headers !== headers || last.path !== path || last.method !== method)
      last = { method, path, headers, text: write(method, path, headers) };
    return length === undefined ? `${last.text}\r\n` : `${last.text}content-length: ${length}\r\n\r\n`;
  };
}

function tellBroke(exchange: Exchange, error: Error): void {
  if (exchange.over) return;
  exchange.over = true;
  exchange.sink.broke(error);
}

class Pool {
  /** the newest last: it is taken first, so that the others can go */
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  private waiting: Exchange[] = [];
  private sweep: NodeJS.Timeout | undefined;
  private destroyed = false;

  constructor(private readonly url: URL) {}

  take(exchange: Exchange): void {
    if (this.destroyed) throw new Error('the connection is closed');
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop()) {
      if (kept.isFresh()) return kept.carry(exchange);
      kept.destroy();
    }
    if (this.all.size >= maxConnections) return void this.waiting.push(exchange);
    const connection = new Connection(this.url, this);
    this.all.add(connection);
    connection.carry(exchange);
  }

  abort(exchange: Exchange): void {
    if (exchange.over) return;
    this.waiting = this.waiting.filter((one) => one !== exchange);
    tellBroke(exchange, new Error('no longer wanted'));
    exchange.connection?.destroy();
  }

  free(connection: Connection): void {
    const next = this.waiting.shift();
    if (next !== undefined) return connection.carry(next);
    this.idle.push(connection);
    this.sweep ??= setTimeout(this.dropOld, keepAliveMs).unref();
  }

  gone(connection: Connection): void {
    if (!this.all.delete(connection)) return;
    const at = this.idle.indexOf(connection);
    if (at !== -1) this.idle.splice(at, 1);
    const next = this.destroyed ? undefined : this.waiting.shift();
    if (next !== undefined) this.take(next);
  }

  destroy(): void {
    this.destroyed = true;
    clearTimeout(this.sweep);
    for (const exchange of this.waiting.splice(0)) tellBroke(exchange, new Error('the connection was closed'));
    for (const connection of [...this.all]) connection.destroy();
  }

  private readonly dropOld = (): void => {
    this.sweep = undefined;
    for (const connection of [...this.idle]) if (!connection.isFresh()) connection.destroy();
    if (this.idle.length > 0) this.sweep = setTimeout(this.dropOld, keepAliveMs).unref();
  };
}

class Connection {
  private readonly socket: Socket;
  private exchange: Exchange | undefined;
  private reader: ResponseReader | undefined;
  private connected = false;
  private over = false;
  private freeUntilMs = 0;
  private keepMs = keepAliveMs;

  constructor(
    url: URL,
    private readonly pool: Pool,
  ) {
    const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    const port = url.port === '' ? 80 : Number(url.port);
    this.socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      ...(isIP(host) === 0 ? { autoSelectFamily: true } : {}),
    });
    this.socket.setTimeout(connectMs, () => this.broke(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })));
    this.socket.on('connect', () => {
      this.connected = true;
      this.socket.setTimeout(0);
      if (this.exchange !== undefined) this.send(this.exchange);
    });
    this.socket.on(
      'data',
      inTurns(this.socket, (chunk) => this.read(chunk)),
    );
    this.socket.on('error', (error) => this.broke(error));
    this.socket.on('close', () => this.closed());
  }

  isFresh(): boolean {
    // a server that has said its last word is not written to any more, even before its connection is closed
    return !this.over && this.socket.writable && performance.now() < this.freeUntilMs;
  }

  carry(exchange: Exchange): void {
    this.exchange = exchange;
    exchange.connection = this;
    this.reader = new ResponseReader({
      head: (head) => {
        const told = /\btimeout=(\d{1,6})\b/i.exec(head.header('keep-alive') ?? '')?.[1];
        // a second early, so that a request never meets the server's farewell
        if (told !== undefined) this.keepMs = Math.min(keepAliveMs, Number(told) * 1000 - 1000);
        if (!exchange.over) exchange.sink.head(head);
      },
      data: (chunk) => {
        if (!exchange.over) exchange.sink.data(chunk);
      },
      end: (reusable) => this.ended(exchange, reusable),
    });
    if (this.connected) this.send(exchange);
  }

  destroy(): void {
    this.broke(new Error('the connection was closed'));
  }

  private send({ head, body, bodyBytes, sink }: Exchange): void {
    sink.leaving();
    const { socket } = this;
    if (body === undefined) return void socket.write(head, 'latin1');
    // all ASCII: one byte for each character, as in the head
    if (bodyBytes === body.length && bodyBytes <= oneWriteBytes) return void socket.write(head + body, 'latin1');
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body, 'utf8');
    socket.uncork();
  }

  private read(chunk: Buffer): void {
    // nobody asked: whatever it is, it is no answer
    if (this.reader === undefined) return this.destroy();
    try {
      this.reader.push(chunk);
    } catch (error) {
      this.broke(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private ended(exchange: Exchange, reusable: boolean): void {
    this.exchange = undefined;
    this.reader = undefined;
    // a server that answers before it has read everything may read the rest as another request
    if (reusable && this.keepMs > 0 && !this.over && this.socket.writableLength === 0) {
      this.freeUntilMs = performance.now() + this.keepMs;
      this.pool.free(this);
    } else this.destroy();
    if (exchange.over) return;
    exchange.over = true;
    exchange.sink.end();
  }

  private closed(): void {
    if (this.reader?.closed() === true) return;
    this.broke(Object.assign(new Error('the connection was closed'), { code: 'UND_ERR_SOCKET' }));
  }

  private broke(error: Error): void {
    if (this.over) return;
    this.over = true;
    this.socket.destroy();
    const { exchange } = this;
    this.exchange = undefined;
    this.pool.gone(this);
    if (exchange !== undefined) tellBroke(exchange, error);
  }
}
