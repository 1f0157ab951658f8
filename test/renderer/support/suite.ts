import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { leavePage, openBrowser, openPage, serveRenderer, type FakeGate, type OpenOptions } from './page.js';

/** One server and one browser for the tests of a file; after each test the page must have no error, dialog or policy violation. */
export function useInterface(): (options: OpenOptions) => Promise<{ page: Page; gate: FakeGate }> {
  let site: Awaited<ReturnType<typeof serveRenderer>>;
  let browser: Browser;
  let gates: FakeGate[] = [];
  beforeAll(async () => {
    site = await serveRenderer();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(async () => {
    const faults = gates.flatMap((gate) => gate.faults);
    gates = [];
    await leavePage(browser);
    expect(faults).toEqual([]);
  });
  return async (options) => {
    const opened = await openPage(browser, site.url, options);
    gates.push(opened.gate);
    return opened;
  };
}
