// The reference hop: what any gateway in Node must at least do. HTTP in front (or a Unix socket with one message a line), a child's stdio
// behind; parses each request once, looks a rule up, re-serialises the request under an id of its own and passes the answer's bytes on
// unparsed. It has no tokens, no log, no sessions, and trusts its server: not a thing to ship.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createLocal } from 'node:net';

const front = process.argv[2];
const child = spawn(process.execPath, process.argv.slice(3), { stdio: ['pipe', 'pipe', 'inherit'] });
const denied = new Set(['remove_everything']);
const waiting = new Map();
const ID = Buffer.from('"id":');
let newest = 0;

function lines(stream, take) {
  let parts = [];
  stream.on('data', (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end));
      take(parts.length === 1 ? parts[0] : Buffer.concat(parts));
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  });
}

lines(child.stdout, (bytes) => {
  const start = bytes.indexOf(ID) + ID.length;
  let end = start;
  while (bytes[end] !== 44 && bytes[end] !== 125) end++;
  const call = waiting.get(Number(bytes.toString('latin1', start, end)));
  if (call === undefined) return;
  waiting.delete(call.id);
  call.reply(Buffer.concat([bytes.subarray(0, start), Buffer.from(JSON.stringify(call.theirs)), bytes.subarray(end)]));
});

function forward(message, reply) {
  const { method, params } = message;
  const refused =
    method === 'tools/call' &&
    (denied.has(params.name) || (typeof params.arguments?.path === 'string' && params.arguments.path.startsWith('/etc')));
  if (refused) return reply(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: message.id, error: { code: -32000, message: 'denied' } })));
  if (message.id === undefined) {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return reply(undefined);
  }
  const theirs = message.id;
  const id = ++newest;
  waiting.set(id, { id, theirs, reply });
  child.stdin.write(`${JSON.stringify({ ...message, id })}\n`);
}

const http = () =>
  createServer((request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const message = JSON.parse(parts.length === 1 ? parts[0] : Buffer.concat(parts));
      forward(message, (bytes) => {
        if (bytes === undefined) return void response.writeHead(202).end();
        const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
        if (message.method === 'initialize') headers['mcp-session-id'] = randomUUID();
        response.writeHead(200, headers).end(bytes);
      });
    });
  });

const local = () =>
  createLocal((socket) => {
    socket.on('error', () => {});
    lines(socket, (line) =>
      forward(JSON.parse(line), (bytes) => {
        if (bytes === undefined) return;
        socket.cork();
        socket.write(bytes);
        socket.write('\n');
        socket.uncork();
      }),
    );
  });

const server = /^\d+$/.test(front) ? http() : local();
server.keepAliveTimeout = 120_000;
if (/^\d+$/.test(front)) server.listen(Number(front), '127.0.0.1');
else server.listen(front);
process.on('SIGTERM', () => {
  child.kill();
  process.exit(0);
});
