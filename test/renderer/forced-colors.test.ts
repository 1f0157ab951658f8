import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { ANSWERS } from './support/answers.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();

/** True where a part keeps its background: all others are drawn on the one that the system has for pages. */
const isFilled = (part: Locator): Promise<boolean> =>
  part.evaluate(
    (one) => getComputedStyle(one).forcedColorAdjust === 'none' && getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)',
  );

/** A page of a system whose colours are the person's own: Windows' contrast themes, for example. */
async function openForced(route: string) {
  const full = fullSnapshot(START_MS);
  const snapshot = { ...full, settings: { ...full.settings, startAtLogin: false } };
  const opened = await open({ route: `#/${route}`, snapshot, clockMs: START_MS, answers: ANSWERS });
  await opened.page.emulateMedia({ forcedColors: 'active' });
  await settle(opened.page, opened.gate);
  return opened.page;
}

test('in colours of the system the page of the navigation that is open can be read', async () => {
  const page = await openForced('tools');
  const [text, behind] = await page
    .locator('.nav-item[aria-current]')
    .evaluate((item) => [getComputedStyle(item).color, getComputedStyle(item).backgroundColor]);
  const system = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('p'));
    probe.className = 'nav-item';
    probe.style.cssText = 'color: HighlightText; background: Highlight; forced-color-adjust: none';
    const found = [getComputedStyle(probe).color, getComputedStyle(probe).backgroundColor];
    probe.remove();
    return found;
  });
  expect([text, behind]).toEqual(system);
});

test('in colours of the system a switch that is on, a risk, a mark and the row that keys move are seen', async () => {
  const page = await openForced('settings');
  const toggle = (checked: boolean) => page.getByRole('switch', { checked }).first();
  expect([await isFilled(toggle(true)), await isFilled(toggle(false))]).toEqual([true, false]);
  await page.evaluate(() => void (window.location.hash = '#/tools'));
  expect(await isFilled(page.locator('.bars .on').first())).toBe(true);
  expect(await isFilled(page.locator('.bars i:not(.on)').first())).toBe(false);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('.tool-row.active').evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
});

test('in colours of the system the item of a menu that is chosen, and the tab that is open, stand out', async () => {
  const page = await openForced('tools/github/delete_file');
  const tabs = page.locator('.detail-pane').getByRole('tab');
  expect([await isFilled(tabs.nth(0)), await isFilled(tabs.nth(1))]).toEqual([true, false]);
  await page.locator('.mode-button').click();
  await page.keyboard.press('ArrowDown');
  expect(await isFilled(page.locator('.menu-item[data-highlighted]'))).toBe(true);
});
