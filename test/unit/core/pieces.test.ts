import { expect, it } from 'vitest';
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
