import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createSharedReads } from '../../../electron/core/gateway/shared-reads.js';

const sent = (letter: string): string => letter.repeat(150_000);

/** what three connections at once send, as it was taken while `first` bytes had not come yet, and as their next reader got the rest */
async function received(first: number, prepare: (accepted: Socket) => void): Promise<{ taken: number; texts: string[] }> {
  const read = createSharedReads();
  const all: Buffer[][] = [];
  const over: Promise<unknown>[] = [];
  let taken = 0;
  const server = createServer({ allowHalfOpen: true }, (accepted) => {
    prepare(accepted);
    const pieces: Buffer[] = [];
    all.push(pieces);
    let bytes = 0;
    const reading = read(accepted, (piece) => {
      pieces.push(Buffer.from(piece));
      bytes += piece.length;
      taken += piece.length;
      if (bytes < first) return;
      reading.leave();
      reading.socket.on('data', (rest: Buffer) => pieces.push(rest));
    });
    reading.socket.on('end', () => reading.socket.end());
    over.push(once(reading.socket, 'close'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = ['a', 'b', 'c'].map((letter) =>
    connect((server.address() as AddressInfo).port, '127.0.0.1')
      .end(sent(letter))
      .resume(),
  );
  await Promise.all(clients.map((client) => once(client, 'close')));
  await Promise.all(over);
  // resolves when the server counts no connection any more
  await new Promise((resolve) => server.close(resolve));
  // looked at when every read is over: none may have overwritten another
  return { taken, texts: all.map((pieces) => Buffer.concat(pieces).toString()).sort() };
}

const withoutIt = (accepted: Socket): void => {
  Object.assign((accepted as unknown as { _handle: object })._handle, { useUserBuffer: undefined });
};

describe('reads into one buffer', () => {
  for (const [runtime, prepare] of [
    ['a runtime that can do it', () => {}],
    ['one that cannot', withoutIt],
  ] as const) {
    it(`takes every byte of every connection, in ${runtime}`, async () => {
      expect(await received(Infinity, prepare)).toEqual({ taken: 450_000, texts: [sent('a'), sent('b'), sent('c')] });
    });

    it(`leaves the rest to the next reader, in ${runtime}`, async () => {
      const { taken, texts } = await received(1, prepare);
      expect(texts).toEqual([sent('a'), sent('b'), sent('c')]);
      expect(taken).toBeLessThan(450_000);
    });
  }
});
