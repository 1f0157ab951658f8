import type { IncomingMessage } from 'node:http';
import { Pieces } from '../ports/pieces.js';

/** The whole body, counted while it arrives. `undefined` once it passes `maxBytes`; rejects when the sender breaks off. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const body = new Pieces();
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return body.add(chunk);
      body.clear();
      resolve(undefined);
    });
    request.on('end', () => resolve(body.take()));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('the request broke off'));
    });
  });
}
