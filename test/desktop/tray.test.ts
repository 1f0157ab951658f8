import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrayHost, type FakeTrayHost, type TrayItem } from '../support/fake-tray-host.js';
import { until } from '../support/until.js';
import { approval, client, refusal } from './shell-app/samples.js';
import { startShell, type Shell } from './shell-app/shell.js';

describe('the tray, over D-Bus as a panel sees it', () => {
  let host: FakeTrayHost;
  let shell: Shell;
  let tray: TrayItem;
  beforeAll(async () => {
    host = await startTrayHost();
    shell = await startShell({ args: ['--hidden'] });
    tray = await host.item();
  });
  afterAll(async () => {
    await shell?.close();
    host?.stop();
  });

  it('says what the gate does, and offers the modes, the window, start at login and quit', async () => {
    expect((await tray.labels()).filter((label) => label !== '')).toEqual([
      'Enforcing your rules',
      'Mode',
      'Enforce',
      'Observe for 15 minutes',
      'Observe for 1 hour',
      'Observe until I stop',
      'Lock down',
      'Open Toolgate',
      'No application is connected',
      'Start at login',
      'Quit Toolgate',
    ]);
  });

  it('locks down at once from the menu, and shows it in icon, mark, tooltip and first line', async () => {
    const before = (await tray.icon()).bytes;
    await tray.choose('Lock down');
    await until('the state line', async () => (await tray.labels())[0]?.startsWith('Locked down'));
    expect((await shell.commands()).at(-1)).toEqual({ name: 'mode.set', input: { mode: 'lockdown' }, door: 'tray' });
    expect((await tray.icon()).bytes.equals(before)).toBe(false);
    expect(await tray.toolTip()).toContain('every call is refused');
    const mode = (await tray.menu()).find(({ label }) => label === 'Mode');
    expect(mode?.children.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['Lock down']);
    await tray.choose('Enforce');
    await until('the state line', async () => (await tray.labels())[0] === 'Enforcing your rules');
    expect((await tray.icon()).bytes.equals(before)).toBe(true);
  });

  it('counts waiting calls in icon and menu, and the entry brings the approval window up', async () => {
    await shell.publish('settings', { ...(await shell.state('settings')), approvalWindow: false, notifications: false });
    const calm = (await tray.icon()).bytes;
    await shell.publish('approvals', [approval(), approval({ id: 'appr_2', waiting: 2 })]);
    await until('the entry', async () => (await tray.labels()).includes('3 calls wait for you'));
    expect((await tray.icon()).bytes.equals(calm)).toBe(false);
    expect(await tray.toolTip()).toBe('Toolgate: 3 calls wait for you');
    expect(await shell.openWindows()).toEqual([]);
    await tray.choose('3 calls wait for you');
    await shell.page('approval');
    await shell.publish('approvals', []);
    await until('the window is gone', async () => (await shell.openWindows()).length === 0);
    expect((await tray.icon()).bytes.equals(calm)).toBe(true);
  });

  it('groups the last refusals and names who is connected', async () => {
    await shell.publish('activity', {
      today: { calls: 3, asked: 0, refused: 3 },
      minutes: [],
      recent: [refusal({ seq: 1 }), refusal({ seq: 2 }), refusal({ seq: 3, tool: 'drop_table', server: 'db' })],
    });
    await shell.publish('clients', [client(), client({ name: 'claude-code', sessions: 2 }), client({ name: 'idle', sessions: 0 })]);
    await until('the names', async () => (await tray.labels()).includes('Connected: cursor, claude-code'));
    const labels = await tray.labels();
    expect(labels).toContain('cursor: drop_table on db refused');
    expect(labels).toContain('cursor: delete_file on github refused ×2');
    expect(labels).toContain('Quit Toolgate: 2 applications lose their tools');
  });

  it('marks trouble and says what it is', async () => {
    const calm = (await tray.icon()).bytes;
    const gate = await shell.state('gate');
    await shell.publish('gate', { ...gate, problems: ['the disk is full'] });
    await until('the line', async () => (await tray.labels()).includes('⚠ the disk is full'));
    expect((await tray.icon()).bytes.equals(calm)).toBe(false);
    await shell.publish('gate', gate);
    await until('calm again', async () => (await tray.icon()).bytes.equals(calm));
  });

  it('speaks another language at once', async () => {
    const settings = await shell.state('settings');
    await shell.publish('settings', { ...settings, language: 'de' });
    await until('the menu is German', async () => (await tray.labels())[0] === 'Deine Regeln gelten');
    expect(await tray.labels()).toContain('Toolgate öffnen');
    expect(await tray.toolTip()).toBe('Toolgate: Deine Regeln gelten');
    await shell.publish('settings', settings);
    await until('the menu is English', async () => (await tray.labels())[0] === 'Enforcing your rules');
  });

  it('writes and removes the autostart file', async () => {
    const file = await shell.app.evaluate(({ app }) => `${app.getPath('appData')}/autostart/toolgate.desktop`);
    expect(existsSync(file)).toBe(false);
    await tray.choose('Start at login');
    await until('the file', () => existsSync(file));
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^Exec=.*--data-dir ${join(shell.dataDir)} --hidden$`, 'm'));
    await until('the mark', async () => (await tray.menu()).find(({ label }) => label === 'Start at login')?.checked);
    await tray.choose('Start at login');
    await until('no file', () => !existsSync(file));
  });

  it('opens the window on a click', async () => {
    await tray.activate();
    await shell.page('overview');
  });

  it('asks before quitting while applications are connected', async () => {
    await shell.app.evaluate(({ dialog }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (async (options: unknown) => (
        asked.push(options),
        { response: 0, checkboxChecked: false }
      )) as typeof dialog.showMessageBox;
    });
    await tray.choose('Quit Toolgate: 2 applications lose their tools');
    const asked = await until('the question', async () => {
      const list = await shell.app.evaluate(() => (globalThis as unknown as { asked: { message: string; detail: string }[] }).asked);
      return list[0];
    });
    expect(asked.message).toBe('Quit Toolgate?');
    expect(asked.detail).toContain('cursor, claude-code lose their tools until Toolgate runs again.');
    expect((await shell.openWindows()).length).toBe(1);
  });
});
