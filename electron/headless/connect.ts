import { connect, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { createBridgeHandshake } from '../core/gateway/bridge-handshake.js';

export interface BridgeOptions {
  readonly socketPath: string;
  readonly client: string;
  readonly token: string;
  /** `''` for the aggregate of all servers */
  readonly server: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** `process.stderr` unless given */
  readonly stderr?: Writable;
}

/** long: at the start of a session many programs start at once */
const handshakeMs = 15_000;
const maxHandshakeBytes = 4096;

/**
 * Carries a client's stdio to the running gateway: after the handshake bytes go both ways, unread. Resolves with the exit code: 0 when
 * the conversation ended, 1 with one line on stderr when the gateway is not running, not genuine, or refuses. Starts nothing.
 */
export function runBridge(options: BridgeOptions): Promise<number> {
  const { client, token, server, stdin, stdout, stderr = process.stderr } = options;
  const handshake = createBridgeHandshake(client, token, server);
  const socket = connect({ path: options.socketPath, allowHalfOpen: true });
  let open = false;
  let collected: Buffer = Buffer.alloc(0);

  return new Promise((resolve) => {
    const give = (why: string) => {
      clearTimeout(timer);
      socket.destroy();
      stderr.write(`toolgate: ${why}\n`);
      resolve(1);
    };
    const timer = setTimeout(() => give('the program at the local socket does not answer. Restart Toolgate.'), handshakeMs);

    const listen = (chunk: Buffer) => {
      collected = Buffer.concat([collected, chunk]);
      for (let end = collected.indexOf(10); end !== -1 && !open; end = collected.indexOf(10)) {
        const step = handshake.next(collected.toString('utf8', 0, end));
        collected = collected.subarray(end + 1);
        if (step.kind === 'refused') return give(refusals[step.why](client, server, step.meant));
        if (step.kind === 'send') socket.write(step.line);
        else open = true;
      }
      if (!open) return collected.length > maxHandshakeBytes ? give(refusals['not-genuine'](client, server)) : undefined;
      clearTimeout(timer);
      socket.off('data', listen);
      pump(socket, collected, stdin, stdout);
    };

    socket.on('connect', () => socket.write(handshake.start));
    socket.on('data', listen);
    socket.on('end', () => {
      if (!open) give('the gateway closed the connection. Restart Toolgate.');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (open) return;
      give(
        error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
          ? 'the gateway is not running. Start Toolgate (or run: toolgate serve).'
          : `the gateway cannot be reached: ${error.message}`,
      );
    });
    socket.on('close', () => {
      if (!open) return;
      // what has arrived is still on its way to stdout
      stdout.write('', () => resolve(0));
    });
  });
}

const refusals = {
  'not-genuine': (client: string, _server: string) =>
    `what listens at the local socket does not know the token of "${client}": it is not your gateway, or this application was removed or blocked. Connect the application again in Toolgate.`,
  'no-server': (_client: string, server: string, meant?: string) =>
    `there is no server "${server}" in Toolgate, or it is switched off${meant === undefined ? '.' : ` (did you mean ${JSON.stringify(meant)}?)`}`,
  refused: (client: string, _server: string) => `the gateway refused the token of "${client}". Connect the application again in Toolgate.`,
};

/** Bytes both ways, each side waiting for the other's reader. */
function pump(socket: Socket, first: Buffer, stdin: Readable, stdout: Writable): void {
  if (first.length > 0) stdout.write(first);
  socket.pipe(stdout, { end: false });
  stdin.pipe(socket);
  stdout.on('error', () => socket.destroy());
  socket.on('end', () => {
    stdin.unpipe(socket);
    socket.end();
  });
}
