import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { atOnce } from '../../../shared/slices.js';
import { readableEntries } from '../../../electron/core/upstreams/readable-entries.js';

const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const answer = (...entries: readonly string[]): Buffer =>
  Buffer.from(`{"jsonrpc":"2.0","id":7,"result":{"_meta":{"tools":[1]},"tools": [ ${entries.join(' , ')} ],"nextCursor":"n"}}`);
const read = (bytes: Buffer) => atOnce(readableEntries(bytes, 'tools', 256));
const good = '{"name":"good","x":"]}\\"[","inputSchema":{"type":"object"}}';

describe('a list with entries that nobody may read', () => {
  it.each([
    ['nested 10,000 deep', `{"name":"bad","inputSchema":${deep(10_000)}}`, /^bad: nesting is deeper/],
    ['one level too deep', `{"name":"bad","inputSchema":${deep(253)}}`, /^bad: nesting is deeper/],
    ['a key twice', '{"name":"bad","a":1,"a":2}', /^bad: the key "a" stands twice/],
    ['its name twice', '{"name":"bad","name":"good"}', /^bad: the key "name" stands twice/],
    ['a lone surrogate', '{"name":"bad","description":"\\ud800"}', /^bad: /],
    ['a number beyond all', '{"name":"bad","a":1e999}', /^bad: /],
    ['a name that cannot be read', '{"name":"\\ud800"}', /^entry 2: /],
    ['no name at all', '{"a":1,"a":2}', /^entry 2: /],
    ['more than any model could take in', `{"name":"bad","description":"${'x'.repeat(1024 * 1024)}"}`, /^bad: it is larger than 1 MB/],
    ['an address in place of a name', '{"uri":"file:///x","a":1,"a":2}', /^file:\/\/\/x: /],
  ])('keeps the others beside one with %s', (_what, bad, line) => {
    const found = read(answer(good, bad, good));
    expect(found?.result).toEqual({ _meta: { tools: [1] }, tools: [JSON.parse(good), JSON.parse(good)], nextCursor: 'n' });
    expect(found?.leftOut).toEqual([expect.stringMatching(line)]);
  });

  it('names a thousand of them and no more', () => {
    const found = read(answer(...Array.from({ length: 1500 }, () => '{"a":1,"a":2}'), good));
    expect(found?.result.tools).toHaveLength(1);
    expect(found?.leftOut).toHaveLength(1000);
    expect(found?.leftOut[999]).toMatch(/^entry 1000: /);
  });

  it('keeps nothing of a list whose every entry is at fault', () => {
    const bad = `{"name":"bad","inputSchema":${deep(300)}}`;
    expect(read(answer(bad, bad))).toMatchObject({
      result: { tools: [], nextCursor: 'n' },
      leftOut: [/./, /./].map((one) => expect.stringMatching(one)),
    });
  });

  it.each([
    ['its envelope', Buffer.from(`{"id":1,"id":1,"result":{"tools":[{"a":1,"a":2}]}}`)],
    ['a second list of the name', Buffer.from(`{"id":1,"result":{"tools":[{"a":1,"a":2}],"tools":[]}}`)],
    ['another member', Buffer.from(`{"id":1,"result":{"tools":[{"a":1,"a":2}],"_meta":${deep(300)}}}`)],
    ['the end', Buffer.from('{"id":1,"result":{"tools":[{"a":1,"a":2}')],
    ['a comma in place of an entry', Buffer.from('{"id":1,"result":{"tools":[{"a":1,"a":2},,1]}}')],
    ['no list', Buffer.from('{"id":1,"result":{"tools":{"a":1,"a":2}}}')],
    ['no result', Buffer.from('{"id":1,"error":{"a":1,"a":2}}')],
    ['a comma behind the last of entries at fault', Buffer.from('{"id":1,"result":{"tools":[{"a":1,"a":2},]}}')],
    ['a comma behind the last entry', Buffer.from('{"id":1,"result":{"tools":[{"a":1},]}}')],
  ])('is refused whole where %s is at fault', (_what, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });

  it('never says anything else of the entries it keeps than the strict reader does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.constant('{"name":"b","a":1,"a":2}')), { maxLength: 8 }), (entries) => {
        const kept = entries.map((entry) => parseStrict(entry, { maxDepth: 253 })).filter(({ ok }) => ok);
        const found = read(answer(...entries));
        expect(found?.result['tools']).toEqual(kept.map((one) => one.ok && one.value));
        expect(found?.leftOut.length).toBe(entries.length - kept.length);
      }),
      { numRuns: 300 },
    );
  });
});
