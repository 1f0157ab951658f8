import { createConnection, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Signal, Topic } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { readJsonLines, writeJsonLine } from './json-lines.js';
import { whyNotOurs } from './socket-paths.js';

export interface ControlClient {
  command(name: string, input: unknown, unlock?: string): Promise<Result<unknown>>;
  subscribe(topics: readonly Topic[], listener: (signal: Signal) => void): Promise<Result<unknown>>;
  /** resolves when the other side went away */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to the instance that owns a data folder; undefined when nobody listens there. Fails where another user's program may do so. */
export async function connectControl(path: string): Promise<Result<ControlClient | undefined>> {
  const why = process.platform === 'win32' ? undefined : whyNotOurs(dirname(path));
  if (why !== undefined) return fail('CONTROL_SOCKET', why);
  const socket = await open(path);
  return ok(socket === undefined ? undefined : clientOf(socket));
}

function clientOf(socket: Socket): ControlClient {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Set<(signal: Signal) => void>();
  const gone = fail('GONE', 'Toolgate went away before it answered', 'see `toolgate status`');
  let over = false;
  let lastId = 0;
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  void closed.then(() => {
    over = true;
    for (const answer of waiting.values()) answer(gone);
    waiting.clear();
  });
  socket.on('error', () => socket.destroy());
  readJsonLines(socket, (value) => {
    const message = value as { id?: number; result?: Result<unknown>; signal?: Signal };
    if (message.signal !== undefined) for (const listener of listeners) listener(message.signal);
    if (typeof message.id !== 'number' || message.result === undefined) return;
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  });
  const ask = (body: Record<string, unknown>): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      if (over) return resolve(gone);
      const id = ++lastId;
      waiting.set(id, resolve);
      writeJsonLine(socket, { id, ...body });
    });
  return {
    command: (name, input, unlock) => ask({ command: name, input, ...(unlock === undefined ? {} : { unlock }) }),
    subscribe: (topics, listener) => {
      listeners.add(listener);
      return ask({ subscribe: topics });
    },
    closed,
    close: () => socket.end(),
  };
}

function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}
