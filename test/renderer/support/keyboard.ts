import type { Page } from 'playwright-core';

// For journeys of a person without a mouse: nothing clicks, and every control is reached by Tab, arrows and Enter from where the page opens.

/** The name of what has the focus, as a screen reader would say it; empty where nothing has it. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    if (!active || active === document.body) return '';
    const label = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active.labels?.[0]?.textContent : undefined;
    const by = active.getAttribute('aria-labelledby')?.split(' ')[0];
    const named = by === undefined ? undefined : document.getElementById(by)?.textContent;
    return (active.getAttribute('aria-label') ?? label ?? named ?? active.textContent ?? '').trim();
  });

/** Tab until the control with this name has the focus. */
export async function tabTo(page: Page, name: string | RegExp, most = 60): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    const now = await focused(page);
    if (typeof name === 'string' ? now === name || now.startsWith(`${name}:`) : name.test(now)) return;
    passed.push(now);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(name)}, only to ${passed.join(' | ')}`);
}

export async function pressOn(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** A dialog takes the focus a moment after it is drawn; its button can have the name of the one that opened it. */
export const inDialog = (page: Page): Promise<void> =>
  page.waitForFunction(() => document.querySelector('[role=dialog]:focus-within') !== null).then(() => undefined);

/** Arrows down in the open menu or list until this item has the focus, then a key. */
export async function choose(page: Page, item: string | RegExp, key = 'Enter'): Promise<void> {
  const isIt = (now: string) => (typeof item === 'string' ? now === item : item.test(now));
  await page.locator('[role=menu]:visible, [role=listbox]:visible').first().waitFor();
  for (let presses = 0; presses < 12 && !isIt(await focused(page)); presses++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press(key);
}
