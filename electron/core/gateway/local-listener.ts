import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { nearest } from '../../../shared/policy/nearest.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { handshakeVersion, isProof, newNonce, proofMessage, readLine } from './bridge-handshake.js';
import type { Doors } from './doors.js';
import type { Hub } from './hub.js';
import { serveLines } from './local-session.js';
import type { Unread } from './unread.js';

export interface LocalListener {
  endClient(name: string): void;
  close(): Promise<void>;
}

const handshakeMs = 5000;
const maxHandshakeLine = 4096;

/**
 * The local socket of the stdio bridge: a Unix socket, mode 0600 in a folder nobody else may enter, or a named pipe. A connection
 * speaks JSON-RPC lines only after both sides have proven that they know the client's token.
 */
export async function openLocal(hub: Hub, doors: Doors, unread: Unread, path: string): Promise<Result<LocalListener>> {
  const pipe = path.startsWith('\\\\');
  const sockets = new Map<Socket, string>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.set(socket, '');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    greetBridge(hub, socket, (client, route, rest) => {
      sockets.set(socket, client);
      serveLines(hub, doors, unread, socket, client, route, rest);
    });
  });
  if (!pipe) {
    const folder = privateFolder(dirname(path));
    if (!folder.ok) return folder;
  }
  const listening = await bind(server, path, pipe);
  if (!listening.ok) return listening;
  if (!pipe) chmodSync(path, 0o600);
  return ok({
    endClient(name) {
      for (const [socket, client] of sockets) if (client === name) socket.destroy();
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.keys()) socket.destroy();
      });
    },
  });
}

/** The gateway's side of the handshake of bridge-handshake.ts. Ends connections that are slow, noisy or know no token. */
function greetBridge(hub: Hub, socket: Socket, opened: (client: string, route: string, rest: Buffer) => void): void {
  const gatewayNonce = newNonce();
  let collected = Buffer.alloc(0);
  let bridge: { client: string; nonce: string } | undefined;
  const stop = hub.clock.after(handshakeMs, () => socket.destroy());
  socket.on('close', stop);
  socket.on('data', take);

  function take(chunk: Buffer): void {
    collected = Buffer.concat([collected, chunk]);
    for (let end = collected.indexOf(10); end !== -1; end = collected.indexOf(10)) {
      const line = collected.toString('utf8', 0, end);
      collected = collected.subarray(end + 1);
      if (bridge === undefined) first(line);
      else return last(line, bridge);
    }
    if (collected.length > maxHandshakeLine) socket.destroy();
  }

  function first(line: string): void {
    const { v, client, nonce } = readLine(line);
    if (v !== handshakeVersion || typeof client !== 'string' || client.length > 200 || typeof nonce !== 'string' || nonce.length > 200)
      return void socket.destroy();
    bridge = { client, nonce };
    // an unknown client gets a proof that is noise: it looks the same, and the bridge will not go on
    const proof = hub.clients.proofFor(client, proofMessage('gateway', client, '', nonce, gatewayNonce)) ?? randomBytes(32);
    write({ nonce: gatewayNonce, proof: Buffer.from(proof).toString('base64url') });
  }

  function last(line: string, { client, nonce }: { client: string; nonce: string }): void {
    socket.off('data', take);
    stop();
    const { server, proof } = readLine(line);
    const route = typeof server === 'string' ? server : '';
    const expected = hub.clients.proofFor(client, proofMessage('bridge', client, route, nonce, gatewayNonce));
    if (expected === undefined || typeof server !== 'string' || !isProof(expected, proof)) {
      hub.logger.warn('gateway.local.refused', { client: expected === undefined ? undefined : client });
      return refuse('refused');
    }
    if (route !== '' && !hub.servers.has(route))
      return refuse(
        'no-server',
        nearest(
          route,
          hub.servers.list().map(({ name }) => name),
        ),
      );
    write({ ok: true });
    opened(client, route, collected);
  }

  const write = (message: object) => void socket.write(`${JSON.stringify(message)}\n`);
  const refuse = (error: string, meant?: string) => void socket.end(`${JSON.stringify({ error, meant })}\n`);
}

function privateFolder(folder: string): Result<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) === 0) return ok(undefined);
  return fail('gateway.socket', `other users may enter the folder ${folder}`, `run: chmod 700 "${folder}"`);
}

/** A socket file that nobody listens on any more is left over from a crash, and replaced. */
async function bind(server: Server, path: string, pipe: boolean): Promise<Result<void>> {
  const first = await tryListen(server, path);
  if (first === undefined) return ok(undefined);
  if (first.code === 'EADDRINUSE' && !pipe && !(await answers(path))) {
    unlinkSync(path);
    const second = await tryListen(server, path);
    if (second === undefined) return ok(undefined);
  }
  return first.code === 'EADDRINUSE'
    ? fail('gateway.socket', `another Toolgate listens on ${path}`, 'end it, or use another data folder')
    : fail('gateway.socket', `the local socket ${path} cannot be opened: ${first.message}`, 'check the data folder');
}

function tryListen(server: Server, path: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
