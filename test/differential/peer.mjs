import { spawn } from 'node:child_process';

/**
 * A client that speaks newline-framed JSON-RPC with a program and keeps what it is answered as text. Requests of the server are answered as
 * `answers` says; notifications are kept.
 */
export function openPeer(command, args, { env, cwd } = {}) {
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting = new Map();
  const notifications = [];
  let rest = Buffer.alloc(0);
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-4000)));
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString('utf8').trim();
      rest = rest.subarray(end + 1);
      if (line.startsWith('{')) take(line);
    }
  });
  const gone = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  void gone.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${args[0]} ended with ${code}: ${stderr}`));
  });

  function take(line) {
    const message = JSON.parse(line);
    if (message.method === undefined) {
      waiting.get(JSON.stringify(message.id))?.resolve(line);
      waiting.delete(JSON.stringify(message.id));
    } else if (message.id === undefined) notifications.push(line);
    else if (message.method === 'ping') write({ jsonrpc: '2.0', id: message.id, result: {} });
    else if (message.method === 'roots/list') write({ jsonrpc: '2.0', id: message.id, result: { roots: [] } });
    else write({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'Method not found' } });
  }
  const write = (message) => child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);

  return {
    /** the whole line that answers a request; `id` any JSON value a request may have */
    request(id, method, params, timeoutMs = 60_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${method} was not answered within ${timeoutMs} ms: ${stderr}`)), timeoutMs);
        const done = (settle) => (value) => {
          clearTimeout(timer);
          settle(value);
        };
        waiting.set(JSON.stringify(id), { resolve: done(resolve), reject: done(reject) });
        write({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
      });
    },
    notify: (method, params) => void write({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }),
    notifications,
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await gone;
      clearTimeout(timer);
    },
  };
}
