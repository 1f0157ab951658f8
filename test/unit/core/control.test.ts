import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectControl, type ControlClient } from '../../../electron/core/control/control-client.js';
import { serveControl, type ControlServer } from '../../../electron/core/control/control-server.js';
import { socketPaths, whyNotOurs } from '../../../electron/core/control/socket-paths.js';
import type { Signal } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';

const onWindows = process.platform === 'win32';
let folder: string;
let path: string;
let server: ControlServer;
let tell: ((signal: Signal) => void) | undefined;
let subscribed: readonly string[];
let asked: unknown[];
let answer: (result: Result<unknown>) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-control-'));
  path = socketPaths(folder).control;
  [tell, subscribed, asked] = [undefined, [], []];
  if (!onWindows) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'left by an instance that was killed');
  }
  const opened = await serveControl({
    path,
    dispatch(name, input, unlock) {
      asked.push([name, input, unlock]);
      if (name === 'much') return Promise.resolve(ok({ text: 'x'.repeat(65 * 1024 * 1024) }));
      if (name !== 'slow') return Promise.resolve(name === 'no' ? fail('NO', 'no', 'yes') : ok({ name }));
      return new Promise((resolve) => (answer = resolve));
    },
    subscribe(listener, topics) {
      [tell, subscribed] = [listener, topics];
      return () => (tell = undefined);
    },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  server = opened.value;
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const connected = async (): Promise<ControlClient> => {
  const found = await connectControl(path);
  if (!found.ok || found.value === undefined) throw new Error('nobody listens');
  return found.value;
};

describe('the control socket', () => {
  it('carries commands and gives each answer to its own question, whatever the order', async () => {
    const client = await connected();
    const slow = client.command('slow', { n: 1 }, 'CODE');
    expect(await client.command('quick', {})).toEqual(ok({ name: 'quick' }));
    expect(await client.command('no', null)).toEqual(fail('NO', 'no', 'yes'));
    answer(ok('late'));
    expect(await slow).toEqual(ok('late'));
    expect(asked).toEqual([
      ['slow', { n: 1 }, 'CODE'],
      ['quick', {}, undefined],
      ['no', null, undefined],
    ]);
  });

  it('brings the signals that were asked for until the connection ends', async () => {
    const client = await connected();
    const signal = { topic: 'notices', value: [] } as unknown as Signal;
    const heard = new Promise((resolve) => void client.subscribe(['notices'], resolve).then(() => tell?.(signal)));
    expect(await heard).toEqual(signal);
    expect(subscribed).toEqual(['notices']);
    client.close();
    await client.closed;
    await expect.poll(() => tell).toBeUndefined();
  });

  it('answers what was asked and what is asked later when the gate goes away', async () => {
    const client = await connected();
    const waiting = client.command('slow', {});
    await expect.poll(() => asked).toHaveLength(1);
    await server.close();
    for (const result of [await waiting, await client.command('quick', {})])
      expect(result).toMatchObject({ ok: false, error: { code: 'GONE', fix: 'see `toolgate status`' } });
    expect(await connectControl(path)).toEqual(ok(undefined));
  });

  it('says that an answer is too long, instead of it, and goes on', async () => {
    const client = await connected();
    expect(await client.command('much', {})).toMatchObject({ ok: false, error: { code: 'TOO_LONG', fix: 'ask for less' } });
    expect(await client.command('quick', {})).toEqual(ok({ name: 'quick' }));
  });

  it('refuses a wish for news of something that there is none of', async () => {
    const client = await connected();
    void client.subscribe(['weather' as never], () => undefined);
    expect(await client.command('quick', {})).toEqual(ok({ name: 'quick' }));
    expect(subscribed).toEqual([]);
    client.close();
  });

  it('refuses a line that is no question, and goes on', async () => {
    const socket = createConnection(path);
    const lines: string[] = [];
    socket.on('data', (chunk) => lines.push(...chunk.toString().trim().split('\n')));
    socket.write('{"id":1,"command":"quick","input":{},"door":"window"}\n{"id":2,"command":"quick","input":{}}\n');
    await expect.poll(() => lines).toHaveLength(2);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: null, result: { ok: false, error: { code: 'BAD_INPUT' } } },
      { id: 2, result: { ok: true } },
    ]);
    expect(asked).toHaveLength(1);
    socket.destroy();
  });

  it('is the own account’s alone', () => {
    const modes = onWindows ? [0o600, 0o700] : [statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777];
    expect(modes).toEqual([0o600, 0o700]);
  });

  it('is not spoken to where another account may have put it: in a folder that others write to, by a link, in a folder of theirs', async () => {
    if (onWindows) return expect(whyNotOurs(folder)).toBeUndefined();
    const told: string[] = [];
    const strangers = createServer((socket) => socket.on('data', (chunk) => told.push(chunk.toString())));
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    await new Promise<void>((done) => strangers.listen(join(open, 'control.sock'), done));
    const link = join(folder, 'link');
    symlinkSync(dirname(path), link);
    for (const [where, why] of [
      [open, 'others may write to'],
      [link, 'belongs to somebody else'],
    ] as const)
      expect(await connectControl(join(where, 'control.sock'))).toMatchObject({
        ok: false,
        error: { code: 'CONTROL_SOCKET', message: expect.stringContaining(why) as string },
      });
    for (const mode of [0o720, 0o702]) {
      chmodSync(open, mode);
      expect(whyNotOurs(open)).toContain('others may write to');
    }
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(4711);
    expect(whyNotOurs(dirname(path))).toContain('belongs to somebody else');
    getuid.mockRestore();
    expect(whyNotOurs(dirname(path))).toBeUndefined();
    await new Promise((done) => strangers.close(done));
    expect(told).toEqual([]);
  });
});

describe('its path', () => {
  it('is in the data folder, in a folder of its own where that is too long, and a pipe on Windows', () => {
    expect(socketPaths('/data', 'linux')).toEqual({
      control: join('/data', 'run', 'control.sock'),
      bridge: join('/data', 'run', 'bridge.sock'),
    });
    const long = socketPaths(`/${'long'.repeat(30)}`, 'linux');
    expect(dirname(long.control)).toBe(dirname(long.bridge));
    expect(Buffer.byteLength(long.control)).toBeLessThanOrEqual(100);
    expect(existsSync(dirname(long.control))).toBe(false);
    // An application may start the bridge with another TMPDIR than the gate has.
    vi.stubEnv('TMPDIR', '/elsewhere');
    expect(socketPaths(`/${'long'.repeat(30)}`, 'linux')).toEqual(long);
    vi.unstubAllEnvs();
    const pipes = socketPaths('C:\\data', 'win32');
    expect(pipes.control).toMatch(/^\\\\\.\\pipe\\toolgate-[0-9a-f]{16}-control$/);
    expect(socketPaths('C:\\other', 'win32').control).not.toBe(pipes.control);
  });
});
