import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBridgeHandshake, isProof } from '../../../electron/core/gateway/bridge-handshake.js';
import { createLineReader } from '../../../electron/core/gateway/line-reader.js';
import { runBridge } from '../../../electron/headless/connect.js';
import { until } from '../../support/until.js';
import { echoServer, startRig, tokenOf, type Rig } from './fakes.js';

let rig: Rig;
let folder: string;
let socketPath: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-test-'));
  socketPath = join(folder, 'run', 'mcp.sock');
  rig = await startRig({ listen: false, servers: { one: echoServer('one'), two: echoServer('two') } });
});
afterEach(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

const listen = async () => expect(await rig.gateway.listenLocal(socketPath)).toEqual({ ok: true, value: undefined });
const line = (method: string, id: unknown, params?: unknown) => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const initialize = line('initialize', 0, { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'b', version: '1' } });

function bridge(overrides: Partial<Parameters<typeof runBridge>[0]> = {}) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exit = runBridge({ socketPath, client: 'anna', token: tokenOf('anna'), server: 'one', stdin, stdout, stderr, ...overrides });
  const all = async (stream: PassThrough) => Buffer.concat(stream.readableLength > 0 ? [stream.read() as Buffer] : []).toString();
  return { stdin, exit, out: async () => (await exit, all(stdout)), err: async () => (await exit, all(stderr)) };
}

describe('the bridge', () => {
  it('carries a whole conversation, and delivers what is still running when stdin ends', async () => {
    await listen();
    const { stdin, exit, out } = bridge();
    stdin.end(initialize + line('tools/list', 'a') + line('tools/call', 2, { name: 'echo', arguments: { x: 'é' } }));
    expect(await exit).toBe(0);
    const answers = (await out())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: unknown; result: unknown });
    expect(answers.map(({ id }) => id)).toEqual([0, 'a', 2]);
    expect(answers[2]).toEqual({ jsonrpc: '2.0', id: 2, result: { content: [{ type: 'text', text: '{"x":"é"}' }] } });
    expect(rig.intents[0]?.caller.client).toBe('anna');
    expect(rig.gateway.sessions()).toEqual([]);
  });

  it('says what is wrong with a broken answer without an id, which would be taken for one of the client’s own', async () => {
    let reply: unknown;
    rig.servers.set(
      'asking',
      echoServer('asking', {
        answer: async ({ owner, options }) => {
          reply = await owner.asked(
            'asking',
            { id: 1, method: 'roots/list', params: {} },
            options.requestKey,
            new AbortController().signal,
          );
          return { content: [] };
        },
      }),
    );
    await listen();
    const stdout = new PassThrough();
    let heard = '';
    stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    const { stdin, exit } = bridge({ server: 'asking', stdout });
    stdin.write(initialize.replace('"capabilities":{}', '"capabilities":{"roots":{}}') + line('tools/call', 1, { name: 'echo' }));
    await until('the question', () => heard.includes('roots/list'));
    stdin.end('{"jsonrpc":"2.0","id":1}\n');
    expect(await exit).toBe(0);
    expect(reply).toMatchObject({ kind: 'error', code: -32603 });
    const ids = heard
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: unknown; method?: string; error?: unknown });
    expect(ids.filter(({ method }) => method === undefined).map(({ id, error }) => [id, error !== undefined])).toEqual([
      [0, false],
      [null, true],
      [1, false],
    ]);
  });

  it('puts the id into an answer too large to be copied for it', async () => {
    await listen();
    const stdout = new PassThrough();
    let heard = '';
    stdout.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    const { stdin, exit } = bridge({ stdout });
    const text = JSON.stringify({ x: 'x'.repeat(100_000) });
    for (const id of ['a', 2])
      stdin.write(`${id === 'a' ? initialize : ''}${line('tools/call', id, { name: 'echo', arguments: JSON.parse(text) })}`);
    stdin.end();
    expect(await exit).toBe(0);
    const answer = (id: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
    expect(heard.trim().split('\n').slice(1)).toEqual([answer('a'), answer(2)]);
  });

  it('is not read from while its server starts, and answered in order afterwards', async () => {
    let ready: () => void = () => {};
    rig.servers.set('slow', echoServer('slow', { starting: new Promise((resolve) => (ready = resolve)) }));
    await listen();
    const { stdin, exit, out } = bridge({ server: 'slow' });
    const megabyte = `${JSON.stringify({ jsonrpc: '2.0', method: 'x', params: { x: 'x'.repeat(1024 * 1024) } })}\n`;
    stdin.write(initialize + line('ping', 'at once'));
    for (let i = 0; i < 8; i++) stdin.write(megabyte);
    stdin.end(line('ping', 'last'));
    for (let turn = 0; turn < 20; turn++) {
      const other = bridge({ server: 'two' });
      other.stdin.end(initialize + Array.from({ length: 200 }, (_, id) => line('ping', id)).join(''));
      expect(await other.exit).toBe(0);
    }
    expect(stdin.readableLength + stdin.writableLength).toBeGreaterThan(4 * megabyte.length);
    ready();
    expect(await exit).toBe(0);
    const ids = (await out())
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { id: unknown }).id);
    expect(ids).toEqual([0, 'at once', 'last']);
  });

  it('serves all servers when none is named', async () => {
    await listen();
    const { stdin, out } = bridge({ server: '' });
    stdin.end(initialize + line('tools/call', 1, { name: 'two__echo' }));
    await out();
    expect(rig.seen).toMatchObject([{ server: 'two' }]);
  });

  it.each([
    ['a wrong token', { token: 'another-token-0123456789' }, 'does not know the token of "anna"'],
    ['an unknown client', { client: 'carl' }, 'does not know the token of "carl"'],
    ['an unknown server', { server: 'entirely-else' }, 'there is no server "entirely-else" in Toolgate, or it is switched off.'],
    ['a misspelt server', { server: 'tow' }, 'there is no server "tow" in Toolgate, or it is switched off (did you mean "two"?)'],
  ])('ends with one clear line for %s', async (_what, overrides, text) => {
    await listen();
    const { exit, err } = bridge(overrides);
    expect(await exit).toBe(1);
    expect(await err()).toContain(text);
    expect((await err()).trim().split('\n').length).toBeLessThan(2);
    expect(rig.gateway.sessions()).toEqual([]);
  });

  it('says that the gateway is not running: no socket, and a socket left over from a crash', async () => {
    expect(await bridge().err()).toBe('toolgate: the gateway is not running. Start Toolgate (or run: toolgate serve).\n');
    await listen();
    await rig.gateway.close();
    expect(await bridge().err()).toContain('not running');
  });

  it('shows a false gateway neither token nor proof, whatever that one answers', async () => {
    const answers = [
      '{"nonce":"AAAA","proof":"BBBB"}\n',
      '{"ok":true}\n',
      'HTTP/1.1 400\r\n\r\n',
      `{"nonce":"x","proof":"${'A'.repeat(43)}"}\n`,
      'x'.repeat(10_000),
      '[]\n',
      '',
    ];
    for (const answer of answers) {
      const heard: Buffer[] = [];
      const impostor = createServer((socket) => {
        socket.on('error', () => {});
        socket.on('data', (chunk) => {
          heard.push(chunk);
          if (heard.length > 1) return;
          if (answer === '') socket.end();
          else socket.write(answer);
        });
      });
      const path = join(folder, `fake${answer.length}.sock`);
      await new Promise<void>((resolve) => impostor.listen(path, resolve));
      const { stdin, exit } = bridge({ socketPath: path });
      stdin.write(initialize);
      expect(await exit, answer).toBe(1);
      const text = Buffer.concat(heard).toString();
      expect(text.split('\n').filter(Boolean), answer).toHaveLength(1);
      expect(Object.keys(JSON.parse(text) as object)).toEqual(['v', 'client', 'nonce']);
      expect(text).not.toContain(tokenOf('anna'));
      await new Promise((resolve) => impostor.close(resolve));
    }
  });

  it('takes a proof in one spelling only', () => {
    const expected = Buffer.alloc(32, 0xfb);
    const proof = expected.toString('base64url');
    const others = [`${proof}=`, `${proof}\n`, ` ${proof}`, expected.toString('base64'), proof.slice(1), '', undefined, [proof]];
    expect([proof, ...others].map((given) => isProof(expected, given))).toEqual([true, ...others.map(() => false)]);
  });

  it('cannot be made to open by its own words sent back, nor by a recorded conversation', () => {
    const honest = createBridgeHandshake('anna', 'token', 'one', 'nonce-a');
    const echo = JSON.parse(honest.start) as { nonce: string };
    expect(honest.next(JSON.stringify({ nonce: echo.nonce, proof: 'A'.repeat(43) }))).toEqual({ kind: 'refused', why: 'not-genuine' });
  });

  it('starts fast: it imports nothing but itself and node modules', () => {
    const root = join(import.meta.dirname, '../../..');
    const sources = ['electron/headless/connect.ts', 'electron/core/gateway/bridge-handshake.ts'].map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const imports = sources.flatMap((text) => [...text.matchAll(/^import (?!type).*from '([^']+)'/gm)].map(([, from]) => from));
    expect(imports.sort()).toEqual(['../core/gateway/bridge-handshake.js', 'node:crypto', 'node:net']);
  });
});

describe('the local socket', () => {
  it('lies in a folder of its own that nobody else may enter', async () => {
    await listen();
    if (process.platform === 'win32') return;
    expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o700);
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  });

  it('refuses a folder that others may enter, and a socket that another gateway listens on', async () => {
    await listen();
    expect(await rig.gateway.listenLocal(socketPath)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('another Toolgate') as string },
    });
    if (process.platform !== 'win32') {
      mkdirSync(join(folder, 'shared'));
      chmodSync(join(folder, 'shared'), 0o750);
      expect(await rig.gateway.listenLocal(join(folder, 'shared', 'mcp.sock'))).toMatchObject({
        ok: false,
        error: { code: 'gateway.socket' },
      });
    }
    expect(await rig.gateway.listenLocal(join(tmpdir(), `toolgate-${process.pid}.sock`))).toMatchObject({
      ok: false,
      error: { code: 'gateway.socket' },
    });
  });

  it('lets nobody in who skips or fakes the handshake', async () => {
    await listen();
    const attempts = [
      initialize,
      '{"v":1,"client":"anna","nonce":"n"}\n{"server":"one","proof":"x"}\n' + initialize,
      '{"v":2}\n',
      '\n\n',
      'x'.repeat(5000),
      '{"v":1,"client":"anna","nonce":"n"}\n{"server":"one"}\n',
    ];
    for (const attempt of attempts) {
      const answer = await talk(socketPath, attempt);
      expect(answer, attempt.slice(0, 80)).not.toContain('protocolVersion');
    }
    expect(rig.gateway.sessions()).toEqual([]);
  });

  it.each([
    ['another server', 'one', '"one"', '"two"'],
    ['all servers, when none is named at all', '', '""', 'null'],
  ])('lets nobody in with a proof that was made for %s', async (_, server, proven, claimed) => {
    await listen();
    const shake = createBridgeHandshake('anna', tokenOf('anna'), server);
    const socket = connect(socketPath);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.write(shake.start);
    await until('the gateway to speak', () => heard.includes('\n'));
    const step = shake.next(heard.trim());
    socket.end(step.kind === 'send' ? step.line.replace(proven, claimed) : '');
    await until('the end', () => socket.destroyed);
    expect(heard.split('\n')[1]).toBe('{"error":"refused"}');
  });

  it('answers each bad line by itself and goes on', async () => {
    await listen();
    rig.options.maxRequestBytes = 5000;
    const { stdin, out } = bridge();
    stdin.end(
      `garbage\n\r\n${initialize.trim()}\r\n{"jsonrpc":"2.0","id":"x","method":"ping","Id":1}\n[]\n${line('tools/call', 1, { name: 'echo', arguments: { pad: 'y'.repeat(6000) } })}${line('ping', 2)}`,
    );
    const answers = (await out())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: unknown; error?: { code: number } });
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, -32700],
      // the line that was too long is refused at once, the others wait for the answer to initialize
      [null, -32600],
      [0, undefined],
      ['x', -32600],
      [null, -32600],
      [2, undefined],
    ]);
    expect(rig.seen).toEqual([]);
  });

  it('tells a call that its client has said its last word, and still delivers the answer', async () => {
    let answer = (_text: string): void => {};
    rig.servers.set('one', echoServer('one', { answer: () => new Promise((resolve) => (answer = resolve)) }));
    await listen();
    const { stdin, exit, out } = bridge();
    stdin.write(initialize + line('tools/call', 1, { name: 'echo' }));
    await until('the request', () => rig.seen.length > 0);
    const { parting, signal } = rig.intents[0]!;
    expect(parting?.aborted).toBe(false);
    stdin.end();
    await until('the last word', () => parting?.aborted === true);
    expect(signal.aborted).toBe(false);
    answer('{"content":[]}');
    expect(await exit).toBe(0);
    expect(await out()).toContain('"id":1,"result"');
  });

  it('ends the calls of a client that goes away or is blocked', async () => {
    let hanging: { readonly aborted: boolean } | undefined;
    rig.servers.set('one', echoServer('one', { answer: ({ options }) => new Promise(() => (hanging = options.signal)) }));
    await listen();
    const { stdin, exit, out } = bridge();
    stdin.write(initialize + line('tools/call', 1, { name: 'echo' }));
    await until('the request', () => hanging !== undefined);
    rig.gateway.endClient('anna');
    expect(await exit).toBe(0);
    expect(hanging?.aborted).toBe(true);
    expect(await out()).toContain('"id":1,"error":{"code":-32000,"message":"This application was disconnected or blocked');
  });
});

describe('lines', () => {
  it('are the same however the bytes are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\r', ' ', 'xyz'), maxLength: 8 }), { maxLength: 8 }),
        fc.array(fc.nat(60), { maxLength: 20 }),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
          const lines: string[] = [];
          const reader = createLineReader(
            () => 1000,
            (found) => lines.push(found.toString()),
            () => lines.push('TOO LONG'),
          );
          const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
          for (let i = 1; i < at.length; i++) reader.take(bytes.subarray(at[i - 1], at[i]));
          expect(lines).toEqual(texts.map((text) => text.replace(/\r$/, '')).filter((text) => text !== ''));
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it('that are too long are reported once, and cost no memory; the next line is read', () => {
    const lines: string[] = [];
    const reader = createLineReader(
      () => 10,
      (found) => lines.push(found.toString()),
      () => lines.push('TOO LONG'),
    );
    for (let i = 0; i < 100; i++) reader.take(Buffer.from('0123456'));
    reader.take(Buffer.from('\nnext\n0123456789\n01234567890\nlast\n'));
    expect(lines).toEqual(['TOO LONG', 'next', '0123456789', 'TOO LONG', 'last']);
  });

  it('of a hundred megabytes are put together', () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let size = 0;
    const reader = createLineReader(
      () => 200 * 1024 * 1024,
      (found) => (size = found.length),
      () => {},
    );
    for (let i = 0; i < 1600; i++) reader.take(chunk);
    reader.take(Buffer.from('\n'));
    expect(size).toBe(1600 * 64 * 1024);
  });
});

function talk(path: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket: Socket = connect(path, () => socket.end(text));
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}
