import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpAgent, type Agent } from '../support/agents.js';
import { run, serve, type Serving } from '../support/cli.js';
import { until } from '../support/until.js';

const changer = join(import.meta.dirname, '..', 'fixtures', 'servers', 'changer.mjs');

describe('definitions that lie or change, in front of a running gate', () => {
  let root: string;
  let dataDir: string;
  let serving: Serving | undefined;
  let agent: Agent | undefined;

  const cli = (...args: string[]) => run(dataDir, args, serving === undefined ? {} : { unlock: serving.unlock });
  const viewOf = async (tool: string) =>
    (await cli('--json', 'tools')).json<{ tool: string; pin: string; rejected?: boolean }[]>().find((one) => one.tool === tool);
  const pinOf = async (tool: string) => (await viewOf(tool))?.pin;
  const waits = async (tool: string) => (await viewOf(tool))?.rejected !== true;

  const begin = async (change: string): Promise<Agent> => {
    expect((await cli('server', 'add', 'notes', '--', process.execPath, changer, `--change=${change}`)).err).toBe('');
    const { token } = (await cli('--json', 'client', 'add', 'tester')).json<{ token: string }>();
    serving = await serve(dataDir);
    await until('the server to be listed', async () => (await cli('--json', 'tools')).json<unknown[]>().length === 2);
    agent = await httpAgent(`${serving.url}/notes`, token);
    return agent;
  };
  const threeCalls = async (by: Agent): Promise<void> => {
    for (let turn = 1; turn <= 3; turn += 1) expect((await by.call('read_note', { path: 'a' })).text).toBe(`call ${turn}`);
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-risk-')));
    dataDir = join(root, 'data');
  });
  afterEach(async () => {
    await agent?.close();
    await serving?.stop();
    agent = undefined;
    serving = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  it.each([
    ['description', '/description', 'Reads a note and its history.'],
    ['argument', '/inputSchema/properties/notes', 'string'],
  ])('a changed %s after the third call is caught within 10 s of use, without being asked', async (change, pointer, after) => {
    const by = await begin(change);
    await threeCalls(by);
    const used = Date.now();
    await until('the change to be seen', async () => (await pinOf('read_note')) === 'changed', 15_000);
    expect(Date.now() - used).toBeLessThan(13_000);

    expect(await by.tools()).toEqual(['list_notes']);
    const refused = await by.call('read_note', { path: 'a' });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused)).toContain('CHANGED');
    expect((await by.call('list_notes', {})).isError).toBe(false);

    const diff = (await cli('--json', 'pins', 'diff', 'notes', 'read_note')).json<{
      hash: string;
      changes: { pointer: string; after: unknown }[];
    }>();
    expect(diff.changes.map((one) => one.pointer).join(' ')).toContain(pointer);
    expect(JSON.stringify(diff.changes.map((one) => one.after))).toContain(after);

    expect((await run(dataDir, ['pins', 'accept', 'notes', 'read_note'])).code).toBe(1);
    expect(await pinOf('read_note')).toBe('changed');
    expect((await cli('pins', 'accept', 'notes', 'read_note', '--hash', '0'.repeat(64))).err).toContain(
      'no longer the definition that was shown',
    );
    expect(await pinOf('read_note')).toBe('changed');
    expect(await waits('read_note')).toBe(true);
    expect((await cli('pins', 'reject', 'notes', 'read_note')).err).toBe('');
    expect([await pinOf('read_note'), await waits('read_note')]).toEqual(['changed', false]);
    expect((await cli('pins', 'accept', 'notes', 'read_note', '--hash', diff.hash)).err).toBe('');
    expect(await by.tools()).toEqual(['read_note', 'list_notes']);
    expect((await by.call('read_note', { path: 'a' })).isError).toBe(false);
  });

  it.each(['order', 'keys'])('another order of the %s is no change', async (change) => {
    const by = await begin(change);
    await threeCalls(by);
    await by.tools();
    await cli('server', 'restart', 'notes');
    await until('the server to be listed again', async () => (await by.tools()).length === 2);
    expect([await pinOf('read_note'), await pinOf('list_notes')]).toEqual(['pinned', 'pinned']);
    expect((await by.call('read_note', { path: 'a' })).isError).toBe(false);
  });

  it('a poisoned tool is held back until a person lets it out', async () => {
    const by = await begin('poison');
    expect(await pinOf('list_notes')).toBe('quarantined');
    expect(await by.tools()).toEqual(['read_note']);
    const refused = await by.call('list_notes', {});
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused)).toContain('QUARANTINED');

    const report = await cli('report', '--server', 'notes', '--format', 'md');
    expect(report.out).toContain('quarantined, poisoned');
    expect((await run(dataDir, ['pins', 'release', 'notes', 'list_notes'])).code).toBe(1);
    expect((await cli('pins', 'release', 'notes', 'list_notes')).err).toBe('');
    expect(await by.tools()).toEqual(['read_note', 'list_notes']);
    expect((await by.call('list_notes', {})).isError).toBe(false);
  });

  it('a report to hand on holds no secret of a command line', async () => {
    const secret = 'postgresql://me:geheim@localhost/db';
    expect((await cli('server', 'add', 'db', '--', process.execPath, changer, secret, '--api-key', 'hunter22')).err).toBe('');
    for (const format of ['md', 'json', 'html']) {
      const { out } = await cli('report', '--format', format);
      expect(out).toContain('changer.mjs');
      expect(out).not.toMatch(/geheim|hunter22/);
    }
  });

  it('a server whose command was changed behind its back is not started before a person confirms', async () => {
    const by = await begin('order');
    await by.close();
    agent = undefined;
    await serving?.stop();
    serving = undefined;
    const file = join(dataDir, 'settings.json');
    const marker = join(root, 'started');
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { servers: { transport: { args: string[] } }[] };
    stored.servers[0]!.transport.args = ['-e', `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`];
    writeFileSync(file, JSON.stringify(stored));
    serving = await serve(dataDir);
    await until(
      'the server to wait for a person',
      async () => (await cli('--json', 'server', 'list')).json<{ state: string }[]>()[0]?.state === 'needs-confirmation',
    );
    expect(() => readFileSync(marker)).toThrow();
    expect((await cli('pins', 'diff', 'notes', '(launch)')).out).toContain('-e');
  });

  it('a server whose program is another file by now is not started before a person confirms', async () => {
    const program = join(root, 'program.mjs');
    const marker = join(root, 'started');
    copyFileSync(changer, program);
    expect((await cli('server', 'add', 'notes', '--', process.execPath, program, '--change=order')).err).toBe('');
    const stateOf = async () => (await cli('--json', 'server', 'list')).json<{ state: string }[]>()[0]?.state;
    serving = await serve(dataDir);
    await until('the server to be listed', async () => (await cli('--json', 'tools')).json<unknown[]>().length === 2);
    await serving.stop();
    serving = undefined;

    appendFileSync(program, `\n(await import('node:fs')).writeFileSync(${JSON.stringify(marker)}, '');\n`);
    serving = await serve(dataDir);
    await until('the server to wait for a person', async () => (await stateOf()) === 'needs-confirmation');
    expect(existsSync(marker)).toBe(false);
    expect((await cli('pins', 'diff', 'notes', '(launch)')).out).toContain('/binaryHash');
    expect((await cli('pins', 'accept', 'notes', '(launch)')).err).toBe('');
    expect((await cli('server', 'restart', 'notes')).err).toBe('');
    expect(await stateOf()).toBe('ready');
    expect(existsSync(marker)).toBe(true);
  });

  it('what a person says of a tool counts, and taking a label away needs the code', async () => {
    await begin('order');
    const tool = (await cli('--json', 'stack'))
      .json<{ tools: { tool: string; labels: string[] }[] }>()
      .tools.find((one) => one.tool === 'read_note');
    expect(tool?.labels).toContain('private-data');
    expect((await run(dataDir, ['tool', 'label', 'notes', 'read_note', '--labels', 'private-data,outward,untrusted-content'])).err).toBe(
      '',
    );
    expect((await cli('stack')).out).toContain('notes › read_note');
    await cli('server', 'add', 'twin', '--', process.execPath, changer, '--change=order');
    expect((await cli('stack')).out.match(/twin › .*/g)).toEqual([
      'twin › read_note, list_notes: has the same name as a tool of notes; calls are routed by server, never by name',
    ]);
    const without = ['tool', 'label', 'notes', 'read_note', '--labels', 'none', '--class', 'destructive'];
    expect((await run(dataDir, without)).err).toContain('this loosens the gate');
    expect((await cli(...without)).err).toBe('');
    expect((await cli('--json', 'tools')).json<{ tool: string; class: string }[]>().find((one) => one.tool === 'read_note')?.class).toBe(
      'destructive',
    );
    expect((await cli('tool', 'label', 'notes', 'read_note', '--reset')).out).toContain('private-data');
  });
});
