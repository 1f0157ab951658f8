import { expect, it } from 'vitest';
import { giveBack } from '../../../electron/core/ports/give-back.js';
import { Pieces } from '../../../electron/core/ports/pieces.js';

it('gives back what was added, in order, and is empty afterwards', () => {
  const pieces = new Pieces();
  expect(pieces.take()).toEqual(Buffer.alloc(0));
  const sizes = [1, 0, 5000, 3, 4096, ...Array.from({ length: 700 }, (_, i) => i % 7), 9000];
  for (let turn = 0; turn < 2; turn++) {
    const all = sizes.map((size, i) => Buffer.alloc(size, i));
    for (const piece of all) pieces.add(piece);
    expect(pieces.bytes).toBe(Buffer.concat(all).length);
    expect(pieces.take()).toEqual(Buffer.concat(all));
    expect(pieces.bytes).toBe(0);
  }
});

it('copies nothing where one piece is everything', () => {
  const pieces = new Pieces();
  for (const only of [Buffer.from('small'), Buffer.alloc(10_000, 1)]) {
    pieces.add(only);
    expect(pieces.take()).toBe(only);
  }
});

it('holds on to no small piece: a thousand of them are one', () => {
  const pieces = new Pieces();
  const small = Array.from({ length: 1000 }, () => Buffer.from('a'));
  for (const piece of small) pieces.add(piece);
  for (const piece of small.slice(0, 500)) piece[0] = 122;
  expect(pieces.take().toString('latin1')).toBe('a'.repeat(1000));
});

it('gives back what was joined, and nothing that is used', () => {
  const pieces = new Pieces();
  const shared = Buffer.alloc(20_000, 2);
  const own = Buffer.alloc(10_000, 1);
  for (const piece of [own, shared.subarray(0, 10_000), Buffer.from('small')]) pieces.add(piece);
  const whole = pieces.takeOwn();
  expect(whole).toEqual(Buffer.concat([Buffer.alloc(10_000, 1), Buffer.alloc(10_000, 2), Buffer.from('small')]));
  expect(own.length).toBe(0);
  // the next message may stand in the rest of the same chunk
  expect(shared).toEqual(Buffer.alloc(20_000, 2));
  const only = Buffer.alloc(10_000, 3);
  pieces.add(only);
  expect(pieces.takeOwn()).toBe(only);
  expect(only.length).toBe(10_000);
});

it('leaves what is given back empty for whoever holds it, and outside the heap no byte of it', () => {
  const large = Buffer.allocUnsafeSlow(50 * 1024 * 1024);
  const second = large.subarray(5);
  const before = process.memoryUsage().arrayBuffers;
  giveBack([large]);
  expect([large.length, second.length]).toEqual([0, 0]);
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThan(40 * 1024 * 1024);
  giveBack([large]);
});
