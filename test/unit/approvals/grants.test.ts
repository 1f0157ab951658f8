import { describe, expect, it } from 'vitest';
import { ExactNumber, type JsonObject } from '../../../shared/json/json.js';
import { createGrants } from '../../../electron/core/approvals/grants.js';
import type { ApprovalQuestion } from '../../../electron/core/ports/rooms.js';
import type { StoredGrant } from '../../../electron/core/ports/stores.js';
import { memoryGrants, room, settle } from './harness.js';

const file = { path: '/home/a/proj/x.txt', text: 'hello' };

/** Answers one question with a scope; gives the room. */
const remembered = (
  scope: 'session' | '15m' | 'always',
  args: JsonObject = file,
  more: Partial<ApprovalQuestion> = {},
  conditions?: unknown[],
) => {
  const r = room();
  r.ask(r.question(args, more));
  const outcome = r.approvals.allow(r.only().id, { scope, ...(conditions === undefined ? {} : { conditions }) }, 'window');
  return { r, outcome };
};
const covers = (r: ReturnType<typeof room>, args: JsonObject, more: Partial<ApprovalQuestion> = {}) =>
  r.approvals.grantFor(r.question(args, more)) !== undefined;

describe('a remembered answer', () => {
  it('covers calls under the same folder, and neither other folders, clients, servers, tools, definitions nor added things', () => {
    const { r } = remembered('session');
    expect(covers(r, { path: '/home/a/proj/deep/y.txt', text: 'other' })).toBe(true);
    for (const path of [
      '/home/a/other/x',
      '/home/a/proj/../.ssh/id',
      '/home/a/project2/x',
      '/home/a/proj%2f..%2f..%2fetc',
      'proj/x',
      '',
      '/HOME/A/PROJ/x',
      7,
    ])
      expect(covers(r, { path }), String(path)).toBe(false);
    expect(covers(r, {})).toBe(false);
    for (const more of [
      { caller: { client: 'cursor', session: 's1' } },
      { caller: { client: 'claude', session: 's2' } },
      { server: 'x' },
      { tool: 'move_file' },
      { definitionHash: 'hash-2' },
      { alsoSent: { inputResponses: {} } },
    ])
      expect(covers(r, file, more), JSON.stringify(more)).toBe(false);
  });

  it('covers no call that names another place or target than those that were shown', () => {
    const names = ['path', 'text', 'backup_path', 'cc', 'format'];
    const inputSchema = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) };
    const { r } = remembered('always', file, { inputSchema });
    expect(r.approvals.grantsView()[0]?.sentence).toContain('args.backup_path is not given and args.cc is not given');
    expect(covers(r, { ...file, format: 'md' })).toBe(true);
    for (const more of [{ backup_path: '/etc/passwd' }, { cc: 'eve@example.com' }]) expect(covers(r, { ...file, ...more })).toBe(false);
    // nothing of a place was shown: exactly these arguments
    expect(remembered('always', { text: 'hello' }, { inputSchema }).r.approvals.grantsView()[0]?.conditions).toHaveLength(1);
  });

  it('for the session ends with the session and with the process', () => {
    const { r } = remembered('session');
    expect(r.grants.stored.size).toBe(0);
    expect(covers(r.restart(), file)).toBe(false);
    r.approvals.endSession('s2');
    expect(covers(r, file)).toBe(true);
    r.approvals.endSession('s1');
    expect(covers(r, file)).toBe(false);
  });

  it('for fifteen minutes ends after fifteen minutes, whichever clock says so, and with the process', () => {
    for (const [advance, jump] of [
      [899_999, 0],
      [0, 899_999],
    ] as const) {
      const { r } = remembered('15m');
      r.clock.advance(advance);
      r.clock.jump(jump);
      expect(covers(r, file)).toBe(true);
      expect(covers(r, file, { caller: { client: 'claude', session: 's2' } })).toBe(true);
      expect(covers(r.restart(), file)).toBe(false);
      if (advance > 0) r.clock.advance(1);
      else r.clock.jump(1);
      expect(covers(r, file)).toBe(false);
      expect(r.approvals.grantsView()).toEqual([]);
    }
    // set back a little: later than when it was given, and still earlier than its end
    const back = remembered('15m').r;
    back.clock.advance(600_000);
    back.clock.jump(-300_000);
    back.clock.advance(300_000);
    expect(covers(back, file)).toBe(false);
    const { r } = remembered('15m');
    r.clock.jump(-86_400_000);
    expect(covers(r, file)).toBe(false);
    r.clock.jump(86_400_000);
    r.clock.advance(900_000);
    expect(covers(r, file)).toBe(false);
  });

  it('that is over makes room for another: only what counts still is too many', () => {
    const { question, clock } = room();
    const grants = createGrants({
      grants: memoryGrants(),
      clock,
      ids: { next: () => `grant_${++ids}`, token: () => '' },
      matchesConditions: () => true,
    });
    let ids = 0;
    const remember = () => grants.give(question({}, { class: 'read' }), '15m', []);
    for (let n = 0; n < 5000; n++) expect(remember().ok).toBe(true);
    expect(remember()).toMatchObject({ ok: false, error: { code: 'TOO_MANY_GRANTS' } });
    clock.advance(900_000);
    expect(remember().ok).toBe(true);
  });

  it('for always survives a restart, until it is revoked', () => {
    const { r } = remembered('always');
    const again = r.restart();
    expect(covers(again, file)).toBe(true);
    const [grant] = again.approvals.grantsView();
    expect(grant).toMatchObject({
      client: 'claude',
      tool: 'write_file',
      uses: 1,
      sentence: 'Allow write_file of files for claude always, where args.path is under /home/a/proj',
    });
    expect(again.approvals.revoke(grant?.id as string).ok).toBe(true);
    expect(covers(again, file)).toBe(false);
    expect(covers(r.restart(), file)).toBe(false);
    expect(again.approvals.revoke('nothing')).toMatchObject({ ok: false, error: { code: 'NO_SUCH_GRANT' } });
  });

  it('ends when the definition changes, also over a restart', () => {
    const { r } = remembered('always');
    r.approvals.definitionChanged('files', 'write_file');
    expect(covers(r, file)).toBe(false);
    expect(covers(r.restart(), file)).toBe(false);
  });

  it('ends when its client is removed, and no other does: a later client of that name was never answered for', () => {
    const { r } = remembered('always');
    r.approvals.clientRemoved('cursor');
    expect(covers(r, file)).toBe(true);
    r.approvals.clientRemoved('claude');
    expect(covers(r, file)).toBe(false);
    expect(r.approvals.grantsView()).toEqual([]);
    expect(covers(r.restart(), file)).toBe(false);
  });

  it('ends when its server is removed, and no other does: what is added under that name later is another server', () => {
    const { r } = remembered('always');
    r.approvals.serverRemoved('memory');
    expect(covers(r, file)).toBe(true);
    r.approvals.serverRemoved('files');
    expect(covers(r, file)).toBe(false);
    expect(r.approvals.grantsView()).toEqual([]);
    expect(covers(r.restart(), file)).toBe(false);
  });

  it('does not cover what asks beside the rules unless it was given for that', () => {
    const { r } = remembered('session');
    expect(covers(r, file, { beside: ['flow'] })).toBe(false);
    const flow = remembered('session', file, { beside: ['flow'], flow: ['a', 'b'] });
    expect(covers(flow.r, file, { beside: ['flow'] })).toBe(true);
    expect(covers(flow.r, file, { beside: ['flow', '/limits/0'] })).toBe(false);
  });

  it('lets calls that wait elsewhere be judged again when it covers them, and leaves the others', async () => {
    const r = room();
    const first = r.ask(r.question(file));
    const covered = r.ask(r.question({ path: '/home/a/proj/y.txt' }));
    const outside = r.ask(r.question({ path: '/home/a/other/y.txt' }));
    const otherSession = r.ask(r.question({ path: '/home/a/proj/z.txt' }, { caller: { client: 'claude', session: 's2' } }));
    r.approvals.allow(r.only().id, { scope: 'session' }, 'window');
    await settle();
    expect([first, covered, outside, otherSession].map((one) => one.answer?.kind)).toEqual([
      'approved',
      'superseded',
      undefined,
      undefined,
    ]);
  });

  it('is not given when it cannot be stored, and the call keeps waiting', async () => {
    const grants = memoryGrants();
    const r = room({
      grants: {
        ...grants,
        put: () => {
          throw new Error('disk full');
        },
      },
    });
    const call = r.ask(r.question(file));
    expect(r.approvals.allow(r.only().id, { scope: 'always' }, 'window')).toMatchObject({ ok: false, error: { code: 'NOT_STORED' } });
    await settle();
    expect(call.answer).toBeUndefined();
    expect(r.approvals.grantsView()).toEqual([]);
    expect(r.only().state).toBe('pending');
  });

  it('that cannot be forgotten on disk ends at once and says so', () => {
    const grants = memoryGrants();
    const r = room({
      grants: {
        ...grants,
        remove: () => {
          throw new Error('read-only');
        },
      },
    });
    r.ask(r.question(file));
    r.approvals.allow(r.only().id, { scope: 'always' }, 'window');
    expect(r.approvals.revoke(r.approvals.grantsView()[0]?.id as string)).toMatchObject({ ok: false, error: { code: 'NOT_STORED' } });
    expect(covers(r, file)).toBe(false);
  });

  it('found in the store for a session, for a past time or from the future is not believed', () => {
    const grants = memoryGrants();
    const base: StoredGrant = {
      id: 'g',
      client: 'claude',
      server: 'files',
      tool: 'write_file',
      definitionHash: 'hash-1',
      session: undefined,
      conditions: [],
      createdAtMs: 1_700_000_000_000,
      expiresAtMs: undefined,
    };
    grants.put({ ...base, id: 'session', session: 's1' });
    grants.put({ ...base, id: 'past', expiresAtMs: 1_700_000_900_000 });
    grants.put({ ...base, id: 'future', createdAtMs: 1_900_000_000_000, expiresAtMs: 1_900_000_900_000 });
    const r = room({ grants });
    expect(r.approvals.grantsView()).toEqual([]);
    expect(grants.stored.size).toBe(0);
  });

  it('with broken conditions covers nothing', () => {
    const grants = memoryGrants();
    grants.put({
      id: 'g',
      client: 'claude',
      server: 'files',
      tool: 'write_file',
      definitionHash: 'hash-1',
      session: undefined,
      conditions: [{ nonsense: true }],
      createdAtMs: 0,
      expiresAtMs: undefined,
    });
    expect(covers(room({ grants }), file)).toBe(false);
  });
});

describe('dangerous classes', () => {
  it.each(['destructive', 'financial', 'execute', 'unclassified'] as const)(
    '%s: an answer is remembered for exactly these arguments only',
    (dangerous) => {
      for (const scope of ['session', '15m', 'always'] as const) {
        const { r, outcome } = remembered(scope, file, { class: dangerous });
        expect(outcome.ok).toBe(true);
        expect(covers(r, { text: 'hello', path: file.path }, { class: dangerous })).toBe(true);
        for (const args of [{ ...file, recursive: true }, { ...file, text: 'x' }, { path: file.path }, {}])
          expect(covers(r, args, { class: dangerous }), JSON.stringify(args)).toBe(false);
      }
    },
  );

  it('get no remembered answer without conditions, or with conditions that hold for anything', () => {
    for (const conditions of [[], [{ path: 'args', op: 'exists' }], [{ not: { path: 'args.zzz', op: 'exists' } }]]) {
      const { r, outcome } = remembered('session', file, { class: 'destructive' }, conditions);
      expect(outcome, JSON.stringify(conditions)).toMatchObject({ ok: false, error: { code: 'CONDITIONS_NEEDED' } });
      expect(r.only().state).toBe('pending');
    }
    const { outcome } = remembered('session', {}, { class: 'destructive' }, []);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CONDITIONS_NEEDED' } });
  });

  it('are not covered by a grant without conditions, even one that is in the store', () => {
    const grants = memoryGrants();
    grants.put({
      id: 'g',
      client: 'claude',
      server: 'files',
      tool: 'write_file',
      definitionHash: 'hash-1',
      session: undefined,
      conditions: [],
      createdAtMs: 0,
      expiresAtMs: undefined,
    });
    const r = room({ grants });
    expect(covers(r, file)).toBe(true);
    expect(covers(r, file, { class: 'destructive' })).toBe(false);
  });
});

describe('the conditions of a person', () => {
  it('are taken when they fit the call that waits', () => {
    const { r, outcome } = remembered('always', file, {}, [{ path: 'args.path', op: 'under', value: '/home/a' }]);
    expect(outcome.ok).toBe(true);
    expect(covers(r, { path: '/home/a/elsewhere/x' })).toBe(true);
  });

  it('holds as many as fifty conditions', () => {
    const conditions = Array.from({ length: 50 }, () => ({ path: 'args.path', op: 'exists' }));
    expect(remembered('session', file, {}, conditions).outcome.ok).toBe(true);
  });

  it.each([
    [[{ path: 'args.path', op: 'under', value: '/etc' }], 'CONDITIONS_DO_NOT_FIT'],
    [[{ path: 'args.path', op: 'undre', value: '/etc' }], 'BAD_CONDITION'],
    [[{ path: 'nonsense', op: 'eq', value: 1 }], 'BAD_CONDITION'],
    [['text'], 'BAD_CONDITION'],
    [Array.from({ length: 51 }, () => ({ path: 'args.path', op: 'exists' })), 'BAD_CONDITION'],
  ])('%j are refused with %s, and the call keeps waiting', (conditions, code) => {
    const { r, outcome } = remembered('always', file, {}, conditions as unknown[]);
    expect(outcome).toMatchObject({ ok: false, error: { code } });
    expect(r.only().state).toBe('pending');
    expect(r.approvals.grantsView()).toEqual([]);
  });
});

describe('the scopes that are offered', () => {
  const offered = (args: JsonObject, more: Partial<ApprovalQuestion> = {}) => {
    const r = room();
    r.ask(r.question(args, more));
    return r.only();
  };
  const conditionsOf = (args: JsonObject, more: Partial<ApprovalQuestion> = {}) => offered(args, more).scopes[1]?.conditions;

  it('are the narrowest first, each with its sentence and conditions', () => {
    expect(offered(file).scopes).toEqual([
      { scope: 'once', sentence: 'Allow this one call' },
      {
        scope: 'session',
        sentence: 'Allow write_file of files for claude until this session ends, where args.path is under /home/a/proj',
        conditions: [{ path: 'args.path', op: 'under', value: '/home/a/proj' }],
      },
      {
        scope: '15m',
        sentence: 'Allow write_file of files for claude for 15 minutes, where args.path is under /home/a/proj',
        conditions: [{ path: 'args.path', op: 'under', value: '/home/a/proj' }],
      },
      {
        scope: 'always',
        sentence: 'Allow write_file of files for claude always, where args.path is under /home/a/proj',
        conditions: [{ path: 'args.path', op: 'under', value: '/home/a/proj' }],
      },
    ]);
  });

  it('suggest the same folder or target, and otherwise exactly these arguments', () => {
    const exact = (value: JsonObject) => [{ path: 'args', op: 'eq', value }];
    expect(conditionsOf({ dir: '/home/a/proj/src' })).toEqual([{ path: 'args.dir', op: 'under', value: '/home/a/proj/src' }]);
    expect(conditionsOf({ paths: ['/srv/w/a', '/srv/w/b'] })).toEqual([{ path: 'args.paths[*]', op: 'under', value: '/srv/w' }]);
    expect(conditionsOf({ paths: ['/srv/w/a', '/srv/v/b'] })).toEqual([{ path: 'args.paths', op: 'eq', value: ['/srv/w/a', '/srv/v/b'] }]);
    expect(conditionsOf({ path: 'C:\\Users\\a\\x.txt' })).toEqual([{ path: 'args.path', op: 'under', value: 'C:\\Users\\a' }]);
    expect(conditionsOf({ 'a.b': '/srv/w/a' })).toEqual([{ path: 'args["a.b"]', op: 'under', value: '/srv/w' }]);
    expect(conditionsOf({ owner: 'me', repo: 'r', title: 't' })).toEqual([
      { path: 'args.owner', op: 'eq', value: 'me' },
      { path: 'args.repo', op: 'eq', value: 'r' },
    ]);
    expect(conditionsOf({ title: 't', n: 1 })).toEqual(exact({ title: 't', n: 1 }));
    for (const wide of ['/x.txt', '/etc/passwd', '/home/a/x', '/home/a/proj/../x', '/home/a/proj%2fx', '~/x'])
      expect(conditionsOf({ path: wide }), wide).toEqual([{ path: 'args.path', op: 'eq', value: wide }]);
    expect(conditionsOf({ path: '/srv/w/a', options: { log: '/var/log/x' } })).toEqual([
      { path: 'args.path', op: 'under', value: '/srv/w' },
      { path: 'args.options', op: 'eq', value: { log: '/var/log/x' } },
    ]);
  });

  it('always hold for the call they were made from', () => {
    for (const args of [
      file,
      { dir: '/home/a/proj/src' },
      { paths: ['/srv/w/a', '/srv/w/b'] },
      { owner: 'me', repo: 'r' },
      { title: 't', deep: { n: [1, { x: null }] } },
      {},
    ])
      for (const riskClass of ['read', 'write', 'destructive'] as const) {
        const { r, outcome } = remembered('always', args, { class: riskClass });
        expect(outcome.ok, JSON.stringify([args, riskClass, outcome])).toBe(true);
        expect(covers(r, args, { class: riskClass })).toBe(true);
      }
  });

  it('are only "once" where nothing can be remembered, and without "always" where numbers are too large to be kept', () => {
    const only = (args: JsonObject, more: Partial<ApprovalQuestion> = {}) => offered(args, more).scopes.map((one) => one.scope);
    expect(only({ text: 'x'.repeat(20_000) })).toEqual(['once']);
    expect(only(file, { alsoSent: { inputResponses: {} } })).toEqual(['once']);
    expect(only({ messages: [] }, { method: 'sampling/createMessage', class: 'unclassified' })).toEqual(['once']);
    expect(only({ n: new ExactNumber('9007199254740993') })).toEqual(['once', 'session', '15m']);
  });

  it('are preselected as the policy says, where they are offered', () => {
    expect(offered(file, { remember: 'session' }).preselected).toBe('session');
    expect(offered(file, { remember: 'always' }).preselected).toBe('always');
    expect(offered(file, { remember: 'never' }).preselected).toBe('once');
    expect(offered(file).preselected).toBe('once');
    expect(offered({ text: 'x'.repeat(20_000) }, { remember: 'always' }).preselected).toBe('once');
  });
});
