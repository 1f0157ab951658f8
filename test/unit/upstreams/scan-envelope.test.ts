import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHead, idInTail, scanEnvelope, withoutLineEnds } from '../../../electron/core/upstreams/scan-envelope.js';

const scan = (text: string) => scanEnvelope(Buffer.from(text));
const idOf = (text: string) => {
  const envelope = scan(text);
  if (envelope.kind !== 'response') throw new Error(`${envelope.kind}: ${text}`);
  expect(Buffer.from(text).subarray(envelope.idStart, envelope.idEnd).toString()).toBe(String(envelope.id));
  return envelope.id;
};

test('the id is found wherever it stands among the members of the envelope', () => {
  expect(idOf('{"jsonrpc":"2.0","id":5,"result":{}}')).toBe(5);
  expect(idOf('{"result":{"a":[{"id":9}]},"jsonrpc":"2.0","id":5}')).toBe(5);
  expect(idOf(' { "result" : { } , "id" : 5 , "jsonrpc" : "2.0" } ')).toBe(5);
  expect(idOf('{"x":{"id":1},"y":"\\"id\\":2","id":3,"error":{"code":1,"message":"\\\\"}}')).toBe(3);
});

test('an id inside content, strings or keys is never taken for the envelope’s', () => {
  expect(idOf('{"result":{"id":1,"x":"}],\\"id\\":2"},"id":3}')).toBe(3);
  expect(idOf('{"result":"\\",\\"id\\":4,\\"","id":3}')).toBe(3);
  expect(idOf('{"\\"id\\":1":0,"result":[],"id":3}')).toBe(3);
  expect(idOf(`{"result":{"t":"${'\\\\'.repeat(200)}","id":1},"id":3}`)).toBe(3);
  expect(idOf(`{"result":{"t":"${'a'.repeat(200)}${'\\\\'.repeat(101)}\\"","id":1},"id":3}`)).toBe(3);
});

test('only integers that Toolgate gives out count as ids', () => {
  for (const id of ['"5"', 'null', '5.0', '5e0', '-5', '05', '9007199254740993', '[5]', '{"id":5}']) {
    expect(scan(`{"id":${id},"result":{}}`)).toMatchObject({ kind: 'response', id: undefined });
  }
});

test('what two readers could understand differently is refused', () => {
  for (const text of [
    '{"id":5,"result":{},"id":6}',
    '{"id":5,"result":{},"\\u0069d":6}',
    '{"id":5,"result":{},"ID":6}',
    '{"id":5,"result":{},"ıd":6}',
    '{"id":5,"result":{},"error":{}}',
    '{"id":5,"result":{},"method":"sampling/createMessage"}',
    '{"id":5,"result":{},"Method":"sampling/createMessage"}',
    '{"id":5,"result":{},"ｍethod":"x"}',
  ]) {
    expect(scan(text), text).toMatchObject({ kind: 'invalid', id: 5 });
  }
});

test.each([
  '{"ID":9,"jsonrpc":"2.0","id":5,"result":{}}',
  '{"Result":{},"jsonrpc":"2.0","id":5}',
  '{"result":{},"result":{},"id":5}',
  '{"result":{},"error":{},"id":5}',
  '{"\\u0072esult":{},"id":5}',
  '{"jsonrpc":"2.0","Method":"x","result":{},"id":5}',
  `{${Array.from({ length: 70 }, (_, at) => `"x${at}":1`).join()},"id":5,"result":{}}`,
])('an answer that two readers could understand differently is told by its id wherever that stands: %s', (text) => {
  expect(scan(text)).toMatchObject({ kind: 'invalid', id: 5 });
});

test.each([
  '{"jsonrpc":"2.0","id":5,"Method":"ping"}',
  '{"jsonrpc":"2.0","Method":"ping","id":5}',
  '{"jsonrpc":"2.0","id":5,"method":"ping","method":"ping"}',
  '{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage","params":{"messages":[',
  '{"jsonrpc":"2.0","id":5,"\\u006dethod":"ping"}',
  '{"jsonrpc":"2.0","id":5,"\\u":"ping"}',
  '{"ID":5,"jsonrpc":"2.0","result":{}}',
  '{"\\u0069d":5,"jsonrpc":"2.0","result":{}}',
])('nothing is told by an id that may be of the server’s own question, or is only like one: %s', (text) => {
  expect(scan(text)).toMatchObject({ kind: 'invalid', id: undefined });
});

test('what is no message is told apart from what is a broken one', () => {
  for (const text of ['Server started', '[1,2]', '42', '"text"', '{ debug: true }', '{', '{}']) expect(scan(text).kind, text).toBe('noise');
  for (const text of ['{"id":5,"result":{}', '{"id":5,"result":{}}x', '{"id":5,}', '{"id":5 "result":1}', '{"id":5}', '{"result":{}}'])
    expect(scan(text).kind, text).toBe('invalid');
  expect(scan('{"jsonrpc":"2.0","method":"notifications/message","params":{"id":1}}').kind).toBe('message');
  expect(scan('{"id":1,"method":"ping"}').kind).toBe('message');
});

const json = fc.jsonValue({ maxDepth: 4 });

test('for any answer in any order the scan agrees with a parser', () => {
  fc.assert(
    fc.property(
      json,
      fc.nat(1e9),
      fc.shuffledSubarray(['jsonrpc', 'id', 'body', 'extra', 'ids'], { minLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 2 }),
      (body, id, order, isError, indent) => {
        const members: Record<string, [string, unknown]> = {
          jsonrpc: ['jsonrpc', '2.0'],
          id: ['id', id],
          body: [isError ? 'error' : 'result', { id: 1, '"id":2': body, nested: [{ id: body }] }],
          extra: ['extra', JSON.stringify(body)],
          ids: ['ids', '"id":7'],
        };
        const text = JSON.stringify(Object.fromEntries(order.map((name) => members[name] as [string, unknown])), undefined, indent);
        expect(idOf(text)).toBe((JSON.parse(text) as { id: number }).id);
        expect(scan(text)).toMatchObject({ outcome: isError ? 'error' : 'result' });
      },
    ),
    { numRuns: 500, seed: 11 },
  );
});

test('whatever bytes come, the scan ends, and every response it sees that is JSON has that id', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    '"id"',
    '5',
    '"result"',
    '"method"',
    ' ',
    'a',
    '{"id":5,"result":{',
    '"}',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const envelope = scan(text);
      if (envelope.kind !== 'response') return;
      let parsed: { id?: unknown };
      try {
        parsed = JSON.parse(text) as { id?: unknown };
      } catch {
        return;
      }
      expect(JSON.parse(text.slice(envelope.idStart, envelope.idEnd))).toEqual(parsed.id);
    }),
    { numRuns: 3000, seed: 13 },
  );
});

test('the id of a message that was cut is found in its head only at the top level', () => {
  expect(readHead(Buffer.from('{"jsonrpc":"2.0","id":7,"result":{"content":[{"ty'))).toBe(7);
  expect(readHead(Buffer.from('{"result":{"id":9,"content":[{"ty'))).toBeUndefined();
  expect(readHead(Buffer.from('{"jsonrpc":"2.0","id":7'))).toBeUndefined();
  expect(readHead(Buffer.from('{"jsonrpc":"2.0","id":7,"method":"x","params":{"ty'))).toBe('message');
  expect(readHead(Buffer.from('{"result":{"id":9},"id":"7","x'))).toBeUndefined();
});

test('the id of a message that was cut is found in its tail where it ends the message', () => {
  expect(idInTail(Buffer.from('xxx"}]},"jsonrpc":"2.0","id":7}'))).toBe(7);
  expect(idInTail(Buffer.from('xxx"}]},"id":7,"jsonrpc":"2.0"} '))).toBe(7);
  expect(idInTail(Buffer.from('xxx\\"id\\":7}'))).toBeUndefined();
  expect(idInTail(Buffer.from('xxx","id":7}}'))).toBeUndefined();
});

test('raw line ends become spaces, so that an answer fits any framing', () => {
  expect(withoutLineEnds(Buffer.from('{\r\n  "id": 1,\n"result":"a\\nb"}')).toString()).toBe('{    "id": 1, "result":"a\\nb"}');
});
