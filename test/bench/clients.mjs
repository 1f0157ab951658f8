import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const accept = 'application/json, text/event-stream';

/** An MCP client over HTTP that costs little: kept-alive connections and a reader that knows plain answers with a length only. */
export class HttpClient {
  constructor(url, headers = {}) {
    this.url = new URL(url);
    this.headers = headers;
    this.idle = [];
    this.all = new Set();
    this.nextId = 1;
  }

  async initialize() {
    await this.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } });
    await this.post(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  }

  async request(method, params) {
    const id = this.nextId++;
    const body = await this.post(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const answer = JSON.parse(body.toString());
    if (answer.id !== id || answer.result === undefined) throw new Error(`a wrong answer: ${body.toString('utf8', 0, 200)}`);
    return answer.result;
  }

  post(text) {
    const connection = this.idle.pop() ?? this.open();
    return new Promise((resolve, reject) => {
      connection.waiting = { resolve, reject };
      const lines = [`POST ${this.url.pathname} HTTP/1.1`, `Host: ${this.url.host}`, 'Content-Type: application/json', `Accept: ${accept}`];
      for (const name in this.headers) lines.push(`${name}: ${this.headers[name]}`);
      if (this.session !== undefined) lines.push(`Mcp-Session-Id: ${this.session}`, 'MCP-Protocol-Version: 2025-06-18');
      connection.socket.write(`${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    });
  }

  open() {
    const socket = connect({ host: this.url.hostname, port: Number(this.url.port), noDelay: true });
    const connection = { socket, waiting: undefined, parts: [], size: 0, head: undefined };
    this.all.add(socket);
    const fail = (error) => {
      const { waiting } = connection;
      connection.waiting = undefined;
      this.all.delete(socket);
      waiting?.reject(error);
    };
    socket.on('data', (chunk) => this.take(connection, chunk));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
    return connection;
  }

  take(connection, chunk) {
    connection.parts.push(chunk);
    connection.size += chunk.length;
    if (connection.head === undefined) {
      if (connection.parts.length > 1) connection.parts = [Buffer.concat(connection.parts)];
      const bytes = connection.parts[0];
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = bytes.toString('latin1', 0, end);
      const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      connection.head = { start: end + 4, length, status: Number(head.slice(9, 12)), session: /mcp-session-id: *(\S+)/i.exec(head)?.[1] };
    }
    const { start, length, status, session } = connection.head;
    if (connection.size < start + length) return;
    const whole = connection.parts.length === 1 ? connection.parts[0] : Buffer.concat(connection.parts);
    const { waiting } = connection;
    Object.assign(connection, { waiting: undefined, parts: [], size: 0, head: undefined });
    if (session !== undefined) this.session = session;
    this.idle.push(connection);
    if (status >= 300) waiting.reject(new Error(`HTTP ${status}: ${whole.toString('utf8', start, start + 200)}`));
    else waiting.resolve(whole.subarray(start, start + length));
  }

  close() {
    for (const socket of this.all) socket.destroy();
  }
}

/** An MCP client over the stdio of a program that it starts. */
export class StdioClient {
  constructor(argv, env) {
    this.child = spawn(argv[0], argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.pid = this.child.pid;
    this.waiting = new Map();
    this.nextId = 1;
    let parts = [];
    this.child.stdout.on('data', (chunk) => {
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        parts.push(chunk.subarray(from, end));
        const answer = JSON.parse(Buffer.concat(parts).toString());
        parts = [];
        from = end + 1;
        this.waiting.get(answer.id)?.(answer.result);
        this.waiting.delete(answer.id);
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
    });
    this.child.on('exit', () => {
      for (const resolve of this.waiting.values()) resolve(undefined);
    });
  }

  async initialize() {
    await this.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } });
    this.child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  request(method, params) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (result) => (result === undefined ? reject(new Error(`no result for ${method}`)) : resolve(result)));
      this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  close() {
    return new Promise((resolve) => {
      this.child.once('exit', resolve);
      this.child.stdin.end();
    });
  }
}
