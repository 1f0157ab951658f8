import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { de } from '../../renderer/words/de.js';
import { es } from '../../renderer/words/es.js';
import { ja } from '../../renderer/words/ja.js';
import { zh } from '../../renderer/words/zh.js';
import { told } from '../../shared/words/notice.js';
import { ANSWERS } from './support/answers.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });
const LANGUAGES = [
  ['de', 'Deutsch', de],
  ['es', 'Español', es],
  ['ja', '日本語', ja],
  ['zh', '简体中文', zh],
] as const;

test.each(LANGUAGES)('%s is spoken at once when it is chosen, on every page and in the approval window', async (code, name, words) => {
  const start = fullSnapshot(START_MS);
  const notices = start.notices.map((notice) =>
    notice.kind === 'limit'
      ? { ...notice, ...told('limit', { client: 'cursor', server: 'github', tool: 'list_issues', reason: '30', by: 10 }) }
      : notice,
  );
  const { page, gate } = await open({
    route: '#/settings',
    snapshot: { ...start, notices },
    clockMs: START_MS,
    answers: ANSWERS,
    width: 880,
    height: 560,
  });
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name }).click();
  await expect.poll(() => gate.calls.find((call) => call.name === 'settings.set')?.input).toEqual({ language: code });
  await gate.signal({ topic: 'settings', revision: 2, value: { ...start.settings, language: code } });
  await page.getByRole('heading', { name: words.page.settings }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(code);
  for (const route of ['overview', 'servers', 'tools', 'rules', 'approvals', 'activity', 'clients', 'findings', 'settings'] as const) {
    await page.evaluate((to) => void (window.location.hash = `#/${to}`), route);
    await page.getByRole('heading', { level: 1, name: words.page[route], exact: true }).waitFor();
    await page.clock.runFor(600);
    await page.screenshot({ path: join(ARTIFACTS, `${code}-${route}.png`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await page.evaluate(cutControls)).toEqual([]);
  }
  await page.setViewportSize({ width: 460, height: 600 });
  await page.evaluate(() => void (window.location.hash = '#/approval'));
  await page.getByRole('button', { name: words.approval.allow, exact: true }).waitFor();
  await page.clock.runFor(600);
  await page.screenshot({ path: join(ARTIFACTS, `${code}-approval.png`) });
  expect(await page.evaluate(cutControls)).toEqual([]);
});

/** Controls whose words do not fit, by their text. */
function cutControls(): string[] {
  return [...document.querySelectorAll('button, [role=tab], [role=radio], .nav-item, .badge, h1')]
    .filter((control) => control.checkVisibility() && control.textContent?.trim() !== '' && control.closest('.only-read') === null)
    .filter((control) => {
      const { left, right } = control.getBoundingClientRect();
      return (
        (control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0 && getComputedStyle(control).display !== 'inline') ||
        left < -1 ||
        right > window.innerWidth + 1
      );
    })
    .map((control) => control.textContent ?? '');
}
