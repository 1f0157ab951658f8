import { describe, expect, it } from 'vitest';
import { createPolicyRoom } from '../../../electron/core/policy/policy-room.js';
import type { PolicyRevision, RevisionStore } from '../../../electron/core/ports/stores.js';
import { fakeClock } from '../limits/fixtures.js';
import { facts, noLimits } from './fixtures.js';

function memory(text?: string) {
  const rows: PolicyRevision[] = [];
  const revisions: RevisionStore = {
    list: (limit) => [...rows].reverse().slice(0, limit),
    get: (revision) => rows.find((row) => row.revision === revision),
    add(entry) {
      rows.push({ ...entry, revision: rows.length + 1 });
      return rows.length;
    },
  };
  const disk = { text, copies: [] as string[] };
  const told: string[] = [];
  const open = () =>
    createPolicyRoom({
      file: {
        read: () => disk.text,
        write: (next) => void (disk.text = next),
        keepCopy: (copy, why) => void disk.copies.push(`${why}: ${copy}`),
      },
      revisions,
      clock: fakeClock(),
      changed: (sentence) => void told.push(sentence),
    });
  return { rows, disk, told, open };
}
const verdict = (room: ReturnType<ReturnType<typeof memory>['open']>, over = {}) =>
  room.current().policy.evaluate(facts(over), noLimits).decision.verdict;
type Room = ReturnType<ReturnType<typeof memory>['open']>;
const P = (rest: object) => JSON.stringify({ version: '1', ...rest }, null, 2);

describe('the policy room', () => {
  it('begins with Balanced: read allowed, write and the rest ask, at most 120 calls in any minute to one tool', () => {
    const { open, disk } = memory();
    const room = open();
    expect(verdict(room, { class: 'read' })).toBe('allow');
    for (const tier of ['write', 'execute', 'destructive', 'financial', 'unclassified'])
      expect([tier, verdict(room, { class: tier })]).toEqual([tier, 'ask']);
    expect(room.current().policy.evaluate(facts({ class: 'write' }), noLimits).approval.remember).toBe('session');
    expect(room.current().policy.evaluate(facts({ class: 'financial' }), noLimits).approval.remember).toBe('never');
    const full = room.current().policy.evaluate(facts({ class: 'read' }), () => ({ used: 120, freeInMs: 9 })).decision;
    expect(full).toMatchObject({ code: 'LIMITED', retryAfterMs: 9, limits: [{ max: 120, windowMs: 60_000, used: 120 }] });
    expect(disk.text).toContain('"max": 120');
    expect(room.current().revision).toBe(1);
  });

  it('has presets from relaxed to strict, and keeps rules for tools under each', () => {
    const room = memory().open();
    room.setSwitch({ server: 'files', tool: 'write_file', action: 'deny' }, 'window');
    for (const [name, write, destructive] of [
      ['relaxed', 'allow', 'ask'],
      ['balanced', 'ask', 'ask'],
      ['strict', 'ask', 'deny'],
    ] as const) {
      expect(room.preset(name, 'window').ok).toBe(true);
      expect([name, verdict(room, { tool: 'x' }), verdict(room, { tool: 'x', class: 'destructive' }), verdict(room)]).toEqual([
        name,
        write,
        destructive,
        'deny',
      ]);
    }
  });

  it('never lets an invalid text replace the running policy', () => {
    const room = memory(P({ default: 'deny' })).open();
    expect(room.set('{ "version": "1", "defualt": "allow" }', 'cli').ok).toBe(false);
    expect(verdict(room)).toBe('deny');
    expect(room.validate('{ "version": "1", "defualt": "allow" }')).toMatchObject({ valid: false, problems: [{ pointer: '/defualt' }] });
  });

  it('keeps a corrupt file as a copy, runs the last good revision and says so', () => {
    const { open, disk } = memory(P({ default: 'deny' }));
    open();
    disk.text = '{ nonsense';
    const room = open();
    expect(verdict(room)).toBe('deny');
    expect(room.show().problem).toMatch(
      /^policy\.json is not valid \(line 1, column 3: .+\); the last good revision is used\. A copy was kept\. Mend the file\.$/,
    );
    expect(disk.copies).toEqual(['invalid: { nonsense']);
    expect(disk.text).toBe('{ nonsense');
  });

  it('asks about everything when there is neither a good file nor a good revision', () => {
    const room = memory('{ nonsense').open();
    expect(['read', 'write', 'destructive'].map((tier) => verdict(room, { class: tier }))).toEqual(['ask', 'ask', 'ask']);
    expect(room.show().problem).toContain('everything asks');
  });

  it('takes what was changed while nothing ran, and tells what was loosened', () => {
    const { open, disk } = memory(P({ default: 'deny' }));
    open();
    disk.text = P({ default: 'allow' });
    const room = open();
    expect(verdict(room)).toBe('allow');
    expect(room.loosenedMeanwhile.length).toBeGreaterThan(0);
  });

  it('writes switches with an explicit action, and leaves comments and order alone', () => {
    const text = '{\n  // mine\n  "version": "1",\n  "tools": { "a": {} } // keep\n}\n';
    const { open, disk, told } = memory(text);
    const room = open();
    const done = room.setSwitch({ server: 'files', tool: 'write_file', action: 'deny' }, 'window');
    expect(told).toEqual(['write_file on files is denied']);
    expect(done).toMatchObject({ ok: true, value: { revision: 2, sentence: 'write_file on files is denied' } });
    expect(disk.text).toContain('// mine');
    expect(disk.text).toMatch(/"a": \{\}[^]*\/\/ keep/);
    expect(verdict(room)).toBe('deny');
    for (const action of ['allow', 'ask', 'hide'] as const) {
      room.setSwitch({ server: 'files', tool: 'write_file', action, client: 'cursor' }, 'window');
      expect(room.current().policy.document).toMatchObject({
        clients: { cursor: { servers: { files: { tools: { write_file: { action } } } } } },
      });
      expect(verdict(room)).toBe(action);
      expect(verdict(room, { client: 'claude' })).toBe('deny');
    }
  });

  it('leaves the conditions and limits of a tool alone when its switch is moved', () => {
    const rest = { deny_if: [{ conditions: [{ path: 'args.v', op: 'eq', value: 1 }] }], limits: [{ window: 'minute', max: 5 }] };
    const room = memory(P({ servers: { files: { tools: { write_file: { action: 'ask', ...rest } } } } })).open();
    for (const action of ['allow', 'deny', 'hide', 'ask'] as const) {
      room.setSwitch({ server: 'files', tool: 'write_file', action }, 'window');
      room.setMany({ tools: [{ server: 'files', tool: 'write_file' }], action }, 'window');
      expect(room.current().policy.document).toEqual({ version: '1', servers: { files: { tools: { write_file: { action, ...rest } } } } });
    }
  });

  it('does not turn "inherit" into allow when conditions remain', () => {
    const { open, disk } = memory(
      P({
        default: 'deny',
        servers: {
          files: {
            tools: {
              write_file: { action: 'ask', deny_if: [{ conditions: [{ path: 'args.v', op: 'eq', value: 1, missing: 'skip' }] }] },
              plain: { action: 'allow' },
            },
          },
        },
      }),
    );
    const room = open();
    room.setSwitch({ server: 'files', tool: 'write_file', action: 'inherit' }, 'window');
    expect(verdict(room)).toBe('deny');
    expect(disk.text).toContain('deny_if');
    room.setSwitch({ server: 'files', tool: 'plain', action: 'inherit' }, 'window');
    expect(verdict(room, { tool: 'plain' })).toBe('deny');
    expect(disk.text).not.toContain('plain');
  });

  it('switches a class, a whole server with its resources, and back', () => {
    const room = memory(P({ default: 'ask', classes: { write: { action: 'allow' } } })).open();
    room.setSwitch({ server: 'files', class: 'write', action: 'hide' }, 'window');
    expect(verdict(room)).toBe('hide');
    room.setSwitch({ server: 'files', class: 'write', action: 'inherit' }, 'window');
    expect(verdict(room)).toBe('allow');
    room.setSwitch({ server: 'files', action: 'deny' }, 'window');
    expect([verdict(room), verdict(room, { governed: 'resources', tool: 'r' }), verdict(room, { server: 'x' })]).toEqual([
      'deny',
      'deny',
      'allow',
    ]);
    room.setSwitch({ server: 'files', action: 'inherit' }, 'window');
    expect([verdict(room), verdict(room, { governed: 'resources', tool: 'r' })]).toEqual(['allow', 'ask']);
  });

  it('changes many switches in one revision', () => {
    const room = memory(P({})).open();
    const before = room.current().revision;
    room.setMany(
      {
        tools: [
          { server: 'files', tool: 'a' },
          { server: 'files', tool: 'b' },
        ],
        action: 'deny',
      },
      'window',
    );
    expect([verdict(room, { tool: 'a' }), verdict(room, { tool: 'b' }), room.current().revision]).toEqual(['deny', 'deny', before + 1]);
  });

  it('adds rules to what stands, always with an explicit action', () => {
    const room = memory(P({ default: 'ask' })).open();
    const allow = { allow_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/proj' }] }] };
    expect(room.addRule({ server: 'files', tool: 'write_file', rule: allow }, 'window')).toMatchObject({
      ok: true,
      value: { sentence: 'write_file on files: ask; allow when args.path is under /proj' },
    });
    expect([verdict(room, { arguments: { path: '/proj/a' } }), verdict(room, { arguments: { path: '/etc' } })]).toEqual(['allow', 'ask']);
    room.addRule(
      { server: 'files', tool: 'write_file', rule: { deny_if: [{ conditions: [{ path: 'args.path', op: 'ends_with', value: '.env' }] }] } },
      'window',
    );
    room.addRule(
      { server: 'files', tool: 'write_file', rule: { allow_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/tmp' }] }] } },
      'window',
    );
    expect([
      verdict(room, { arguments: { path: '/tmp/a' } }),
      verdict(room, { arguments: { path: '/proj/.env' } }),
      verdict(room, { arguments: { path: '/proj/a' } }),
    ]).toEqual(['allow', 'deny', 'allow']);
    expect(room.addRule({ server: 'files', tool: 'write_file', rule: { alow_if: [] } }, 'window').ok).toBe(false);
  });

  it('raises a limit at its pointer, in both ways of writing it', () => {
    const room = memory(
      P({ default: 'allow', all_tools: { limits: [{ window: 'minute', max: 3 }] }, tools: { x: { rate_limit: '5/minute' } } }),
    ).open();
    expect(room.raiseLimit('/all_tools/limits/0', 9, 'window').ok).toBe(true);
    expect(room.raiseLimit('/tools/x/rate_limit', 7, 'window').ok).toBe(true);
    expect(
      room
        .current()
        .policy.evaluate(facts({ tool: 'x' }), noLimits)
        .charges.map(({ max }) => max),
    ).toEqual([7, 9]);
    expect(room.raiseLimit('/tools/none', 1, 'window').ok).toBe(false);
  });

  it('raises the limit of a tool whose name is a number', () => {
    const room = memory(P({ default: 'allow', tools: { 7: { rate_limit: '5/minute' } } })).open();
    expect(room.raiseLimit('/tools/7/rate_limit', 8, 'window').ok).toBe(true);
    expect(JSON.parse(room.show().text)).toMatchObject({ tools: { 7: { rate_limit: '8/minute' } } });
  });

  it('keeps every revision, shows what differs, and goes back', () => {
    const room = memory(P({ default: 'deny' })).open();
    room.set(P({ default: 'allow' }), 'window');
    expect(room.history(10).map(({ revision, by }) => [revision, by])).toEqual([
      [2, 'window'],
      [1, 'start'],
    ]);
    expect(room.diff(1)).toEqual({ ok: true, value: expect.stringContaining('-  "default": "deny"\n+  "default": "allow"') as string });
    expect(room.rollback(1, 'window')).toMatchObject({ ok: true, value: { revision: 3 } });
    expect(verdict(room)).toBe('deny');
    expect(room.rollback(99, 'window').ok).toBe(false);
    expect(room.set(P({}), 'window', 1).ok).toBe(false);
  });

  describe('when the file is edited by hand', () => {
    const start = () => {
      const made = memory(P({ default: 'ask', tools: { write_file: { action: 'allow' } } }));
      return { ...made, room: made.open() };
    };

    it('takes what only tightens at once', () => {
      const { room } = start();
      expect(room.fileChanged(P({ default: 'deny', tools: { write_file: { action: 'ask' } } }))).toMatchObject({
        kind: 'applied',
        revision: 2,
      });
      expect([verdict(room), verdict(room, { tool: 'x' })]).toEqual(['ask', 'deny']);
    });

    it('lets what loosens wait, while what tightens in the same edit is live', () => {
      const { room, disk } = start();
      const edit = P({ default: 'allow', tools: { write_file: { action: 'deny' } } });
      disk.text = edit;
      const outcome = room.fileChanged(edit);
      expect(outcome).toMatchObject({ kind: 'waiting' });
      expect([verdict(room), verdict(room, { tool: 'x' })]).toEqual(['deny', 'ask']);
      expect(room.current().revision).toBe(2);
      expect(room.waiting()?.diff).toContain('+  "default": "allow"');
      expect(room.confirmWaiting('window').ok).toBe(true);
      expect([verdict(room), verdict(room, { tool: 'x' })]).toEqual(['deny', 'allow']);
    });

    it('goes on waiting after a restart', () => {
      const { room, disk, open } = start();
      disk.text = P({ default: 'allow', tools: { write_file: { action: 'deny' } } });
      room.fileChanged(disk.text);
      const again = open();
      expect([verdict(again), verdict(again, { tool: 'x' })]).toEqual(['deny', 'ask']);
      expect(again.waiting()).toBeDefined();
    });

    it.each([
      ['a switch', (room: Room) => room.setSwitch({ server: 'files', tool: 'other', action: 'deny' }, 'window')],
      ['a preset', (room: Room) => room.preset('relaxed', 'window')],
      ['a whole text', (room: Room) => room.set(P({ default: 'ask', hide: ['h'], tools: { write_file: { action: 'allow' } } }), 'window')],
      [
        'a limit',
        (room: Room) => room.addRule({ server: 'files', tool: 'write_file', rule: { limits: [{ window: 'minute', max: 3 }] } }, 'cli'),
      ],
    ])('is not lost to %s: it waits on top of it, and what it tightens stays live', (_, write) => {
      const { room, disk, open } = start();
      disk.text = P({ description: 'mine', default: 'allow', tools: { write_file: { action: 'deny' } } });
      room.fileChanged(disk.text);
      expect(write(room).ok).toBe(true);
      const running = room.show().text;
      expect([verdict(room), room.waiting()?.text]).toEqual(['deny', disk.text]);
      expect(running).not.toContain('mine');
      expect(verdict(room, { tool: 'x', class: 'destructive' })).toBe('ask');
      expect(room.waiting()?.diff).toContain('+  "default": "allow"');
      const again = open();
      expect([verdict(again), again.show().text, again.waiting()?.text]).toEqual(['deny', running, disk.text]);
      expect(room.confirmWaiting('window').ok).toBe(true);
      expect([verdict(room), verdict(room, { tool: 'x', class: 'read' })]).toEqual(['deny', 'allow']);
      expect([disk.text, room.history(9)[0]?.sentence]).toEqual([room.show().text, expect.stringContaining('was confirmed')]);
    });

    it('takes part in what others write: their changes are in it when it is confirmed, its comments too', () => {
      const { room, disk } = start();
      disk.text = `{ // mine\n  "version": "1", "default": "allow", "hide": ["a"], "tools": { "write_file": { "action": "allow", "reason": "so" } } }`;
      room.fileChanged(disk.text);
      room.set(P({ default: 'ask', hide: ['b'], tools: { write_file: { action: 'ask' } }, servers: { s: { default: 'deny' } } }), 'window');
      room.confirmWaiting('window');
      expect(disk.text).toContain('// mine');
      expect(room.current().policy.document).toEqual({
        version: '1',
        default: 'allow',
        hide: ['a', 'b'],
        tools: { write_file: { action: 'ask', reason: 'so' } },
        servers: { s: { default: 'deny' } },
      });
    });

    it.each([
      ['window', 'ask'],
      ['cli', 'deny'],
    ])('and the %s speaks of the same thing: it is %s', (by, then) => {
      const { room, disk } = start();
      disk.text = P({ default: 'allow', tools: { write_file: { action: 'deny' } } });
      room.fileChanged(disk.text);
      room.set(P({ default: 'ask', tools: { write_file: { action: 'ask' } } }), by);
      expect(verdict(room)).toBe(then);
      room.confirmWaiting('window');
      expect(verdict(room)).toBe(then);
    });

    it.each<[what: string, edit: object, set: object, then: object]>([
      ['entries that are taken out', { hide: ['a', 'b', 'c', 'd'] }, { hide: ['b'] }, { hide: ['b', 'd'] }],
      ['an entry that both add', { hide: ['a', 'b', 'c', 'x'] }, { hide: ['a', 'b', 'c', 'x'] }, { hide: ['a', 'b', 'c', 'x'] }],
      ['entries of a list that the edit took out', {}, { hide: ['a', 'b', 'c', 'x', 'y'] }, { hide: ['x', 'y'] }],
      ['what both take out', { hide: ['a', 'b', 'c'] }, { hide: ['a', 'b', 'c'], tools: {} }, { hide: ['a', 'b', 'c'] }],
      [
        'what only the other takes out',
        { hide: ['a', 'b', 'c'], tools: { t: { action: 'ask' } } },
        { hide: ['a', 'b', 'c'], tools: {} },
        { hide: ['a', 'b', 'c'], tools: {} },
      ],
    ])('joins %s', (_, edit, set, then) => {
      const { open, disk } = memory(P({ default: 'ask', hide: ['a', 'b', 'c'], tools: { t: { action: 'ask' } } }));
      const room = open();
      const edited = P({ default: 'allow', ...edit });
      disk.text = edited;
      expect(room.fileChanged(edited).kind).toBe('waiting');
      expect(room.set(P({ default: 'ask', ...set }), 'window').ok).toBe(true);
      expect(room.waiting()?.document).toEqual({ version: '1', default: 'allow', ...then });
      expect(JSON.parse(disk.text)).toEqual({ version: '1', default: 'allow', ...then });
    });

    it.each<[what: string, before: string, after: string]>([
      ['a value', '5', '9007199254740993'],
      ['an entry of a list', '[1]', '[1, 9007199254740993]'],
      ['something inside an entry', '[{ "k": 1 }]', '[{ "k": 9007199254740993 }]'],
      ['something inside a value', '{ "k": { "l": 1 } }', '{ "k": { "l": 9007199254740993 } }'],
    ])('stays as it is where the other change holds a number that would lose digits: %s', (_, before, after) => {
      const { open, disk } = memory(
        `{ "version": "1", "default": "ask", "all_tools": { "require": [{ "path": "args.a", "op": "eq", "value": ${before} }] } }`,
      );
      const room = open();
      const edit = (disk.text ?? '').replace('"ask"', '"allow"');
      disk.text = edit;
      expect(room.fileChanged(edit).kind).toBe('waiting');
      const set = room.set(
        `{ "version": "1", "default": "ask", "all_tools": { "require": [{ "path": "args.a", "op": "eq", "value": ${after} }] } }`,
        'window',
      );
      expect(set.ok).toBe(true);
      expect(room.waiting()?.text).toBe(edit);
      expect(room.show().text).toContain('9007199254740993');
      expect(room.waiting()?.text).not.toContain('9007199254740992');
    });

    it('counts against what it tightens: from the command line, and from the file again, nothing of that is loosened without a person', () => {
      const { room, disk, open } = start();
      const before = disk.text ?? '';
      const mixed = P({ default: 'deny', tools: { write_file: { action: 'allow' }, y: { action: 'allow' } } });
      disk.text = mixed;
      room.fileChanged(mixed);
      expect(verdict(room, { tool: 'x' })).toBe('deny');
      const asks = P({ default: 'ask', tools: { write_file: { action: 'allow' }, x: { action: 'ask' } } });
      expect(room.loosens(asks)).toMatchObject({ value: [expect.stringContaining('x: asked about instead of denied')] });
      disk.text = before;
      expect(room.fileChanged(before)).toMatchObject({ kind: 'waiting', diff: expect.stringContaining('-  "default": "deny"') as string });
      expect(verdict(room, { tool: 'x' })).toBe('deny');
      expect(verdict(open(), { tool: 'x' })).toBe('deny');
      room.setSwitch({ server: 'files', tool: 'z', action: 'deny' }, 'window');
      expect(verdict(room, { tool: 'x' })).toBe('deny');
      expect(verdict(open(), { tool: 'x' })).toBe('deny');
      room.confirmWaiting('window');
      expect(verdict(room, { tool: 'x' })).toBe('ask');
    });

    it('keeps a copy of a broken text that another change replaces', () => {
      const { room, disk } = start();
      room.fileChanged('{ "version": "1", "defualt": 1 }');
      room.setSwitch({ server: 'files', tool: 'a', action: 'deny' }, 'window');
      expect(disk.copies).toEqual(['invalid: { "version": "1", "defualt": 1 }']);
    });

    it('stops looking at edits that pile up without an answer', () => {
      const { room } = start();
      const text = (i: number) =>
        P({
          default: 'ask',
          tools: { write_file: { action: 'allow' }, [`t${i}`]: { action: i % 2 ? 'deny' : 'allow' }, [`u${i}`]: { action: 'allow' } },
        });
      const kinds = Array.from({ length: 25 }, (_, i) => room.fileChanged(text(i)).kind);
      expect([kinds.filter((kind) => kind === 'waiting').length, kinds.at(-1)]).toEqual([20, 'invalid']);
      expect(verdict(room, { tool: 't1' })).toBe('deny');
      expect(room.confirmWaiting('window').ok).toBe(true);
    });

    it('gets its old text back when a person refuses; the edit is kept', () => {
      const { room, disk } = start();
      const before = disk.text;
      disk.text = P({ default: 'allow' });
      room.fileChanged(disk.text);
      expect(room.rejectWaiting().ok).toBe(true);
      expect(disk.text).toBe(before);
      expect(disk.copies.length).toBe(1);
      expect([verdict(room), verdict(room, { tool: 'x' })]).toEqual(['allow', 'ask']);
    });

    it('keeps running when the text is broken, and again when it is mended', () => {
      const { room, disk } = start();
      const before = disk.text;
      expect(room.fileChanged('{')).toMatchObject({ kind: 'invalid' });
      expect(verdict(room)).toBe('allow');
      room.fileChanged('{ "version": "1",\n  "defualt": "ask" }');
      expect(room.show().problem).toBe(
        'policy.json is not valid (line 2, column 3: "defualt" is not a key here; did you mean "default"?); the running policy stays. Write "default" instead of "defualt".',
      );
      room.fileChanged(before);
      expect(room.show().problem).toBeUndefined();
    });

    it('does nothing about its own writing', () => {
      const { room, disk } = start();
      room.setSwitch({ server: 'files', tool: 'a', action: 'deny' }, 'window');
      expect(room.fileChanged(disk.text)).toEqual({ kind: 'same' });
    });
  });
});
