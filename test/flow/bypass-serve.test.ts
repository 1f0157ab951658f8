import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsSeen, messageMutants, readers } from '../fixtures/message-mutants.js';
import { pathBypasses } from '../fixtures/path-bypasses.js';
import { json } from '../fixtures/servers/http-trickster.js';
import type { RawAgent } from '../support/raw-agent.js';
import { messageIn } from '../support/raw-agent.js';
import { rig, type Rig } from '../support/serving.js';

const DENIED = 'delete_key';
const tools = [DENIED, 'look', 'write_file', 'pay'].map((name) => ({ name, description: 'a tool', inputSchema: { type: 'object' } }));
const policy = {
  version: '1',
  default: 'deny',
  tools: {
    [DENIED]: { action: 'deny' },
    look: { action: 'allow' },
    write_file: { action: 'allow', require: [{ path: 'args.path', op: 'under', value: '/home/u/proj' }] },
    pay: {
      action: 'allow',
      require: [{ path: 'args.amount', op: 'lte', value: 'BIG' }],
      deny_if: [{ conditions: [{ path: 'args.to', op: 'eq', value: 'mallory' }] }],
    },
  },
};

let gate: Rig;
let agent: RawAgent;
beforeAll(async () => {
  // digits that no number literal here could hold
  gate = await rig(JSON.stringify(policy).replace('"BIG"', '9007199254740993'), (seen, response) =>
    seen.message?.method === 'tools/list' ? json(response, { jsonrpc: '2.0', id: seen.message.id, result: { tools } }) : undefined,
  );
  agent = await gate.agent();
});
afterAll(() => gate.end());

/** what arrived at the server since `from`, as each kind of reader takes it */
const arrived = (from: number) =>
  gate.upstream.seen.slice(from).flatMap(({ body }) => (body === '' ? [] : readers.flatMap((reader) => callsSeen(body, reader))));
const callText = (name: string, argumentsText: string) =>
  `{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"${name}","arguments":${argumentsText}}}`;
const isRefused = (text: string): boolean => {
  const message = messageIn(text);
  return message?.error !== undefined || message?.result?.isError === true;
};

describe('one denied call, written in every way that some reader could misread', () => {
  const mutants = messageMutants(DENIED, 'look');

  it('are at least 200, and most would run the denied tool on a lax server', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(200);
    const dangerous = mutants.filter((body) =>
      readers.some((reader) => callsSeen(body.toString(), reader).some(({ name }) => name === DENIED)),
    );
    expect(dangerous.length).toBeGreaterThanOrEqual(90);
  });

  it('never runs, whichever way the server reads what arrives', async () => {
    const from = gate.upstream.seen.length;
    for (const body of mutants) {
      const { status, text } = await agent.post(body);
      expect(status, text).toBeLessThan(500);
    }
    expect(arrived(from).filter(({ name }) => name !== 'look')).toEqual([]);
    expect(
      gate.upstream.seen.slice(from).filter(({ body }) => body.includes(`"name":"${DENIED}"`) && !body.includes('"name":"look"')),
    ).toEqual([]);
    // and the gate still stands
    expect((await agent.call('look', {})).isError).toBe(false);
  });

  it('is judged by its body, whatever its headers say; and no header of the client reaches the server', async () => {
    const from = gate.upstream.seen.length;
    const base64 = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;
    const headers: Record<string, string>[] = [
      'look',
      base64('look'),
      `=?BASE64?${Buffer.from('look').toString('base64')}?=`,
      '=?base64?!?=',
      '',
      'look, delete_key',
      '"look"',
    ].flatMap((name): Record<string, string>[] => [
      { 'mcp-method': 'tools/call', 'mcp-name': name },
      { 'mcp-method': 'tools/list', 'mcp-name': name },
      { 'mcp-name': name, 'mcp-param-path': '/home/u/proj/a' },
      { 'x-http-method-override': 'GET', 'mcp-name': name, 'x-forwarded-for': '::1' },
    ]);
    for (const extra of headers) {
      const { text } = await agent.post(callText(DENIED, '{}'), extra);
      expect(isRefused(text) || text === '', JSON.stringify(extra)).toBe(true);
    }
    expect(arrived(from)).toEqual([]);
    expect((await agent.post(callText('look', '{}'), { 'mcp-name': DENIED, 'mcp-method': 'tools/call' })).status).toBe(400);
    expect((await agent.post(callText('look', '{}'), { 'mcp-method': 'tools/list' })).status).toBe(400);
    expect(arrived(from)).toEqual([]);
    await agent.post(callText('look', '{}'), {
      'mcp-name': 'look',
      'mcp-method': 'tools/call',
      'x-secret': 'mine',
      cookie: 'a=b',
      'mcp-param-x': 'y',
    });
    const sent = gate.upstream.seen.slice(from).filter(({ body }) => body.includes('tools/call'));
    expect(sent).toHaveLength(1);
    for (const { headers: got } of sent) for (const name of ['x-secret', 'cookie', 'mcp-param-x']) expect(got[name], name).toBeUndefined();
    for (const { headers: got } of sent) expect([undefined, 'look']).toContain(got['mcp-name']);
    for (const type of ['text/plain', 'application/json;charset=utf-7', 'multipart/form-data; boundary=x']) {
      const before = gate.upstream.seen.length;
      await agent.post(callText(DENIED, '{}'), { 'content-type': type });
      expect(arrived(before)).toEqual([]);
    }
  });
});

describe('arguments of another kind than the rule expects', () => {
  it.each([
    '{}', '{"path":null}', '{"path":["/home/u/proj/a"]}', '{"path":{"0":"/home/u/proj/a"}}', '{"path":1}', '{"path":true}', '{"path":""}', '{"Path":"/home/u/proj/a"}', '{"path\\u0000":"/home/u/proj/a"}', '{"path":"/home/u/proj/a","path":"/etc/passwd"}',
    '{"path":"/etc/passwd","path":"/home/u/proj/a"}', '{"path":"/etc/passwd","p\\u0061th":"/home/u/proj/a"}', '{"__proto__":{"path":"/home/u/proj/a"}}', '{"constructor":{"path":"/home/u/proj/a"}}', '{"args":{"path":"/home/u/proj/a"}}', '[{"path":"/home/u/proj/a"}]', '"{\\"path\\":\\"/home/u/proj/a\\"}"', 'null',
  ])('write_file with %s does not run', async (argumentsText) => {
    const from = gate.upstream.seen.length;
    const { text } = await agent.post(callText('write_file', argumentsText));
    expect(isRefused(text)).toBe(true);
    expect(arrived(from)).toEqual([]);
  }); // prettier-ignore

  it('none of the spellings of a path that leads out runs, and a plain one does', async () => {
    const from = gate.upstream.seen.length;
    const tried = pathBypasses.filter((path) => !/link|\/up|loop/.test(path));
    expect(tried.length).toBeGreaterThanOrEqual(120);
    for (const path of tried) expect(isRefused((await agent.post(callText('write_file', JSON.stringify({ path })))).text), path).toBe(true);
    expect(arrived(from)).toEqual([]);
    expect((await agent.call('write_file', { path: '/home/u/proj/a.txt' })).isError).toBe(false);
  });
});

describe('numbers', () => {
  it('reach the server with the digits that were judged, or not at all', async () => {
    for (const [digits, runs] of [
      ['9007199254740993', true],
      ['9007199254740992', true],
      ['9007199254740994', false],
      ['0.1', true],
      ['-0', true],
      ['1e3', true],
      ['1e400', false],
      ['NaN', false],
      ['Infinity', false],
      ['"5"', false],
      ['9007199254740993.0', true],
      ['0x10', false],
    ] as const) {
      const from = gate.upstream.seen.length;
      const { text } = await agent.post(callText('pay', `{"to":"bob","amount":${digits}}`));
      const sent = gate.upstream.seen.slice(from).filter(({ body }) => body.includes('tools/call'));
      expect([digits, sent.length, isRefused(text)]).toEqual([digits, runs ? 1 : 0, !runs]);
      if (/^\d{16}$/.test(digits) && runs) expect(sent[0]?.body).toContain(`"amount":${digits}`);
    }
  });
});
