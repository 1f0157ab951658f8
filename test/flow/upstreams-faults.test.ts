import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent } from '../../electron/core/ports/upstreams.js';
import { until } from '../support/until.js';
import { alive, call, fail, linesOf, must, node, openUpstreams, owner, scratch, server, textOf, trickster } from './upstreams-kit.js';
import { fakeClock } from '../support/fake-clock.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
function open(...args: Parameters<typeof openUpstreams>) {
  const opened = openUpstreams(...args);
  ends.push(opened.upstreams.close);
  return opened;
}
async function tricky(flags: string[] = [], more: Parameters<typeof openUpstreams>[1] = {}) {
  const opened = open([node('t', [trickster, ...flags])], more);
  const link = must(await opened.upstreams.acquire('t', owner('a').owner));
  return { ...opened, link };
}

test('arguments reach the program as they are written, whatever a shell would make of them', async () => {
  const nasty = ['; touch /tmp/x', '&& true', '$(id)', '`id`', '|', '"', "'", 'a\nb', '*', '--x=$HOME', ''];
  const { link } = await tricky(nasty);
  expect(JSON.parse(textOf(await call(link, 'argv')))).toEqual(nasty);
});

test('a server gets the allow-list of the environment, what was configured for it, and nothing else', async () => {
  process.env.TOOLGATE_TOKEN = 'gate-secret';
  process.env.NODE_OPTIONS_TEST = 'x';
  process.env.LC_TIME = 'C';
  const { link, upstreams } = await tricky([], {
    secrets: () => ({ env: { API_KEY: 'k', Node_Options: '--no-warnings' }, headers: {}, missing: [] }),
  });
  const env = JSON.parse(textOf(await call(link, 'env'))) as Record<string, string>;
  const allowed = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TMPDIR', 'TERM', 'TZ'].filter(
    (name) => process.env[name] !== undefined,
  );
  const categories = Object.keys(process.env).filter((name) => name.startsWith('LC_'));
  expect(Object.keys(env).sort()).toEqual([...allowed, ...categories, 'PATH', 'API_KEY', 'Node_Options'].sort());
  expect(upstreams.status('t').warnings).toEqual(['its environment sets Node_Options, which can change what its program loads']);
  delete process.env.TOOLGATE_TOKEN;
  delete process.env.NODE_OPTIONS_TEST;
});

test('a command that does not exist is one line that names it and where it was looked for', async () => {
  const { upstreams } = open([server('gone', { kind: 'stdio', command: 'no-such-program-x', args: [], envNames: [] })], {
    searchPath: () => Promise.resolve('/usr/bin:/bin'),
  });
  expect(await upstreams.acquire('gone', owner('a').owner)).toMatchObject({
    ok: false,
    error: {
      code: 'server.command',
      message: 'the command "no-such-program-x" of gone was not found or cannot be run (searched: /usr/bin:/bin)',
      fix: expect.any(String) as string,
    },
  });
  expect(upstreams.status('gone')).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('no-such-program-x') as string,
    processes: 0,
  });
});

test('a program that may not be run is told the same way, and one that is no program fails with its code', async () => {
  const folder = scratch();
  const plain = join(folder, 'plain');
  writeFileSync(plain, 'not a program');
  const { upstreams } = open([server('x', { kind: 'stdio', command: plain, args: [], envNames: [] })]);
  expect(await upstreams.acquire('x', owner('a').owner)).toMatchObject({ ok: false, error: { code: 'server.command' } });
  chmodSync(plain, 0o755);
  writeFileSync(plain, '#!/no/such/interpreter\n');
  expect(await upstreams.acquire('x', owner('a').owner)).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/could not be started: ENOENT/) as string },
  });
});

test('a working folder that does not exist fails clearly', async () => {
  const { upstreams } = open([
    server('x', { kind: 'stdio', command: process.execPath, args: [trickster], envNames: [], cwd: '/no/such/folder' }),
  ]);
  expect(await upstreams.acquire('x', owner('a').owner)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('/no/such/folder') as string },
  });
});

test('a server without its secret, its confirmation or its switch is not started', async () => {
  const launch = { state: '' };
  const { upstreams } = open([node('s', [trickster]), node('c', [trickster]), node('d', [trickster], { enabled: false })], {
    secrets: (config) => ({ env: {}, headers: {}, missing: config.name === 's' ? ['API_KEY'] : [] }),
    mayLaunch: (config) => (config.name === 'c' ? fail('pin.launch', 'the command of c changed') : { ok: true, value: undefined }),
    onState: (name) => (launch.state += name),
  });
  for (const name of ['s', 'c', 'd']) expect(await upstreams.acquire(name, owner('a').owner)).toMatchObject({ ok: false });
  expect(upstreams.status('s')).toMatchObject({ state: 'needs-secret', problem: 's needs a value for API_KEY', processes: 0 });
  expect(upstreams.status('c')).toMatchObject({ state: 'needs-confirmation', problem: 'the command of c changed', processes: 0 });
  expect(upstreams.status('d')).toMatchObject({ state: 'disabled', processes: 0 });
  expect(await upstreams.acquire('nobody', owner('a').owner)).toMatchObject({ ok: false, error: { code: 'server.unknown' } });
});

test('noise on its output is skipped, counted and kept for reading; the call gets its answer', async () => {
  const { link, upstreams } = await tricky(['--say=Welcome!']);
  expect(textOf(await call(link, 'noisy', { text: 'through' }))).toBe('through');
  expect(upstreams.status('t').noise).toBe(5);
  expect(upstreams.status('t').warnings[0]).toMatch(/5 lines/);
  expect(upstreams.stderr('t').text).toContain('[stdout] Welcome!\n[stdout] Server listening');
});

test('an answer of 10 MB under the cap is delivered, one over it fails that call alone, wherever its id stands', async () => {
  const { link, limits, upstreams } = await tricky();
  expect((await call(link, 'huge', { bytes: 10_000_000 })).bytes.length).toBeGreaterThan(10_000_000);
  limits.maxAnswerBytes = 1_000_000;
  const hanging = call(link, 'hang', {}, { timeoutMs: 60_000 }).catch((error: unknown) => error);
  for (const name of ['huge', 'hugeIdLast']) await expect(call(link, name, { bytes: 9_000_000 })).rejects.toThrow(AnswerTooLarge);
  expect(textOf(await call(link, 'echo', { text: 'still here' }))).toBe('still here');
  expect(upstreams.status('t')).toMatchObject({ state: 'ready', processes: 1 });
  await upstreams.stop('t');
  expect(await hanging).toBeInstanceOf(FateUnknown);
});

test('a line without end is given up, what waited fails once, and the server is started again', async () => {
  const { link, limits, upstreams } = await tricky();
  const pid = textOf(await call(link, 'pid'));
  limits.maxAnswerBytes = 1_000_000;
  await expect(Promise.all([call(link, 'endless'), call(link, 'hang')])).rejects.toThrow(Error);
  await until('it is down', () => upstreams.status('t').state !== 'ready');
  expect(textOf(await call(link, 'pid'))).not.toBe(pid);
});

test('a call that was under way when the server died has an unknown fate and is never sent again', async () => {
  for (const [name, how] of [
    ['crash', /exit code 3/],
    ['kill', /SIGKILL/],
  ] as const) {
    const calls = join(scratch(), 'calls');
    const { link } = await tricky([`--calls=${calls}`]);
    const both = await Promise.allSettled([call(link, 'hang'), call(link, name)]);
    for (const one of both) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(FateUnknown) as FateUnknown });
    expect(String((both[0] as PromiseRejectedResult).reason)).toMatch(how);
    expect(textOf(await call(link, 'echo', { text: 'back' }))).toBe('back');
    expect(linesOf(calls)).toEqual(['hang', name, 'echo']);
  }
});

test('restarts wait 0.5, 1, 2, 4 s; the fifth fast end gives up until a person restarts', async () => {
  const clock = fakeClock();
  const log = join(scratch(), 'starts');
  const { link, upstreams, states } = await tricky([`--log=${log}`], { clock });
  for (const [turn, waitMs] of [500, 1000, 2000, 4000].entries()) {
    await expect(call(link, 'crash')).rejects.toThrow(FateUnknown);
    expect(upstreams.status('t')).toMatchObject({
      state: 'backing-off',
      problem: 't stopped working: it ended with exit code 3',
      processes: 0,
    });
    clock.advance(waitMs - 1);
    expect(linesOf(log).length).toBe(turn + 1);
    clock.advance(1);
    await until('it is ready again', () => upstreams.status('t').state === 'ready');
    expect(linesOf(log).length).toBe(turn + 2);
  }
  await expect(call(link, 'crash')).rejects.toThrow(FateUnknown);
  expect(upstreams.status('t').state).toBe('failed');
  clock.advance(600_000);
  await expect(call(link, 'echo')).rejects.toThrow(NeverSent);
  expect(await upstreams.acquire('t', owner('b').owner)).toMatchObject({ ok: false, error: { code: 'server.failed' } });
  expect(linesOf(log).length).toBe(5);
  must(await upstreams.restart('t'));
  expect(textOf(await call(link, 'echo', { text: 'forgiven' }))).toBe('forgiven');
  expect(states).toContain('t backing-off');
});

test('a minute of health forgives earlier ends', async () => {
  const clock = fakeClock();
  const { link, upstreams } = await tricky([], { clock });
  for (let turn = 0; turn < 7; turn++) {
    clock.advance(60_000);
    await expect(call(link, 'crash')).rejects.toThrow(FateUnknown);
    expect(upstreams.status('t').state).toBe('backing-off');
    clock.advance(500);
    await until('it is ready again', () => upstreams.status('t').state === 'ready');
  }
});

test('a call while the server waits to be started again waits a little or was never sent', async () => {
  const clock = fakeClock();
  const { link, upstreams } = await tricky([], { clock });
  await expect(call(link, 'crash')).rejects.toThrow(FateUnknown);
  const soon = call(link, 'echo', { text: 'waited' });
  const giving = new AbortController();
  const cancelled = call(link, 'echo', {}, { signal: giving.signal });
  giving.abort();
  await expect(cancelled).rejects.toThrow(NeverSent);
  clock.advance(500);
  expect(textOf(await soon)).toBe('waited');
  expect(upstreams.status('t').state).toBe('ready');
});

test('a server that exits at once, refuses, or speaks an unknown version fails with its reason', async () => {
  for (const [flags, why] of [
    [['--exit=0'], /^t did not start: it ended with exit code 0$/],
    [['--refuse=licence expired'], /refused to start a session: licence expired/],
    [['--version=1999-01-01'], /protocol version "1999-01-01"/],
  ] as const) {
    const { upstreams } = open([node('t', [trickster, ...flags])]);
    const failed = await upstreams.acquire('t', owner('a').owner);
    expect(failed).toMatchObject({ ok: false, error: { message: expect.stringMatching(why) as string } });
    expect(upstreams.status('t').state).toBe('backing-off');
    await until('its process is gone', () => upstreams.status('t').processes === 0);
  }
});

test('a server that never answers initialize is given up after the time for starting', async () => {
  const { upstreams } = open([node('t', [trickster, '--hang=1'])], { startTimeoutMs: 200 });
  expect(await upstreams.acquire('t', owner('a').owner)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('did not answer') as string },
  });
});

test('a call that hangs is ended at its time limit, the server is told, and a late answer is dropped', async () => {
  const trace = join(scratch(), 'trace');
  const { link } = await tricky([`--trace=${trace}`]);
  await expect(call(link, 'late', {}, { timeoutMs: 50 })).rejects.toThrow(CallTimedOut);
  const stop = new AbortController();
  const cancelled = call(link, 'hang', {}, { signal: stop.signal });
  stop.abort();
  await expect(cancelled).rejects.toThrow(CallCancelled);
  await until('the server was told twice', () => linesOf(trace).filter((line) => line.includes('notifications/cancelled')).length === 2);
  const calls = linesOf(trace)
    .filter((line) => line.includes('tools/call'))
    .map((line) => (JSON.parse(line) as { id: number }).id);
  const told = linesOf(trace)
    .filter((line) => line.includes('notifications/cancelled'))
    .map((line) => (JSON.parse(line) as { params: { requestId: number } }).params.requestId);
  expect(told).toEqual(calls);
  expect(textOf(await call(link, 'echo', { text: 'next' }))).toBe('next');
});

test('nobody gets an answer that is repeated, for an unknown id, or of another type of id', async () => {
  const { link } = await tricky();
  expect(textOf(await call(link, 'twice'))).toBe('first');
  expect(textOf(await call(link, 'stranger'))).toBe('mine');
  expect(textOf(await call(link, 'echo', { text: 'own' }))).toBe('own');
});

test('an answer that is no valid text or could be read in two ways fails its call at once', async () => {
  const { link, upstreams } = await tricky();
  for (const name of ['badUtf8', 'doubled', 'smuggle']) await expect(call(link, name), name).rejects.toThrow(FateUnknown);
  expect(textOf(await call(link, 'echo', { text: 'on' }))).toBe('on');
  expect(upstreams.status('t').state).toBe('ready');
});

test('100 MB on the error output are drained, the newest 1 MB is kept', async () => {
  const { link, upstreams } = await tricky();
  expect(textOf(await call(link, 'stderr', { bytes: 100 * 1_048_576 }, { timeoutMs: 30_000 }))).toBe('done');
  await until('all of it was read', () => upstreams.stderr('t').droppedBytes + upstreams.stderr('t').text.length >= 100 * 1_048_576);
  expect(upstreams.stderr('t').text.length).toBe(1_048_576);
});

/** asks 200,000 times without reading, then reads, and answers how often it was answered in between */
const asker = `
  let held = '', pongs = 0, reads = false, flood;
  const send = (text) => process.stdout.write(text + '\\n');
  const answer = (id, result) => send(JSON.stringify({ jsonrpc: '2.0', id, result }));
  const ping = (id) => '{"jsonrpc":"2.0","id":' + id + ',"method":"ping"}';
  const said = {
    initialize: (id) => answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'asker', version: '1' } }),
    'tools/list': (id) => answer(id, { tools: [{ name: 'flood', inputSchema: { type: 'object' } }] }),
    'tools/call': (id) => {
      flood = id;
      process.stdin.pause();
      let left = 100;
      const more = () => {
        while (left-- > 0) if (!send(Array(2000).fill(ping(1)).join('\\n'))) return process.stdout.once('drain', more);
        reads = true;
        process.stdin.resume();
      };
      more();
    },
  };
  process.stdin.on('data', (chunk) => {
    const lines = (held + chunk).split('\\n');
    held = lines.pop();
    for (const line of lines) {
      const { id, method } = JSON.parse(line);
      if (method !== undefined) said[method]?.(id);
      else if (id === 1) pongs += 1;
      else if (reads) {
        answer(flood, { content: [{ type: 'text', text: String(pongs) }] });
        reads = false;
      }
    }
    if (reads) send(ping(2));
  });`;

test('a server that asks without end and does not read the answers is not answered for ever', async () => {
  const { upstreams } = open([node('asker', ['-e', asker])]);
  const link = must(await upstreams.acquire('asker', owner('a').owner));
  const pongs = Number(textOf(await call(link, 'flood', {}, { timeoutMs: 60_000 })));
  expect(pongs).toBeGreaterThan(1000);
  // 4 MB of 36 bytes each, and what the pipes hold
  expect(pongs).toBeLessThan(150_000);
});

test('a server that closes its output or its input is found out within a second', async () => {
  for (const name of ['closeStdout', 'closeStdin']) {
    const { link, upstreams } = await tricky();
    const started = Date.now();
    const waiting = [call(link, 'hang'), call(link, name)].map((each) =>
      each.then(
        () => 'answered',
        (error: unknown) => error,
      ),
    );
    if (name === 'closeStdin') {
      expect(await waiting[1]).toBe('answered');
      call(link, 'echo').catch(() => {});
    }
    expect(await waiting[0]).toBeInstanceOf(FateUnknown);
    expect(Date.now() - started).toBeLessThan(1500);
    await upstreams.stop('t');
  }
});

test('a server that ignores the end of its input and TERM is killed with everything it started', async () => {
  const file = join(scratch(), 'child');
  const { link, upstreams } = await tricky(['--stay=1', `--child=${file}`]);
  const pid = Number(textOf(await call(link, 'pid')));
  await until('its child runs', () => linesOf(file).length === 1);
  const child = Number(linesOf(file)[0]);
  expect([alive(pid), alive(child)]).toEqual([true, true]);
  await upstreams.stop('t');
  expect(upstreams.status('t').processes).toBe(0);
  await until('both are gone', () => !alive(pid) && !alive(child), 1000);
});

test('what a crashed server started ends with it', async () => {
  const file = join(scratch(), 'child');
  const { link } = await tricky([`--child=${file}`]);
  await until('its child runs', () => linesOf(file).length === 1);
  await expect(call(link, 'crash')).rejects.toThrow(FateUnknown);
  await until('its child is gone', () => !alive(Number(linesOf(file)[0])), 2000);
});

test('a disabled server answers no calls until it is enabled again', async () => {
  const config = { ...node('t', [trickster]) };
  const { upstreams } = open([config]);
  const link = must(await upstreams.acquire('t', owner('a').owner));
  Object.assign(config, { enabled: false });
  await upstreams.stop('t');
  await expect(call(link, 'echo')).rejects.toThrow(NeverSent);
  expect(upstreams.status('t')).toMatchObject({ state: 'disabled', processes: 0 });
  Object.assign(config, { enabled: true });
  expect(textOf(await call(link, 'echo', { text: 'again' }))).toBe('again');
});
