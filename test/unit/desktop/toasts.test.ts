import { describe, expect, it } from 'vitest';
import { offered, told } from '../../../shared/words/notice.js';
import { outsideWords } from '../../../shared/words/outside.js';
import { toasts as toastsIn, type ToastView } from '../../../electron/desktop/toasts.js';
import { plain } from '../../../electron/desktop/plain.js';
import { approval, notice } from '../../desktop/shell-app/samples.js';

const view = (over: Partial<ToastView>): ToastView => ({
  approvals: [],
  clients: [],
  notices: [],
  settings: { notifications: true } as ToastView['settings'],
  ...over,
});

const english = outsideWords({ words: 'en', locale: 'en-GB' });
const toasts = (shown: ToastView, sinceMs: number) => toastsIn(shown, sinceMs, english);

describe('what is told by notification', () => {
  it('calls an application by its own name', () => {
    const clients = [{ name: 'claude-code', title: 'Claude Code', addedAtMs: 0, sessions: 1 }];
    expect(toasts(view({ approvals: [approval({ client: 'claude-code' })], clients }), 0)[0]?.title).toMatch(/^Claude Code wants to use /);
    const limited = notice({
      ...told('limit', { client: 'claude-code', server: 's', tool: 't', reason: 'r' }),
      actions: [offered('block', { client: 'claude-code' })],
    });
    const [toast] = toasts(view({ notices: [limited], clients }), 0);
    expect([toast?.title, toast?.actions[0]?.label]).toEqual(['Claude Code hit a limit', 'Stop Claude Code']);
  });

  it('is every waiting call, oldest first, urgent, and never the same twice', () => {
    const told = toasts(
      view({
        approvals: [approval({ id: 'b', createdAtMs: 2 }), approval({ id: 'a', createdAtMs: 1 }), approval({ id: 'c', state: 'approved' })],
      }),
      0,
    );
    expect(told.map(({ key, urgent, opens }) => [key, urgent, opens])).toEqual([
      ['approval/a', true, 'approvals/a'],
      ['approval/b', true, 'approvals/b'],
    ]);
  });

  it('stays at four however many wait', () => {
    const told = toasts(view({ approvals: Array.from({ length: 1000 }, (_, n) => approval({ id: `a${n}`, createdAtMs: n })) }), 0);
    expect(told.map(({ key }) => key)).toEqual(['approval/a0', 'approval/a1', 'approval/a2', 'approval/more']);
  });

  it('offers no way to allow a call: its arguments must be seen first', () => {
    expect(toasts(view({ approvals: [approval()] }), 0)[0]?.actions).toEqual([]);
  });

  it('passes the actions of a notice on', () => {
    const actions = [{ id: 'more', label: 'Allow 10 more' }];
    expect(toasts(view({ notices: [notice({ actions })] }), 0)[0]).toMatchObject({ key: 'notice/notice_1', actions, noticeId: 'notice_1' });
  });

  it('leaves out what was read, what is old and what is small', () => {
    const notices = [
      notice({ id: 'read', read: true }),
      notice({ id: 'old', atMs: 5 }),
      notice({ id: 'small', kind: 'mode', severity: 'info' }),
      notice({ id: 'twice', kind: 'approval' }),
    ];
    expect(toasts(view({ notices }), 100)).toEqual([]);
  });

  it('is nothing at all when notifications are off', () => {
    expect(
      toasts(view({ approvals: [approval()], notices: [notice()], settings: { notifications: false } as ToastView['settings'] }), 0),
    ).toEqual([]);
  });

  it('counts repeats in the title', () => {
    expect(toasts(view({ notices: [notice({ title: 'Limit reached', count: 4 })] }), 0)[0]?.title).toBe('Limit reached ×4');
  });
});

describe('plain', () => {
  it.each([
    ['a\u0000b\tc\nd', 'a b c d'],
    ['\u202eevil\u2066', 'evil'],
    ['zero\u200bwidth', 'zero width'],
    ['<b>&amp;</b>', '‹b›+amp;‹/b›'],
    ['x'.repeat(50), `${'x'.repeat(19)}…`],
    ['👩‍👩‍👧 family', '👩 👩 👧 family'],
  ])('makes %j safe to show as %j', (from, to) => {
    expect(plain(from, 20)).toBe(to);
  });
});
