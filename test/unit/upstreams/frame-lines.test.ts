import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineFramer } from '../../../electron/core/upstreams/frame-lines.js';
import { anyCharacter } from '../../support/any-character.js';

function frame(maxLineBytes = 1_000_000_000, maxDiscardBytes = 1_000_000_000) {
  const events: string[] = [];
  const framer = createLineFramer(
    {
      line: (bytes) => events.push(`line ${bytes.toString()}`),
      tooLong: (part) =>
        events.push('head' in part ? `head ${part.head.toString()}` : `tail ${part.tail.toString()} of ${part.totalBytes}`),
      endless: () => events.push('endless'),
    },
    () => ({ maxLineBytes, maxDiscardBytes }),
  );
  return { framer, events };
}

const lines = ['{"a":"😀 漢字 é"}', '{"id":1,"result":{}}', 'x'.repeat(300), '{}'];

test('a stream cut at any single byte gives the same lines', () => {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const { framer, events } = frame();
    framer.push(bytes.subarray(0, cut));
    framer.push(bytes.subarray(cut));
    expect(events).toEqual(lines.map((line) => `line ${line}`));
  }
});

test('a stream that comes byte by byte gives the same lines, emoji whole', () => {
  const { framer, events } = frame();
  for (const byte of Buffer.from(lines.map((line) => `${line}\r\n`).join('\n \t\n'))) framer.push(Buffer.from([byte]));
  expect(events).toEqual(lines.map((line) => `line ${line}`));
});

test('any lines in any chunks come out as they went in, over the cap or not', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }).map((s) => `x${s.replaceAll(/[\r\n]/g, '_')}x`),
        { maxLength: 30 },
      ),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (all, sizes) => {
        const cap = 30;
        const { framer, events } = frame(cap);
        const bytes = Buffer.from(all.map((line) => `${line}\n`).join(''));
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] as number;
          framer.push(bytes.subarray(at, at + size));
          at += size;
        }
        const whole = all.filter((line) => Buffer.byteLength(line) <= cap).map((line) => `line ${Buffer.from(line).toString()}`);
        expect(events.filter((event) => event.startsWith('line '))).toEqual(whole);
        expect(events.filter((event) => event.startsWith('tail ')).length).toBe(all.length - whole.length);
        expect(framer.end()).toBe(0);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

test('ten thousand messages in one chunk are ten thousand messages', () => {
  const { framer, events } = frame();
  framer.push(Buffer.from('{"n":1}\n'.repeat(10_000)));
  expect(events.length).toBe(10_000);
});

test('a byte order mark before the first message is not part of it', () => {
  const { framer, events } = frame();
  framer.push(Buffer.from('\uFEFF{"a":1}\n{"b":"\uFEFF"}\n'));
  expect(events).toEqual(['line {"a":1}', 'line {"b":"\uFEFF"}']);
});

test('a last line without its end is no message and its bytes are counted', () => {
  const { framer, events } = frame();
  framer.push(Buffer.from('{"a":1}\n{"b"'));
  expect(framer.end()).toBe(4);
  expect(events).toEqual(['line {"a":1}']);
});

test('a line over the cap is told by its head at once and by its tail at its end, and the stream goes on', () => {
  const { framer, events } = frame(10);
  framer.push(Buffer.from('{"id":7,"r":"'));
  expect(events).toEqual(['head {"id":7,"r":"']);
  framer.push(Buffer.from('aaaa"}\n{"id":8}\n'));
  expect(events.slice(1)).toEqual(['tail {"id":7,"r":"aaaa"} of 19', 'line {"id":8}']);
});

test('a line that never ends is given up after the limit', () => {
  const { framer, events } = frame(10, 100);
  for (let i = 0; i < 11; i++) framer.push(Buffer.from('0123456789'));
  expect(events).not.toContain('endless');
  framer.push(Buffer.from('0123456789'));
  expect(events).toContain('endless');
});

test('a message of 100 MB in small chunks comes out whole', () => {
  let size = 0;
  const framer = createLineFramer({ line: (bytes) => (size = bytes.length), tooLong() {}, endless() {} }, () => ({
    maxLineBytes: 2 ** 30,
    maxDiscardBytes: 0,
  }));
  const chunk = Buffer.alloc(65_536, 'x');
  for (let i = 0; i < 1600; i++) framer.push(chunk);
  framer.push(Buffer.from('\n'));
  expect(size).toBe(1600 * 65_536);
});

test('long lines come out whole, and those that share a chunk with their end or their beginning too', () => {
  const lines = [70_000, 3, 300_000, 65_536, 65_535, 131_071, 1].map((length, n) => String.fromCharCode(97 + n).repeat(length));
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  for (const size of [65_536, 65_537, 30_000, 5000]) {
    const { framer, events } = frame();
    for (let at = 0; at < bytes.length; at += size) framer.push(Buffer.from(bytes.subarray(at, at + size)));
    expect(events.map((event) => event.slice(5)).join() === lines.join()).toBe(true);
  }
});
