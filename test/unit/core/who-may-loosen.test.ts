import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../electron/core/changes.js';
import type { Origin } from '../../../electron/core/core.js';
import { createDispatch, type Dispatch, type Handlers } from '../../../electron/core/dispatch.js';
import { createLoosening } from '../../../electron/core/loosening.js';
import { createMayLoosen } from '../../../electron/core/may-loosen.js';
import { createNotices } from '../../../electron/core/notices.js';
import { createPolicyWatch } from '../../../electron/core/policy-watch.js';
import type { PolicyRoom } from '../../../electron/core/policy/policy-room.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { tellChange } from '../../../electron/core/tell-change.js';
import { contract, type CommandName, type Door } from '../../../shared/commands/contract.js';
import type { Mode } from '../../../shared/model/decision.js';
import { ok, type Result } from '../../../shared/result.js';
import { fakeClock } from '../../support/fake-clock.js';

const DEFINITION = { server: 's', tool: 't' };
const REVIEWED = { ...DEFINITION, hash: 'a1'.repeat(32) };
/** one example of every kind of loosening */
const loose: [CommandName, unknown][] = [
  ['tool.set', { ...DEFINITION, action: 'allow' }], ['rule.add', { ...DEFINITION, rule: { action: 'allow' } }], ['rule.addMany', { rules: [{ server: 's', tool: 't', rule: { action: 'allow' } }] }], ['policy.set', { text: '{}' }], ['policy.preset', { name: 'relaxed' }], ['policy.rollback', { revision: 1 }],
  ['limit.raise', { pointer: '/x', max: 9 }], ['limit.extend', { key: 'k', by: 10 }], ['approval.allow', { id: 'a' }], ['mode.set', { mode: 'observe' }], ['client.add', { name: 'c' }], ['client.unblock', { name: 'c' }],
  ['server.add', { name: 's', command: 'x' }], ['server.enable', { name: 's' }], ['server.hold', { name: 's', version: '1.2.3' }], ['server.setSecret', { name: 's', kind: 'env', key: 'K', value: 'v' }], ['pin.accept', REVIEWED], ['finding.release', REVIEWED], ['settings.set', { approvalTimeoutSeconds: 9 }],
  ['tool.setMany', { tools: [DEFINITION], action: 'allow' }], ['tool.label', { ...DEFINITION, class: 'write' }], ['policy.import', { text: '{}', server: 's', dryRun: false }], ['notice.act', { id: 'n', action: 'raise' }], ['server.update', { name: 's', trusted: true }], ['server.signIn', { name: 's' }],
  ['server.import', { text: '{}' }], ['client.connect', { id: 'cursor' }], ['client.disconnect', { id: 'cursor' }], ['client.restore', { id: 'cursor' }], ['client.openLink', { id: 'cursor' }],
]; // prettier-ignore
const tight: [CommandName, unknown][] = [
  ['mode.set', { mode: 'lockdown' }], ['client.block', { name: 'c' }], ['client.remove', { name: 'c' }], ['server.disable', { name: 's' }], ['server.remove', { name: 's' }], ['approval.deny', { id: 'a' }], ['approval.denyAll', {}], ['grant.revoke', { id: 'g' }], ['pin.reject', DEFINITION], ['change.reject', { id: 'c' }], ['rule.add', { ...DEFINITION, rule: { action: 'allow' }, dryRun: true }], ['rule.suggest', {}],
  ['policy.import', { text: '{}', server: 's' }], ['notice.act', { id: 'n', action: 'block' }], ['client.connect', { id: 'cursor', dryRun: true }], ['tool.label', { ...DEFINITION, labels: ['outward'] }], ['server.update', { name: 's', trusted: false }],
]; // prettier-ignore

function gate(
  face: 'desktop' | 'headless' | 'cli',
  { mode = 'enforce' as Mode, sentences = ['t: allowed instead of asked about'], diff = (): string | undefined => undefined } = {},
) {
  const ran: string[] = [];
  const inputs: unknown[] = [];
  const unseen: string[] = [];
  const clock = fakeClock();
  let ids = 0;
  const next = (prefix: string): string => `${prefix}_${String(++ids)}`;
  const changes = createChanges(clock, { next, token: () => '' }, () => undefined);
  const notices = createNotices(clock, { next, token: () => '' }, () => undefined);
  const handlers = Object.fromEntries(
    Object.keys(contract).map((name) => [
      name,
      async (input: { id: string }): Promise<Result<unknown>> => {
        if (name === 'change.confirm') return changes.confirm(input.id);
        ran.push(name);
        inputs.push(input);
        return { ok: true, value: name === 'tool.set' || name === 'policy.preset' ? { revision: 2, sentence: `${name} done` } : {} };
      },
    ]),
  ) as unknown as Handlers;
  const loosening = createLoosening({
    mode: () => mode,
    tool: () => ({ class: 'read', labels: [] }),
    policyChange: (name) => (name === 'limit.raise' ? undefined : sentences),
  });
  const dispatch: Dispatch = createDispatch({
    handlers,
    loosening,
    mayLoosen: createMayLoosen({
      face,
      unlockCode: 'CODE-1234',
      changes,
      run: () => dispatch,
      unseen: (sentence) => void unseen.push(sentence),
    }),
    logger: silentLogger,
    done: (done) => tellChange(done, notices, silentLogger, () => undefined),
    prepare: () => undefined,
    foresee: () => ok(diff()),
  });
  const send = (name: string, input: unknown, from: Origin | Door) =>
    dispatch(name, input, typeof from === 'string' ? { door: from } : from);
  return { ran, inputs, unseen, changes, notices, send };
}

it('every command that may loosen is among the examples', () => {
  const table = readFileSync(join(import.meta.dirname, '../../../electron/core/loosening.ts'), 'utf8');
  const never = new Set([...table.matchAll(/'([\w.]+)': 'never'/g)].map((match) => match[1]));
  const examples = new Set<string>([...loose.map(([name]) => name), 'change.confirm']);
  expect(Object.keys(contract).filter((name) => !never.has(name))).toEqual(Object.keys(contract).filter((name) => examples.has(name)));
});

describe('what tightens', () => {
  it.each(tight)('%s %j is carried out at once from the command line, whoever runs', async (name, input) => {
    for (const face of ['desktop', 'headless', 'cli'] as const) {
      const { send, ran, changes } = gate(face, { mode: 'enforce' });
      expect((await send(name, input, 'cli')).ok).toBe(true);
      expect(ran).toEqual([name]);
      expect(changes.list()).toEqual([]);
    }
  });
});

describe('what loosens', () => {
  it.each(loose)('%s %j from the command line needs the code while `serve` runs', async (name, input) => {
    const { send, ran } = gate('headless');
    for (const unlock of [undefined, '', 'CODE-1235', 'code-1234'])
      expect(await send(name, input, { door: 'cli', ...(unlock === undefined ? {} : { unlock }) })).toMatchObject({
        ok: false,
        error: { code: 'NEEDS_UNLOCK', fix: expect.stringContaining('--unlock') as string },
      });
    expect(ran).toEqual([]);
    expect((await send(name, input, { door: 'cli', unlock: 'CODE-1234' })).ok).toBe(true);
    expect(ran).toEqual([name]);
  });

  it.each(loose)('%s %j from the command line waits for the window while the desktop application runs', async (name, input) => {
    const { send, ran, changes } = gate('desktop');
    expect(await send(name, input, { door: 'cli', unlock: 'CODE-1234' })).toMatchObject({
      ok: false,
      error: { code: 'NEEDS_CONFIRMATION' },
    });
    const [change] = changes.list();
    expect(ran).toEqual([]);
    expect(await send('change.confirm', { id: change?.id }, 'cli')).toMatchObject({ ok: false, error: { code: 'NEEDS_PERSON' } });
    expect(ran).toEqual([]);
    expect((await send('change.confirm', { id: change?.id }, 'window')).ok).toBe(true);
    expect(ran).toEqual([name]);
    expect(changes.list()).toEqual([]);
  });

  it('shows what it would change, and is not carried out when that is something else by now', async () => {
    let diff = '@@ -1,3 +1,3 @@\n {\n-  "command": "npx files"\n+  "url": "http://127.0.0.1:7411/mcp/files"\n';
    const { send, ran, changes } = gate('desktop', { diff: () => diff });
    await send('client.connect', { id: 'cursor' }, 'cli');
    expect(changes.list()).toMatchObject([{ command: 'client.connect', diff }]);
    const confirm = () => send('change.confirm', { id: changes.list()[0]?.id }, 'window');

    diff = diff.replace('npx files', 'curl evil.example');
    expect(await confirm()).toMatchObject({ ok: false, error: { code: 'OVERTAKEN' } });
    expect(ran).toEqual([]);

    await send('client.connect', { id: 'cursor' }, 'cli');
    // the application wrote something else into its file meanwhile
    diff = diff.replace('@@ -1,3 +1,3 @@\n {\n', '@@ -7,4 +7,4 @@\n "started": 3\n {\n');
    expect((await confirm()).ok).toBe(true);
    expect(ran).toEqual(['client.connect']);
  });

  it.each(loose)('%s %j with nobody running is done, and kept for the next start to show', async (name, input) => {
    const { send, ran, unseen } = gate('cli');
    expect((await send(name, input, 'cli')).ok).toBe(true);
    expect(ran).toEqual([name]);
    expect(unseen).toHaveLength(1);
  });

  it('needs a code even where none was ever printed', async () => {
    const may = createMayLoosen({
      face: 'headless',
      unlockCode: undefined,
      changes: gate('headless').changes,
      run: () => () => Promise.resolve({ ok: true, value: {} }),
      unseen: () => undefined,
    });
    for (const from of [{ door: 'cli' }, { door: 'cli', unlock: '' }] as const)
      expect(may({ sentence: 'x', name: 'tool.set', input: {}, from, diff: undefined })).toMatchObject({
        ok: false,
        error: { code: 'NEEDS_UNLOCK' },
      });
  });

  it('in front of a person is done at once', async () => {
    for (const door of ['window', 'tray', 'notification', 'browser'] as const) {
      const { send, ran, changes } = gate('desktop');
      for (const [name, input] of loose) expect((await send(name, input, door)).ok).toBe(true);
      expect([ran.length, changes.list()]).toEqual([loose.length, []]);
    }
  });

  it('is nothing for a mode that stays or ends observing, and is for ending a lockdown', async () => {
    expect((await gate('headless', { mode: 'observe' }).send('mode.set', { mode: 'enforce' }, 'cli')).ok).toBe(true);
    expect((await gate('headless', { mode: 'lockdown' }).send('mode.set', { mode: 'enforce' }, 'cli')).ok).toBe(false);
    expect((await gate('headless', { mode: 'lockdown' }).send('mode.set', { mode: 'lockdown' }, 'cli')).ok).toBe(true);
  });

  it('is a lockdown that gets an end: it ends', async () => {
    const { send, ran } = gate('headless', { mode: 'lockdown' });
    expect(await send('mode.set', { mode: 'lockdown', forMs: 1 }, 'cli')).toMatchObject({ ok: false, error: { code: 'NEEDS_UNLOCK' } });
    expect(ran).toEqual([]);
    expect((await gate('headless').send('mode.set', { mode: 'lockdown', forMs: 60_000 }, 'cli')).ok).toBe(true);
  });

  it('is confirmed for exactly what was asked: two commands that read alike are two changes', async () => {
    const { send, changes, inputs } = gate('desktop');
    const secret = (value: string) => send('server.setSecret', { name: 's', kind: 'env', key: 'TOKEN', value }, 'cli');
    await secret('of the agent');
    await secret('of the user');
    await secret('of the user');
    expect(changes.list()).toHaveLength(2);
    await send('change.confirm', { id: changes.list()[1]?.id }, 'window');
    expect(inputs).toMatchObject([{ value: 'of the user' }]);
  });

  it('says every part of the command but secret values', async () => {
    const { send, changes } = gate('desktop');
    await send(
      'server.add',
      { name: 's', command: 'npx', args: ['tool'], cwd: '/elsewhere', env: [{ name: 'NODE_OPTIONS', value: 'hush' }] },
      'cli',
    );
    await send('approval.allow', { id: 'a', scope: 'always', all: true }, 'cli');
    await send('settings.set', { approvalTimeoutSeconds: 86_400 }, 'cli');
    await send('server.import', { text: '{}' }, 'cli');
    await send('client.add', { name: 'c', token: 'a-token-of-the-agent' }, 'cli');
    const said = changes.list().map(({ sentence }) => sentence);
    expect(said).toEqual([
      'add the server s: npx tool in the folder /elsewhere with NODE_OPTIONS',
      'allow every call that waits like a and remember it (always)',
      'change the settings approvalTimeoutSeconds to 86400',
      'import servers from a text',
      'let c call through the gate with a token that was chosen for it',
    ]);
  });

  it('is not carried out when it would loosen something else by the time a person agrees', async () => {
    const sentences = ['x: allowed instead of asked about'];
    const { send, changes, ran } = gate('desktop', { sentences });
    await send('policy.set', { text: '{}' }, 'cli');
    sentences.push('y: allowed instead of denied');
    expect(await send('change.confirm', { id: changes.list()[0]?.id }, 'window')).toMatchObject({
      ok: false,
      error: { code: 'OVERTAKEN' },
    });
    expect(ran).toEqual([]);
  });

  it('is, of a definition, the one that was reviewed: its whole hash goes along and is in the sentence', async () => {
    for (const name of ['pin.accept', 'finding.release'] as const) {
      const { send, changes, inputs } = gate('desktop');
      for (const hash of [undefined, '', 'a1a1a1a1a1a1', REVIEWED.hash.toUpperCase()])
        expect(await send(name, { ...DEFINITION, hash }, 'window')).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
      await send(name, REVIEWED, 'cli');
      expect(changes.list()[0]?.sentence).toContain('a1a1a1a1a1a1');
      await send('change.confirm', { id: changes.list()[0]?.id }, 'window');
      expect(inputs).toEqual([REVIEWED]);
    }
  });

  it('is, of an edited file, the very text that was shown: not one that took its place since', async () => {
    const { changes, notices } = gate('desktop');
    let held = { text: 'one', sentences: ['x: allowed'], diff: '+x' };
    const confirmed: string[] = [];
    const policy = {
      loosenedMeanwhile: [],
      prepare: () => Promise.resolve(),
      waiting: () => held,
      fileChanged: () => ({ kind: 'waiting', revision: 2, sentence: '', ...held }),
      confirmWaiting: () => (confirmed.push(held.text), { ok: true, value: { revision: 3, sentence: '' } }),
    } as unknown as PolicyRoom;
    const watch = createPolicyWatch({
      policy,
      file: { read: () => held.text },
      changes,
      notices,
      health: { set: () => {}, lines: () => [] },
      slicing: { nowMs: () => 0, pause: () => Promise.resolve() },
    });
    await watch.edited('one');
    const [first] = changes.list();
    held = { text: 'two', sentences: ['everything: allowed'], diff: '+everything' };
    await watch.edited('two');
    const [second, ...others] = changes.list();
    expect([second?.diff, others]).toEqual(['+everything', []]);
    expect(await changes.confirm(first?.id ?? '')).toMatchObject({ ok: false, error: { code: 'NO_SUCH_CHANGE' } });
    expect(confirmed).toEqual([]);
    expect((await changes.confirm(second?.id ?? '')).ok).toBe(true);
    expect(confirmed).toEqual(['two']);
  });
});

describe('a change from the command line', () => {
  it('is told to the person, loosening or not; one made in front of a person is not told again', async () => {
    const { send, notices } = gate('headless');
    await send('client.add', { name: 'c' }, { door: 'cli', unlock: 'CODE-1234' });
    await send('client.block', { name: 'c' }, 'cli');
    await send('policy.preset', { name: 'strict' }, 'window');
    expect(notices.list().map(({ kind, title, body }) => [kind, title, body])).toEqual([
      ['change', 'Loosened from the command line', 'let c call through the gate'],
    ]);
    const desktop = gate('desktop');
    await desktop.send('tool.set', { ...DEFINITION, action: 'deny' }, 'window');
    expect(desktop.notices.list()).toEqual([]);
  });
});
