import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSseParser } from '../../../electron/core/upstreams/sse-parser.js';

function parse(chunks: readonly (string | Buffer)[], maxBytes = 1_000_000) {
  const events: string[] = [];
  const parser = createSseParser(
    {
      event: ({ type, data }) => events.push(`${type} ${data.toString()}`),
      retry: (ms) => events.push(`retry ${ms}`),
      tooLarge: (head) => events.push(`too large ${head.toString().slice(0, 12)}`),
    },
    () => maxBytes,
  );
  for (const chunk of chunks) parser.push(Buffer.from(chunk));
  return { events, lastId: parser.lastId() };
}
const text =
  ': hello\nevent: message\nid: 1\ndata: {"a":"😀"}\n\nretry: 250\ndata:{"b":\ndata:2}\n\nevent: endpoint\ndata: /x\n\nid: 9\nnonsense\n\n';
const expected = ['message {"a":"😀"}', 'retry 250', 'message {"b": 2}', 'endpoint /x'];

test('events, ids, retry and comments are told apart; an event without data is none', () => {
  expect(parse([text])).toEqual({ events: expected, lastId: '9' });
});

test('LF, CRLF and CR end lines, and any split of the bytes gives the same events', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const bytes = Buffer.from(text.replaceAll('\n', end));
    expect(parse([...bytes].map((byte) => Buffer.from([byte]))).events, JSON.stringify(end)).toEqual(expected);
    for (let cut = 0; cut <= bytes.length; cut++) expect(parse([bytes.subarray(0, cut), bytes.subarray(cut)]).events).toEqual(expected);
  }
});

test('a byte order mark at the start is skipped', () => {
  expect(parse(['\uFEFFdata: x\n\n']).events).toEqual(['message x']);
});

test('an event over the cap is told once, by its beginning, and the stream goes on', () => {
  const big = `data: {"id":7,"x":"${'y'.repeat(500)}"}\n\ndata: next\n\n`;
  expect(parse([big], 100).events).toEqual(['too large {"id":7,"x":', 'message next']);
  expect(parse([...big].map(String), 100).events).toEqual(['too large {"id":7,"x":', 'message next']);
  expect(parse([`${'data: 0123456789\n'.repeat(20)}\ndata: next\n\n`], 100).events).toEqual(['too large 0123456789 0', 'message next']);
});

test('the last id is that of a whole event: one that broke off is asked for again', () => {
  expect(parse(['id: 1\ndata: a\n\nid: 2\ndata: b\n']).lastId).toBe('1');
  expect(parse(['id: 1\ndata: a\n\nid: 2\ndata: b\n\n']).lastId).toBe('2');
  expect(parse(['id: 1\n\n']).lastId).toBe('1');
  expect(parse(['id: 1\n\nid:\n\n']).lastId).toBeUndefined();
});

test('an id comes back as the bytes it was; one that no header may hold is none', () => {
  expect(parse(['id: ü€\n\n']).lastId).toBe(Buffer.from('ü€').toString('latin1'));
  for (const id of ['a\u0001b', '\u007f', 'a\tb ', ' a']) expect(parse([`id: ${id}\n\n`]).lastId, JSON.stringify(id)).toBeUndefined();
});

test('lines without data count, too: an event of nothing but those passes the cap', () => {
  expect(parse([`${'data:\n'.repeat(200)}data: x\n\ndata: next\n\n`], 100).events).toEqual([
    expect.stringMatching(/^too large /),
    'message next',
  ]);
  expect(parse([`${'data:\n'.repeat(50)}data: x\n\n`], 100).events).toEqual([`message ${' '.repeat(50)}x`]);
});

test('any events in any chunks come out as they went in', () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((s) => `x${s.replaceAll(/[\r\n]/g, '_')}`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (all, sizes) => {
      const bytes = Buffer.from(all.map((each) => `data: ${each}\n\n`).join(''));
      const chunks: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] as number;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(parse(chunks).events).toEqual(all.map((each) => `message ${each}`));
    }),
    { numRuns: 200, seed: 19 },
  );
});
