import { describe, expect, it } from 'vitest';
import { shareExchange } from '../../../electron/core/gateway/batch.js';
import { readEnvelope } from '../../../electron/core/gateway/envelope.js';
import { findVariant } from '../../../electron/core/gateway/known-keys.js';
import { mismatch } from '../../../electron/core/gateway/mirrored-headers.js';
import type { JsonObject } from '../../../shared/json/json.js';

/** What two readers could take for two different messages is refused. */

const names = ['jsonrpc', 'id', 'method', 'params', 'result', 'error', 'name', 'arguments', '_meta', 'uri', 'cursor', 'ref', 'argument', 'context', 'level', 'requestId', 'reason', 'progressToken', 'protocolVersion', 'capabilities', 'clientInfo', 'task', 'taskId', 'inputResponses', 'requestState']; // prettier-ignore
const call = (params: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

describe('a member that a lax reader would take for another', () => {
  it.each(names)('is found for %s, in the envelope and in params, in other case and with what is ignored', (name) => {
    const wide = [...name].map((char) => (/[a-z]/i.test(char) ? String.fromCodePoint(char.charCodeAt(0) + 0xfee0) : char)).join('');
    for (const variant of [name.toUpperCase(), name.charAt(0) + name.slice(1).toUpperCase(), `${name}\u200b`, wide]) {
      if (variant === name) continue;
      expect([variant, findVariant({ ...call({}), [variant]: 1 })]).toEqual([variant, expect.stringContaining(`"${name}"`)]);
      expect([variant, findVariant(call({ [variant]: 1 }))]).toEqual([variant, expect.stringContaining(`"${name}"`)]);
    }
    expect(findVariant(call({ [name]: 1 }))).toBeUndefined();
  });

  it('is found where only upper case folds it: the dotless i, the long s', () => {
    for (const [variant, name] of [['\u0131d', 'id'], ['ur\u0131', 'uri'], ['param\u017f', 'params'], ['argument\u017f', 'arguments']] as const)
      expect(findVariant(call({ [variant]: 1 }))).toContain(`"${name}"`); // prettier-ignore
  });

  it('is found in _meta, ref and task, and never in the arguments, which are the tool’s', () => {
    for (const part of ['_meta', 'ref', 'task']) expect(findVariant(call({ [part]: { Name: 1 } }))).toContain('"name"');
    expect(findVariant(call({ arguments: { Name: 1, METHOD: 2 } }))).toBeUndefined();
  });
});

describe('a list of messages', () => {
  it('is no message, whatever is in it', () => {
    for (const list of [[], [call({ name: 'x' })], [[call({ name: 'x' })]]])
      expect(readEnvelope(list)).toMatchObject({ kind: 'bad', id: null, code: -32600 });
  });

  it('that is a batch is answered once for each, also where one answers twice', () => {
    const said: string[] = [];
    const whole = {
      streaming: false,
      push: (bytes: Buffer) => void said.push(`push ${bytes.toString()}`),
      answer: (bytes: Buffer) => void said.push(bytes.toString()),
      finish: () => void said.push('finish'),
    };
    const [one, two] = shareExchange(whole, 2);
    one?.answer(Buffer.from('1'));
    one?.answer(Buffer.from('again'));
    expect(said).toEqual([]);
    two?.answer(Buffer.from('2'));
    expect(said).toEqual(['[1,2]']);
  });
});

describe('a header beside the body', () => {
  const params = { name: 'write_file', arguments: {} };
  const both = { 'mcp-method': 'tools/call', 'mcp-name': 'write_file' };
  it.each<[headers: Record<string, string>, required: boolean, wrong: string | undefined]>([
    [both, true, undefined],
    [both, false, undefined],
    [{}, false, undefined],
    [{}, true, 'Mcp-Method'],
    [{ 'mcp-method': 'tools/call' }, true, 'Mcp-Name'],
    [{ 'mcp-method': 'tools/call' }, false, undefined],
    [{ ...both, 'mcp-method': 'tools/list' }, true, 'Mcp-Method'],
    [{ ...both, 'mcp-method': 'tools/list' }, false, 'Mcp-Method'],
    [{ ...both, 'mcp-name': 'read_file' }, true, 'Mcp-Name'],
    [{ ...both, 'mcp-name': 'read_file' }, false, 'Mcp-Name'],
    [{ ...both, 'mcp-name': '=?base64?d3JpdGVfZmlsZQ==?=' }, true, undefined],
    [{ ...both, 'mcp-name': '=?base64?cmVhZF9maWxl?=' }, true, 'Mcp-Name'],
    [{ ...both, 'mcp-name': 'WRITE_FILE' }, true, 'Mcp-Name'],
  ])('%j (required: %s) says something else in %s', (headers, required, wrong) => {
    expect(mismatch(headers, 'tools/call', params, required)).toBe(wrong);
  });
});
