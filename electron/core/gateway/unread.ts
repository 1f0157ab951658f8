import { ServerResponse, type IncomingMessage } from 'node:http';
import { atLimit, type Clock } from '../ports/clock.js';

/** The part of a socket that is needed here. */
export interface Waiting {
  readonly writableLength: number;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/** What waits for clients that do not read, over all connections. */
export interface Unread {
  /** A write did not go out at once. Cheap; may be said again and again. */
  behind(socket: Waiting): void;
  close(): void;
}

/** less than this is behind for no reason worth a look */
const aLittleBytes = 64 * 1024;
const lookMs = 10_000;
/** what may wait in all; a single connection may have more, which is one answer of any size */
const maxUnreadBytes = 64 * 1024 * 1024;

/**
 * Bounds what is held for readers who have stopped: at each look, whoever has not caught up since the look before is cut, the largest first, until
 * the rest is within the bound. A burst to clients that read is never cut. There is a timer only while somebody is behind.
 */
export function createUnread(clock: Clock, cut: (bytes: number) => void): Unread {
  /** `stood`: at the last look it was behind already, and has not caught up in between */
  const waiting = new Map<Waiting, { stood: boolean; readonly forget: () => void }>();
  let stop: (() => void) | undefined;

  function look(): void {
    stop = undefined;
    let held = 0;
    for (const socket of waiting.keys()) held += socket.writableLength;
    const standing = [...waiting].filter(([, { stood }]) => stood).sort(([a], [b]) => b.writableLength - a.writableLength);
    for (const [socket, { forget }] of standing) {
      if (held <= maxUnreadBytes || waiting.size === 1) break;
      const bytes = socket.writableLength;
      held -= bytes;
      forget();
      cut(bytes);
      socket.destroy();
    }
    for (const one of waiting.values()) one.stood = true;
    wait();
  }

  function wait(): void {
    if (waiting.size > 0) stop ??= atLimit(clock, lookMs, look);
  }

  return {
    behind(socket) {
      if (socket.writableLength < aLittleBytes || waiting.has(socket)) return;
      const forget = (): void => {
        waiting.delete(socket);
        socket.off('drain', forget);
        socket.off('close', forget);
      };
      waiting.set(socket, { stood: false, forget });
      socket.once('drain', forget);
      socket.once('close', forget);
      wait();
    },
    close() {
      stop?.();
      for (const { forget } of [...waiting.values()]) forget();
    },
  };
}

/** Answers of node:http's own that say when they have to wait, as those of the door do. */
export const watched = (unread: Unread) =>
  class<Request extends IncomingMessage> extends ServerResponse<Request> {
    override write(...args: unknown[]): boolean {
      const room = super.write(...(args as Parameters<ServerResponse['write']>));
      if (!room && this.socket) unread.behind(this.socket);
      return room;
    }

    override end(...args: unknown[]): this {
      const { socket } = this;
      super.end(...(args as Parameters<ServerResponse['end']>));
      if (socket) unread.behind(socket);
      return this;
    }
  };
