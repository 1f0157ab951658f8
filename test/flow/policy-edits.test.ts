import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connectControl } from '../../electron/core/control/control-client.js';
import { socketPaths } from '../../electron/core/control/socket-paths.js';
import type { CommandOutput } from '../../shared/commands/contract.js';
import type { CallRecord, GateView, Notice, PendingChange, Snapshot } from '../../shared/model/views.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';

let gate: Rig;
afterEach(() => gate.end());

const path = () => join(gate.dataDir, 'policy.json');
const changes = async () => (await gate.cli(['--json', 'changes', 'list'])).json<PendingChange[]>();

describe('a policy.json edited by hand while the gate runs', () => {
  it('is read within a second: what tightens is live, what loosens waits as a diff and is confirmed with the code', async () => {
    gate = await rig({ version: '1', default: 'deny', tools: { echo: { action: 'allow' } } });
    const agent = await gate.agent();
    expect((await agent.call('echo', {})).isError).toBe(false);

    writeFileSync(
      path(),
      JSON.stringify({ version: '1', default: 'allow', tools: { echo: { action: 'deny', reason: 'not now' } } }, null, 2),
    );
    const editedMs = performance.now();
    await until('the denial to be live', async () => (await agent.call('echo', {})).text.startsWith('[TOOLGATE DENIED]'), 3000);
    expect(performance.now() - editedMs).toBeLessThan(1000);

    const [waiting, ...others] = await changes();
    expect(others).toEqual([]);
    expect(waiting?.sentence).toContain('allowed instead of denied');
    expect(waiting?.diff).toMatch(/^\+ .*"default": "allow"/m);
    const words = (await gate.cli(['changes', 'list'])).out;
    expect(words).toContain(waiting?.id);
    expect(words).toContain('"default": "allow"');

    const refused = await gate.cli(['changes', 'confirm', waiting?.id ?? ''], { unlock: false });
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/--unlock CODE/);
    const before = (await gate.cli(['--json', 'policy', 'show'])).json<{ text: string }>();
    expect(before.text).toContain('"default":"deny"');

    expect((await gate.cli(['changes', 'confirm', waiting?.id ?? ''])).out).toBe(`confirmed ${waiting?.id ?? ''}\n`);
    expect((await gate.cli(['--json', 'policy', 'show'])).json<{ text: string }>().text).toContain('"default": "allow"');
    expect(await changes()).toEqual([]);
    expect((await agent.call('echo', {})).text).toContain('not now');
    expect((await gate.cli(['changes', 'confirm', 'change_0'])).code).toBe(1);
  }, 120_000);

  it('is not lost when something else writes the rules meanwhile: it waits on top of them, once, and is confirmed whole', async () => {
    gate = await rig({ version: '1', default: 'deny', tools: { echo: { action: 'allow' } } });
    const agent = await gate.agent();
    writeFileSync(path(), JSON.stringify({ version: '1', default: 'allow', tools: { echo: { action: 'deny', reason: 'not now' } } }));
    const first = await until('the edit to wait', async () => (await changes())[0]);
    expect((await gate.cli(['tool', 'set', 'fake', '--class', 'write', 'deny'], { unlock: false })).err).toBe('');
    const [waiting, ...others] = await changes();
    expect([others, waiting?.id === first.id]).toEqual([[], false]);
    expect(waiting?.diff).toMatch(/^\+.*"default": ?"allow"/m);
    expect((await agent.call('echo', {})).text).toContain('not now');
    expect((await gate.cli(['tool', 'set', 'fake', 'echo', 'allow'], { unlock: false })).err).toContain('allowed instead of denied');
    expect((await gate.cli(['changes', 'confirm', waiting?.id ?? ''])).code).toBe(0);
    const running = JSON.parse((await gate.cli(['--json', 'policy', 'show'])).json<{ text: string }>().text) as unknown;
    expect(running).toEqual({
      version: '1',
      default: 'allow',
      tools: { echo: { action: 'deny', reason: 'not now' } },
      servers: { fake: { classes: { write: { action: 'deny' } } } },
    });
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(running);
  });

  it('gets its old text back when the edit is refused, which needs no code; the edit is kept', async () => {
    const policy = { version: '1', default: 'deny' };
    gate = await rig(policy);
    writeFileSync(path(), JSON.stringify({ version: '1', default: 'allow' }));
    const waiting = await until('the edit to wait', async () => (await changes())[0]);
    expect((await gate.cli(['--json', 'changes', 'reject', waiting.id], { unlock: false })).json()).toEqual({
      id: waiting.id,
      state: 'rejected',
    });
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(policy);
    expect(
      readdirSync(gate.dataDir).some(
        (name) => name.startsWith('policy.json.') && readFileSync(join(gate.dataDir, name), 'utf8').includes('allow'),
      ),
    ).toBe(true);
  });

  it.each([
    ['a misspelt key', '{ "version": "1", "defualt": "allow" }', 'did you mean "default"'],
    ['a wrong type', '{ "version": "1", "default": 3 }', '"default" cannot be 3'],
    ['half a file', '{ "version": "1", "def', 'this is not JSON'],
    ['nothing', '', 'this is not JSON'],
  ])('that holds %s changes nothing and is said on the status', async (_, text, says) => {
    gate = await rig({ version: '1', default: 'deny', tools: { echo: { action: 'allow' } } });
    const agent = await gate.agent();
    writeFileSync(path(), text);
    // a look in the middle of the write finds half of it, and says that first
    await until('the problem to be told', async () =>
      (await gate.cli(['--json', 'status'])).json<GateView>().problems.find((one) => one.includes('policy.json') && one.includes(says)),
    );
    expect((await agent.call('echo', {})).isError).toBe(false);
    expect((await agent.call('other', {}).catch((error: Error) => ({ isError: true, text: error.message }))).isError).toBe(true);
    expect((await gate.cli(['--json', 'policy', 'show'])).json<{ text: string }>().text).toContain('"deny"');
  });

  it('is shown at the next start when it loosened something while nothing ran, also when a command looked in between', async () => {
    gate = await rig({ version: '1', default: 'deny' });
    await gate.serving.stop();
    writeFileSync(path(), JSON.stringify({ version: '1', default: 'allow' }));
    expect((await gate.cli(['policy', 'history'])).code).toBe(0);
    await gate.restart('stop');
    const connected = await connectControl(socketPaths(gate.dataDir).control);
    const control = connected.ok ? connected.value : undefined;
    const snapshot = (await control?.command('gate.snapshot', {})) as { ok: true; value: Snapshot };
    control?.close();
    const notice = snapshot.value.notices.find((one: Notice) => one.kind === 'change');
    expect(notice?.body).toContain('allowed instead of denied');
    expect(existsSync(path())).toBe(true);
  });
});

describe('a rule from a real call', () => {
  it('is drafted from the log and from a waiting call, previewed over the past, and saved as an ordinary rule', async () => {
    gate = await rig({ version: '1', default: 'deny', tools: { echo: { action: 'ask' } } });
    const agent = await gate.agent();
    const connected = await connectControl(socketPaths(gate.dataDir).control);
    const control = connected.ok ? connected.value : undefined;
    const send = async <T>(name: string, input: unknown): Promise<T> => {
      const result = await control?.command(name, input, gate.serving.unlock);
      if (result?.ok !== true) throw new Error(JSON.stringify(result));
      return result.value as T;
    };
    try {
      const asking = agent.call('echo', { path: '/srv/data/report.txt', dry: true });
      const card = await until('the call to ask', async () => (await send<{ id: string }[]>('approval.list', {}))[0]);
      const fromCard = await send<CommandOutput<'rule.draft'>>('rule.draft', { approvalId: card.id });
      await send('approval.allow', { id: card.id });
      expect((await asking).isError).toBe(false);

      const [record] = (await gate.cli(['--json', 'audit', 'list'])).json<CallRecord[]>();
      const draft = await send<CommandOutput<'rule.draft'>>('rule.draft', { callId: record?.id });
      expect(draft).toEqual(fromCard);
      expect(draft).toMatchObject({ server: 'fake', tool: 'echo', client: 'tester' });
      expect(draft.fields.map(({ path, type, redacted }) => [path, type, redacted])).toEqual([
        ['args.path', 'string', false],
        ['args.dry', 'boolean', false],
      ]);

      const wanted = draft.suggestions.find((one) => one.sentence === 'ask; allow when args.path is under /srv/data');
      const dry = await send<CommandOutput<'rule.add'>>('rule.add', { server: 'fake', tool: 'echo', rule: wanted?.rule, dryRun: true });
      expect(dry.sentence).toBe('echo on fake: ask; allow when args.path is under /srv/data');
      const preview = await send<CommandOutput<'policy.replay'>>('policy.replay', { text: dry.text });
      expect(preview).toMatchObject({
        calls: 1,
        changed: [{ was: 'ask', would: 'allow', because: 'allowed because args.path is under /srv/data' }],
      });
      expect((await gate.cli(['--json', 'policy', 'show'])).json<{ text: string }>().text).not.toContain('/srv/data');

      await send('rule.add', { server: 'fake', tool: 'echo', rule: wanted?.rule });
      expect((await agent.call('echo', { path: '/srv/data/other.txt' })).isError).toBe(false);
      expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ servers: { fake: { tools: { echo: wanted?.rule as object } } } });

      const none = await control?.command('rule.draft', { callId: 'call_none' });
      expect(none).toMatchObject({ ok: false, error: { code: 'NO_SUCH_RECORD' } });
      expect(await control?.command('rule.draft', {})).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    } finally {
      control?.close();
    }
  });
});

describe('rules from what was observed', () => {
  it('are suggested with their sentences, written as one revision with the code, and rolled back by it', async () => {
    gate = await rig({ version: '1', default: 'deny' });
    const agent = await gate.agent();
    const suggest = async () => (await gate.cli(['--json', 'policy', 'suggest'])).json<CommandOutput<'rule.suggest'>>();
    expect((await gate.cli(['policy', 'suggest'])).out).toMatch(/^nothing went against the rules while observing/);
    expect((await agent.call('echo', { path: '/srv/data/refused.txt' })).text).toMatch(/^\[TOOLGATE DENIED\]/);
    expect((await suggest()).suggestions).toEqual([]);

    expect((await gate.cli(['mode', 'observe', '--for', '1h'])).code).toBe(0);
    for (const name of ['a', 'b']) expect((await agent.call('echo', { path: `/srv/data/${name}.txt` })).isError).toBe(false);
    expect((await gate.cli(['mode', 'enforce'])).code).toBe(0);

    expect(await suggest()).toMatchObject({
      suggestions: [{ server: 'fake', tool: 'echo', clients: ['tester'], calls: 2, now: 'deny', proposed: 0 }],
      left: [],
      settled: 0,
    });
    const words = (await gate.cli(['policy', 'suggest'])).out;
    expect(words).toContain('fake/echo (read): 2 calls by tester, now deny\n  * allow; only when args.path is under /srv/data\n');

    const refused = await gate.cli(['policy', 'suggest', '--apply'], { unlock: false });
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/echo for tester on fake: allowed instead of denied.*--unlock CODE/);
    const before = (await gate.cli(['--json', 'policy', 'show'])).json<{ revision: number }>();

    const added = (await gate.cli(['--json', 'policy', 'suggest', '--apply'])).json<{ revision: number; rules: number }>();
    expect(added).toMatchObject({ revision: before.revision + 1, rules: 1 });
    expect((await agent.call('echo', { path: '/srv/data/c.txt' })).isError).toBe(false);
    expect((await agent.call('echo', { path: '/srv/other/c.txt' })).text).toMatch(/^\[TOOLGATE DENIED\]/);
    expect(await suggest()).toEqual({ suggestions: [], left: [], settled: 2 });
    expect((await gate.cli(['policy', 'suggest'])).out).toBe('the rules allow everything that was observed\n');
    expect((await gate.cli(['policy', 'suggest', '--apply'])).code).toBe(1);

    expect((await gate.cli(['policy', 'rollback', String(before.revision)])).code).toBe(0);
    expect((await agent.call('echo', { path: '/srv/data/c.txt' })).text).toMatch(/^\[TOOLGATE DENIED\]/);
  }, 120_000);
});
