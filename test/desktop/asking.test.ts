import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startNotifications, type FakeNotifications, type ShownNotification } from '../support/fake-notifications.js';
import { until } from '../support/until.js';
import { approval, notice } from './shell-app/samples.js';
import { startShell, type OpenWindow, type Shell } from './shell-app/shell.js';

describe('asking a person', () => {
  let daemon: FakeNotifications;
  let shell: Shell;
  let told = 0;
  beforeAll(async () => {
    daemon = await startNotifications();
    shell = await startShell({ args: ['--hidden'] });
    await until('the shell runs', () => shell.app.evaluate(() => 'shell' in globalThis));
  });
  afterEach(async () => {
    await shell.publish('approvals', []);
    await shell.publish('notices', []);
    await shell.publish('settings', { ...(await shell.state('settings')), notifications: true, approvalWindow: true });
    await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()));
    await until('no window', async () => (await shell.openWindows()).length === 0);
    told = daemon.shown.length;
  });
  afterAll(async () => {
    await shell?.close();
    daemon?.stop();
  });

  const nextTold = (summary: RegExp): Promise<ShownNotification> =>
    until(`a notification ${summary.source}`, () => daemon.shown.slice(told).find((shown) => summary.test(shown.summary)));
  const approvalWindow = (): Promise<OpenWindow> =>
    until('a visible approval window', async () =>
      (await shell.openWindows()).find(({ url, visible }) => url.endsWith('#/approval') && visible),
    );
  const gone = (): Promise<true> =>
    until('no approval window', async () => !(await shell.openWindows()).some(({ url }) => url.endsWith('#/approval')));

  it('raises a window on top of everything, and takes it away when nothing waits', async () => {
    await shell.publish('approvals', [approval()]);
    const window = await approvalWindow();
    expect(window.title).toBe('Toolgate asks');
    await until('it is on top', async () => (await approvalWindow()).onTop);
    expect(window.bounds.width).toBe(460);
    expect(window.bounds.height).toBeLessThanOrEqual(700);
    await shell.publish('approvals', []);
    await gone();
  });

  it('is as high as its page asks, within bounds, and never where its page says', async () => {
    await shell.publish('approvals', [approval()]);
    await approvalWindow();
    const page = await shell.page('approval');
    for (const [asked, height] of [
      [5_000, 640],
      [500, 500],
      [100, 420],
    ] as const) {
      await page.evaluate((wanted) => window.resizeTo(300, wanted), asked);
      await until(`${height} high`, async () => (await approvalWindow()).bounds.height === height);
    }
    const { x, y } = (await approvalWindow()).bounds;
    await page.evaluate(() => window.moveTo(0, 0));
    await page.evaluate(() => window.resizeTo(460, 640));
    await until('asked once more', async () => (await approvalWindow()).bounds.height === 640);
    expect((await approvalWindow()).bounds).toEqual({ x, y, width: 460, height: 640 });
  });

  it('makes a new window when its page crashed, and answers nothing by that', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_crash' })]);
    const first = await approvalWindow();
    await shell.app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.webContents.forcefullyCrashRenderer(), first.id);
    await gone();
    expect((await shell.commands()).filter(({ input }) => (input as { id?: string }).id === 'appr_crash')).toEqual([]);
    await shell.publish('approvals', [approval({ id: 'appr_crash' })]);
    expect((await approvalWindow()).id).not.toBe(first.id);
    await shell.publish('approvals', []);
    await gone();
  });

  it('does not take the keyboard from what the person is doing', async () => {
    await shell.app.evaluate(({ app }) => void app.emit('activate'));
    await until('the main window has the keyboard', async () => (await shell.openWindows())[0]?.visible);
    await shell.publish('approvals', [approval()]);
    const window = await approvalWindow();
    expect(window.focused).toBe(false);
  });

  it('keeps one window for a queue: a newer request changes nothing about it', async () => {
    await shell.publish('approvals', [approval()]);
    const first = await approvalWindow();
    await shell.publish('approvals', [approval(), approval({ id: 'appr_2', createdAtMs: 2_000 })]);
    await until('the shell knows both', async () => (await shell.state('approvals')).length === 2);
    expect((await approvalWindow()).id).toBe(first.id);
    expect(await shell.openWindows()).toHaveLength(1);
  });

  it('denies exactly the shown call when the person closes the window, and shows the next', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_b', createdAtMs: 2_000 }), approval({ id: 'appr_a', createdAtMs: 1_000 })]);
    const first = await approvalWindow();
    await shell.app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.close(), first.id);
    const next = await until('the next window', async () =>
      (await shell.openWindows()).find(({ id, url }) => id !== first.id && url.endsWith('#/approval')),
    );
    expect(next.id).not.toBe(first.id);
    const denied = (await shell.commands()).filter(({ name }) => name.startsWith('approval.'));
    expect(denied.at(-1)).toEqual({ name: 'approval.deny', input: { id: 'appr_a' }, door: 'window' });
    expect(denied.filter(({ input }) => (input as { id: string }).id === 'appr_b')).toEqual([]);
  });

  it('denies nothing when the person closes a window whose call has ended, and shows what waits', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_c', createdAtMs: 1_000 }), approval({ id: 'appr_d', createdAtMs: 2_000 })]);
    const first = await approvalWindow();
    const page = await shell.page('approval');
    await page.evaluate(() => window.history.replaceState(null, '', '#/approval/appr_c'));
    await shell.publish('approvals', [approval({ id: 'appr_d', createdAtMs: 2_000 })]);
    await until('one waits', async () => (await shell.state('approvals')).length === 1);
    await shell.app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.close(), first.id);
    await until('the next window', async () =>
      (await shell.openWindows()).find(({ id, url }) => id !== first.id && url.endsWith('#/approval')),
    );
    const denied = (await shell.commands()).filter(({ name }) => name === 'approval.deny').map(({ input }) => (input as { id: string }).id);
    expect(denied.filter((id) => id === 'appr_c' || id === 'appr_d')).toEqual([]);
  });

  it('is not made again, and denies nothing, where it goes without being asked to, as at the end of the application', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_end' })]);
    const { id } = await approvalWindow();
    const left = await shell.app.evaluate(({ BrowserWindow }, which) => {
      BrowserWindow.fromId(which)?.destroy();
      return BrowserWindow.getAllWindows().length;
    }, id);
    expect(left).toBe(0);
    expect((await shell.commands()).filter(({ input }) => (input as { id?: string }).id === 'appr_end')).toEqual([]);
  });

  it('notifies once per request; a click brings the approval window up', async () => {
    await shell.publish('settings', { ...(await shell.state('settings')), approvalWindow: false });
    await shell.publish('approvals', [approval({ id: 'appr_n' })]);
    const shown = await nextTold(/^cursor wants to use write_file$/);
    expect(shown.body).toContain('filesystem · write\nWhy: write asks once per session');
    // 2 would break through do-not-disturb
    expect(shown.urgency).toBe(1);
    expect(await shell.openWindows()).toEqual([]);
    await shell.publish('approvals', [approval({ id: 'appr_n', waiting: 2 })]);
    daemon.click(shown.id);
    await approvalWindow();
    expect(daemon.shown.slice(told).filter(({ summary }) => summary.includes('write_file'))).toHaveLength(1);
  });

  it('takes the notification away when the request was answered elsewhere', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_9', tool: 'move_file' })]);
    const shown = await nextTold(/move_file/);
    await shell.publish('approvals', [approval({ id: 'appr_9', tool: 'move_file', state: 'denied' })]);
    await until('it is closed', () => daemon.closed.includes(shown.id));
  });

  it('shows three requests and one line for all the others', async () => {
    await shell.publish(
      'approvals',
      Array.from({ length: 40 }, (_, n) => approval({ id: `many_${n}`, createdAtMs: n })),
    );
    await nextTold(/^More than 3 calls wait for you$/);
    expect(daemon.shown.slice(told)).toHaveLength(4);
  });

  it('tells of a limit, opens its page on a click and marks it read', async () => {
    await shell.publish('notices', [notice({ id: 'notice_7', opens: 'tools/github' })]);
    const shown = await nextTold(/reached a limit/);
    daemon.click(shown.id);
    await shell.page('tools/github');
    await until('read', async () =>
      (await shell.commands()).some(({ name, input }) => name === 'notice.read' && (input as { id: string }).id === 'notice_7'),
    );
  });

  it('does not repeat itself at once, nor tell small news', async () => {
    await shell.publish('notices', [
      notice({ id: 'notice_8', title: 'eight' }),
      notice({ id: 'notice_9', title: 'nine', kind: 'mode', severity: 'info' }),
    ]);
    await nextTold(/^eight$/);
    await shell.publish('notices', [notice({ id: 'notice_8', title: 'eight', count: 5 })]);
    await shell.publish('notices', [notice({ id: 'notice_8', title: 'eight', count: 5 }), notice({ id: 'notice_10', title: 'ten' })]);
    await nextTold(/^ten$/);
    expect(daemon.shown.slice(told).map(({ summary }) => summary)).toEqual(['eight', 'ten']);
  });

  it('stays silent when notifications are off, and still raises the window', async () => {
    await shell.publish('settings', { ...(await shell.state('settings')), notifications: false });
    await shell.publish('approvals', [approval({ id: 'appr_quiet' })]);
    await approvalWindow();
    expect(daemon.shown.slice(told)).toEqual([]);
  });

  it('shows names from outside as plain text', async () => {
    await shell.publish('approvals', [approval({ id: 'appr_x', tool: '<b>read</b>\u202e\u200bme & <img src=x>', server: 'a\nb' })]);
    const shown = await nextTold(/read/);
    expect(shown.summary).toBe('cursor wants to use ‹b›read‹/b› me + ‹img src=x›');
    expect(shown.body.startsWith('a b · write')).toBe(true);
  });
});
