import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRealDesktop, type Box, type RealDesktop } from '../support/real-desktop.js';
import { until } from '../support/until.js';
import { approval, client } from './shell-app/samples.js';
import { startShell, type Shell } from './shell-app/shell.js';

const artifacts = join(import.meta.dirname, '../artifacts');

describe('on a real panel and a real notification daemon', () => {
  let desktop: RealDesktop;
  let shell: Shell | undefined;
  let place: Box | undefined;
  beforeAll(async () => {
    desktop = await startRealDesktop();
  });
  afterAll(async () => {
    await shell?.close();
    await desktop?.stop();
  });

  it('puts an icon into the panel, whose menu opens on a right click', async () => {
    const icon = await desktop.changedBy(async () => {
      shell = await startShell({ args: ['--hidden'] });
      await until('the shell runs', () => shell?.app.evaluate(() => 'shell' in globalThis));
    });
    expect(icon.width).toBeLessThan(60);
    place = icon;
    await shell?.publish('clients', [client(), client({ name: 'claude-code' })]);
    // the icon changes first, under the pointer; then there is the menu, unless the panel was taking over the one with these clients just then
    await desktop.changedBy(
      async () => desktop.rightClick(icon.x + Math.round(icon.width / 2), icon.y + Math.round(icon.height / 2)),
      ({ height }) => height > 150,
      8_000,
    );
    expect(statSync(desktop.picture('shell-tray-menu')).size).toBeGreaterThan(1000);
    desktop.press('Escape');
  });

  it('shows in the panel what the gate does, each state with an icon of its own', async () => {
    const crop = place && { x: place.x - 2, y: place.y - 2, width: place.height + 4, height: place.height + 4 };
    const gate = await shell?.state('gate');
    const isIcon = ({ x, y }: Box): boolean => crop !== undefined && x >= crop.x && x < crop.x + crop.width && y < crop.y + crop.height;
    if (!shell || !gate || !crop) throw new Error('the shell runs');
    const running = shell;
    desktop.moveTo(400, 600);
    const states: [string, () => Promise<unknown>][] = [
      ['observing', () => running.publish('gate', { ...gate, mode: 'observe' })],
      ['locked', () => running.publish('gate', { ...gate, mode: 'lockdown' })],
      ['trouble', () => running.publish('gate', { ...gate, problems: ['the disk is full'] })],
      ['waiting', () => running.publish('gate', gate).then(() => running.publish('approvals', [approval({ id: 'one', waiting: 3 })]))],
    ];
    await running.publish('settings', { ...(await running.state('settings')), approvalWindow: false, notifications: false });
    const names = ['tray-enforcing'];
    desktop.picture('tray-enforcing', { crop });
    for (const [name, act] of states) {
      await desktop.changedBy(act, isIcon);
      desktop.picture(`tray-${name}`, { crop });
      names.push(`tray-${name}`);
    }
    desktop.sideBySide(names, 'tray-states');
    expect(new Set(names.map((name) => readFileSync(join(artifacts, `${name}.png`)).toString('base64'))).size).toBe(names.length);
    await desktop.changedBy(() => running.publish('approvals', []), isIcon);
  });

  it('is quiet while the person does not want to be disturbed, and loses nothing', async () => {
    desktop.doNotDisturb(true);
    await shell?.publish('settings', { ...(await shell.state('settings')), approvalWindow: false, notifications: true });
    await shell?.publish('approvals', [approval({ id: 'quiet' })]);
    await until('the daemon holds it', () => desktop.heldNotifications() === 1);
    expect(desktop.shownNotifications()).toBe(0);
    desktop.doNotDisturb(false);
    await until('it is shown afterwards', () => desktop.shownNotifications() === 1);
    await shell?.publish('approvals', []);
    await until('it is taken away with its call', () => desktop.shownNotifications() === 0);
  });

  it('shows a notification; its click brings the approval window up', async () => {
    await shell?.publish('settings', { ...(await shell.state('settings')), approvalWindow: false });
    await shell?.publish('approvals', [approval({ id: 'real' })]);
    await until('one notification', () => desktop.shownNotifications() === 1);
    desktop.picture('shell-notification');
    desktop.clickNotification();
    await shell?.page('approval');
    await until('the notification is gone', () => desktop.shownNotifications() === 0);
  });
});
