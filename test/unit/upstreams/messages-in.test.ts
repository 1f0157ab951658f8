import { expect, test } from 'vitest';
import { messagesIn } from '../../../electron/core/upstreams/messages-in.js';

const read = (text: string): string[] => messagesIn(Buffer.from(text)).map(String);

test.each([
  ['{"id":1}', ['{"id":1}']],
  ['\ufeff {"a":[1,\n2]}', [' {"a":[1, 2]}']],
  ['[{"id":1}]', ['{"id":1}']],
  [' [ {"a":"],["} , {"b":[[]]} ] ', ['{"a":"],["}', '{"b":[[]]}']],
  ['[{"id":1}', ['[{"id":1}']],
  ['[{"id":1}] x', ['[{"id":1}] x']],
  ['[{"id":1},]', ['[{"id":1},]']],
  ['[{"id":1}{"id":2}]', ['[{"id":1}{"id":2}]']],
  ['[]', ['[]']],
  ['', ['']],
])('the messages of %j', (text, messages) => {
  expect(read(text)).toEqual(messages);
});
