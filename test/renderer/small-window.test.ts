import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../renderer/words/en.js';
import { ANSWERS } from './support/answers.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { OPENED, openIt, withAll } from './support/opened.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();

/** The smallest window, 880 by 560, as a person sees it who has enlarged everything to 200 %. */
const ENLARGED = { width: 440, height: 280 };
const full = withAll(fullSnapshot(START_MS));

/**
 * What cannot be used although it stands on the page: a control that is covered or cut wherever it is scrolled to, a text beside the window,
 * a part that has to be scrolled sideways. Code and files may be wide.
 */
const outOfReach = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const told = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}”`;
    const popup = document.querySelector('[role=dialog], [role=menu]');
    const within = (popup ?? document).querySelectorAll<HTMLElement>(
      'a[href], button, input, textarea, [role=radio], [role=tab], [role=menuitem], [role=option]',
    );
    for (const control of within) {
      if (!control.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      if (control.matches('[aria-hidden] *, .cm-editor *, [data-base-ui-focus-guard], [aria-hidden]')) continue;
      control.scrollIntoView({ block: 'center', inline: 'nearest' });
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
      if (width <= 1) continue;
      if (left < 0 || right > window.innerWidth + 1) faults.push(`beside the window: ${told(control)}`);
      // of a part that is higher than the window, what is in it
      const y = (Math.max(0, top) + Math.min(window.innerHeight, bottom)) / 2;
      for (const x of [left + Math.min(6, width / 2), (left + right) / 2, right - Math.min(6, width / 2)]) {
        const over = document.elementFromPoint(x, y);
        if (height > 0 && (!over || !(control.contains(over) || over.contains(control))) && !over?.closest('label'))
          faults.push(`under ${over ? told(over) : 'nothing'}: ${told(control)}`);
      }
    }
    for (const element of document.querySelectorAll('main *, [role=dialog], [role=dialog] *')) {
      // what no person can scroll, and had to be
      if (getComputedStyle(element).overflowX === 'hidden' && element.scrollLeft !== 0) faults.push(`cut at the side: ${told(element)}`);
      const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
      if (
        scrolls &&
        element.scrollWidth > element.clientWidth + 1 &&
        !element.matches('pre, code, .code, .diff, .code-block, .cm-scroller, .chart *, textarea, input')
      )
        faults.push(`scrolls sideways: ${told(element)}`);
    }
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page itself scrolls sideways');
    return [...new Set(faults)];
  });

test.each([
  'overview',
  'servers',
  'servers/payments',
  'servers/+',
  'tools',
  'tools/github/delete_file',
  'rules',
  'approvals',
  'activity',
  'activity/call-388',
  'clients',
  'clients/+',
  'findings',
  'settings',
  'approval',
])('everything on %s can be reached in the smallest window at 200 %', async (route) => {
  const { page, gate } = await open({ route: `#/${route}`, snapshot: full, clockMs: START_MS, answers: ANSWERS, ...ENLARGED });
  await settle(page, gate);
  expect(await outOfReach(page)).toEqual([]);
});

test.each(OPENED.map((one) => [one.name, one] as const))(
  '%s, once opened, can be used in the smallest window at 200 %',
  async (_name, one) => {
    const { page, gate } = await open({ route: `#/${one.route}`, snapshot: full, clockMs: START_MS, answers: ANSWERS, ...ENLARGED });
    await settle(page, gate);
    await openIt(page, one, en);
    await settle(page, gate);
    expect(await outOfReach(page)).toEqual([]);
  },
);
