import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import { topics, type Signal, type Topic } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { answerLine, readJsonLines, writeJsonLine, writeLine } from './json-lines.js';
import { makeSocketFolder } from './socket-paths.js';

/** What a control connection sends: a command, or once a wish to hear signals. */
const request = z.union([
  z.strictObject({ id: z.int(), command: z.string(), input: z.unknown(), unlock: z.string().optional() }),
  z.strictObject({ id: z.int(), subscribe: z.array(z.enum(topics)) }),
]);

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens for commands of the same user (socket 0600 in a 0700 folder). Every command that comes in here came by the door `cli`: a
 * connection cannot say otherwise. A stale socket file is replaced: the caller holds the data folder's lock.
 */
export async function serveControl(options: {
  path: string;
  dispatch: (name: string, input: unknown, unlock: string | undefined) => Promise<Result<unknown>>;
  subscribe: (listener: (signal: Signal) => void, topics: readonly Topic[]) => () => void;
}): Promise<Result<ControlServer>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const ends: (() => void)[] = [];
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      for (const end of ends) end();
    });
    readJsonLines(socket, (value) => {
      const parsed = request.safeParse(value);
      if (!parsed.success) {
        writeJsonLine(socket, { id: null, result: fail('BAD_INPUT', 'the control socket takes {id, command, input} or {id, subscribe}') });
        return;
      }
      const asked = parsed.data;
      if ('subscribe' in asked) {
        ends.push(options.subscribe((signal) => writeJsonLine(socket, { signal }), asked.subscribe));
        writeJsonLine(socket, { id: asked.id, result: ok({}) });
        return;
      }
      void options
        .dispatch(asked.command, asked.input, asked.unlock)
        .then(async (result) => writeLine(socket, await answerLine(asked.id, result)));
    });
  });
  const listening = await listen(server, options.path);
  if (!listening.ok) return listening;
  return ok({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

async function listen(server: Server, path: string): Promise<Result<void>> {
  try {
    if (process.platform !== 'win32') {
      makeSocketFolder(dirname(path));
      rmSync(path, { force: true });
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => resolve());
    });
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    return ok(undefined);
  } catch (error) {
    return fail('CONTROL_SOCKET', `cannot listen on ${path}: ${(error as Error).message}`);
  }
}
