import { describe, expect, it } from 'vitest';
import { memory, P, verdict, type Room } from './room-fixture.js';

describe('a policy file that is edited by hand', () => {
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

  it('goes on waiting after a restart however often it was written again, and the history shows what was before', () => {
    const { room, disk, rows, open } = start();
    const edit = P({ description: 'try', default: 'allow', tools: { write_file: { action: 'deny' } } });
    room.fileChanged(edit);
    const [, first] = rows;
    if (first === undefined) throw new Error('the edit was not kept');
    for (let n = 1; n <= 1000; n++) rows.push({ ...first, revision: rows.length + 1, text: edit.replace('try', `try ${n}`) });
    disk.text = rows.at(-1)?.text;
    const again = open();
    expect([verdict(again), verdict(again, { tool: 'x' }), again.waiting()?.text]).toEqual(['deny', 'ask', disk.text]);
    expect(again.history(10).map(({ revision }) => revision)).toEqual([1]);
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
