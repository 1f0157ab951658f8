import { test } from 'vitest';
import { approval, fullSnapshot, START_MS } from './support/data.js';
import { ANSWERS } from './support/answers.js';
import { openBrowser, openPage, serveRenderer } from './support/page.js';
test('shots', async () => {
  const site = await serveRenderer();
  const browser = await openBrowser();
  for (const theme of ['light', 'dark'] as const)
    for (const [name, route, size] of (process.env['SHOTS'] ? JSON.parse(process.env['SHOTS']) : [['tools', '#/tools/github/delete_file', [1120, 740]], ['approval', '#/approval', [460, 560]]]) as [string, string, [number, number]][]) {
      const { page, gate } = await openPage(browser, site.url, { route, snapshot: fullSnapshot(START_MS), theme, width: size[0], height: size[1], clockMs: START_MS, answers: { ...ANSWERS } });
      await page.waitForTimeout(500);
      await page.clock.runFor(1000);
      await page.waitForTimeout(300);
      await page.screenshot({ path: `/tmp/shots/${name}-${theme}.png` });
      if (gate.faults.length) console.log(name, theme, gate.faults);
      await page.context().close();
    }
  await browser.close();
  await site.close();
  void approval;
});
