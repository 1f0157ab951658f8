import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRealDesktop, type RealDesktop } from '../support/real-desktop.js';
import { until } from '../support/until.js';
import { approval, client } from './shell-app/samples.js';
import { startShell, type Shell } from './shell-app/shell.js';

describe('on a real panel and a real notification daemon', () => {
  let desktop: RealDesktop;
  let shell: Shell | undefined;
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
    await shell?.publish('clients', [client(), client({ name: 'claude-code' })]);
    // the icon changes first, under the pointer; then there is the menu
    await desktop.changedBy(
      async () => desktop.rightClick(icon.x + Math.round(icon.width / 2), icon.y + Math.round(icon.height / 2)),
      ({ height }) => height > 150,
    );
    expect(statSync(desktop.picture('shell-tray-menu')).size).toBeGreaterThan(1000);
    desktop.press('Escape');
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
