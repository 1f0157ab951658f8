import { describe, expect, it } from 'vitest';
import { facts, noLimits } from './fixtures.js';
import { memory, P, verdict } from './room-fixture.js';

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

  it('gives the file its text back where a change cannot be kept in the history, so that the next start does not take it over', () => {
    const { open, disk, rows } = memory(P({ default: 'ask' }));
    const room = open();
    const push = rows.push.bind(rows);
    rows.push = () => {
      throw new Error('database or disk is full');
    };
    expect(() => room.set(P({ default: 'allow' }), 'window')).toThrow('disk is full');
    rows.push = push;
    expect(disk.text).toBe(P({ default: 'ask' }));
    expect([verdict(room), verdict(open())]).toEqual(['ask', 'ask']);
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
});
