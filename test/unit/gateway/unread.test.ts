import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createUnread } from '../../../electron/core/gateway/unread.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { runBridge } from '../../../electron/headless/connect.js';
import { fakeClock } from '../../support/fake-clock.js';
import { until } from '../../support/until.js';
import { echoServer, handshake, RawResult, startRig, tokenOf, type Rig } from './fakes.js';

const megabyte = 1024 * 1024;
const lookMs = 10_000;

class FakeSocket extends EventEmitter {
  cut = false;
  constructor(public writableLength: number) {
    super();
  }
  destroy(): void {
    this.cut = true;
    this.emit('close');
  }
}

function rigOf(...sizes: number[]) {
  const clock = fakeClock();
  const told: number[] = [];
  const unread = createUnread(clock, (bytes) => told.push(bytes / megabyte));
  const sockets = sizes.map((size) => new FakeSocket(size * megabyte));
  for (const socket of sockets) unread.behind(socket);
  return { clock, told, unread, sockets, cut: () => sockets.map(({ cut }) => cut) };
}

it('cuts the largest of those who do not read until the rest is within the bound, and no one at the first look', () => {
  const { clock, cut, told } = rigOf(20, 40, 30, 10);
  clock.advance(lookMs);
  expect(cut()).toEqual([false, false, false, false]);
  clock.advance(lookMs);
  expect(cut()).toEqual([false, true, false, false]);
  expect(told).toEqual([40]);
});

it('cuts nobody who has caught up in between, whatever waits for it by now', () => {
  const { clock, cut, unread, sockets } = rigOf(100, 100);
  clock.advance(lookMs);
  for (const socket of sockets) {
    socket.emit('drain');
    unread.behind(socket);
  }
  clock.advance(lookMs);
  expect(cut()).toEqual([false, false]);
});

it('lets a single answer of any size wait, and any number within the bound', () => {
  for (const sizes of [[500], [30, 30]]) {
    const { clock, cut } = rigOf(...sizes);
    clock.advance(5 * lookMs);
    expect(cut()).not.toContain(true);
  }
});

it('cuts nobody for the time that the machine slept', () => {
  const { clock, cut } = rigOf(100, 100);
  clock.advance(lookMs);
  clock.stall(100 * lookMs);
  expect(cut()).toEqual([false, false]);
});

it('keeps no timer and no listener once all have caught up', () => {
  const { clock, sockets } = rigOf(100);
  sockets[0]?.emit('drain');
  let looks = 0;
  const after = clock.after.bind(clock);
  clock.after = (ms, fn) => (looks++, after(ms, fn));
  clock.advance(5 * lookMs);
  expect([looks, sockets[0]?.listenerCount('close'), sockets[0]?.listenerCount('drain')]).toEqual([0, 0, 0]);
});

const meta = (version: string): string =>
  `"io.modelcontextprotocol/protocolVersion":"${version}","io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}`;

/** looks until as many were cut as there have to be: nobody reads before, so that what comes late waits as well */
function cuts() {
  let cut = 0;
  const logger = { ...silentLogger, warn: (event: string) => void (cut += event === 'gateway.unread' ? 1 : 0) };
  const atLeast = (count: number, clock: { advance: (ms: number) => void }): Promise<true> =>
    until(
      'those that do not read are cut',
      () => {
        clock.advance(lookMs);
        return cut >= count;
      },
      60_000,
    );
  return { logger, atLeast };
}

const ask = (rig: Rig, session: string, more: string): string => {
  const isStateless = more.includes('2026-07-28');
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{}${isStateless ? `,"_meta":{${meta('2026-07-28')}}` : ''}}}`;
  return [
    'POST /mcp/one HTTP/1.1',
    `Host: 127.0.0.1:${rig.port}`,
    `Authorization: Bearer ${tokenOf('anna')}`,
    'Content-Type: application/json',
    `Accept: ${more}`,
    ...(isStateless ? ['Mcp-Method: tools/call', 'Mcp-Name: echo'] : [`Mcp-Session-Id: ${session}`]),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
};

it.each([
  ['plain', 'application/json'],
  ['that node:http reads', 'application/json\r\nKeep-Alive: timeout=5'],
  [
    'that node:http reads, of the other era,',
    'application/json, text/event-stream\r\nKeep-Alive: timeout=5\r\nMcp-Protocol-Version: 2026-07-28',
  ],
])('the gate holds 64 MB at most for requests %s whose answers nobody reads, and answers others', async (_what, more) => {
  const clock = fakeClock();
  const answer = new RawResult(`{"text":"${'y'.repeat(8 * megabyte)}"}`);
  const { logger, atLeast } = cuts();
  const rig = await startRig({ clock, logger, servers: { one: echoServer('one', { answer: () => answer }) } });
  const session = String((await handshake(rig)).session);
  let gone = 0;
  const sockets: Socket[] = Array.from({ length: 16 }, () => {
    const socket = connect({ port: rig.port, host: '127.0.0.1' });
    socket.on('error', () => {});
    socket.pause();
    socket.write(ask(rig, session, more));
    return socket;
  });
  await until('all asked', () => rig.seen.length === sockets.length, 60_000);
  await atLeast(5, clock);
  for (const socket of sockets) {
    socket.on('close', () => gone++);
    socket.resume();
  }
  await until('those that were cut are closed', () => gone >= 5, 60_000);
  expect(gone).toBeLessThan(16);
  expect((await handshake(rig)).session).toBeDefined();
  for (const socket of sockets) socket.destroy();
  await rig.close();
});

it('the same for bridges whose applications do not read', async () => {
  const clock = fakeClock();
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-test-'));
  const answer = new RawResult(`{"text":"${'y'.repeat(8 * megabyte)}"}`);
  const { logger, atLeast } = cuts();
  const rig = await startRig({ clock, logger, servers: { one: echoServer('one', { answer: () => answer }) } });
  const socketPath = join(folder, 'run', 'mcp.sock');
  expect(await rig.gateway.listenLocal(socketPath)).toMatchObject({ ok: true });
  let gone = 0;
  const bridges: { stdin: PassThrough; stdout: PassThrough; exit: Promise<number> }[] = [];
  for (let i = 0; i < 16; i++) {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const exit = runBridge({
      ...{ socketPath, client: 'anna', token: tokenOf('anna'), server: 'one' },
      ...{ stdin, stdout, stderr: new PassThrough() },
    }).then(() => gone++);
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'b', version: '1' } };
    stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params })}\n`);
    await once(stdout, 'data');
    stdout.pause();
    bridges.push({ stdin, stdout, exit });
  }
  // only now, for greeting has a time limit and the answers are long
  for (const { stdin } of bridges) stdin.write('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}\n');
  await until('all asked', () => rig.seen.length === bridges.length, 60_000);
  await atLeast(5, clock);
  for (const { stdout } of bridges) stdout.resume();
  await until('those that were cut are closed', () => gone >= 5, 60_000);
  expect(gone).toBeLessThan(16);
  for (const { stdin } of bridges) stdin.end();
  await Promise.all(bridges.map(({ exit }) => exit));
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the same for streams that nobody reads', async () => {
  const clock = fakeClock();
  const { logger, atLeast } = cuts();
  const rig = await startRig({ clock, logger });
  let gone = 0;
  const sockets: Socket[] = [];
  for (let i = 1; i <= 8; i++) {
    const session = String((await handshake(rig)).session);
    const heard = connect({ port: rig.port, host: '127.0.0.1' }).on('error', () => {});
    sockets.push(heard);
    heard.write(
      ask(rig, session, 'text/event-stream')
        .replace('POST', 'GET')
        .replace(/Content-(Type|Length).*\r\n/g, '')
        .replace(/\{.*/, ''),
    );
    await new Promise((resolve) => heard.once('data', resolve));
    heard.pause();
    heard.on('close', () => gone++);
    const asker = connect({ port: rig.port, host: '127.0.0.1' });
    asker.end(ask(rig, session, 'application/json'));
    await until('asked', () => rig.seen.length === i);
  }
  const data = 'y'.repeat(megabyte);
  for (const { owner } of rig.seen)
    for (let i = 0; i < 15; i++) owner.notified('one', { method: 'notifications/message', params: { level: 'error', data } }, undefined);
  await atLeast(2, clock);
  for (const socket of sockets) socket.resume();
  await until('those that were cut are closed', () => gone >= 2, 60_000);
  expect(gone).toBeLessThan(8);
  for (const socket of sockets) socket.destroy();
  await rig.close();
});
