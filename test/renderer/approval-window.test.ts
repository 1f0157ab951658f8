import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { ApprovalView } from '../../shared/model/views.js';
import { fail, ok } from '../../shared/result.js';
import { approval, emptySnapshot, START_MS } from './support/data.js';
import type { FakeGate } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const answers = { 'approval.allow': () => ok({}), 'approval.deny': () => ok({}), 'client.block': () => ok({}) };

/** The window with these questions, its clock standing. */
const ask = (...approvals: ApprovalView[]) => askOn(1000, ...approvals);
async function askOn(screenHeight: number, ...approvals: ApprovalView[]): Promise<{ page: Page; gate: FakeGate }> {
  const opened = await open({
    screenHeight,
    route: '#/approval',
    snapshot: { ...emptySnapshot(), approvals },
    width: 460,
    height: 560,
    clockMs: START_MS,
    paused: true,
    answers: { ...answers },
  });
  await opened.page.locator('.approval-window h1').waitFor();
  await settled(opened.page);
  return opened;
}
const news = (gate: FakeGate, ...approvals: ApprovalView[]) =>
  gate.signal({ topic: 'approvals', revision: ++gate.snapshot.revision, value: approvals });
const answered = (gate: FakeGate) => gate.calls.filter(({ name }) => name.startsWith('approval.'));
const allow = (page: Page) => page.getByRole('button', { name: 'Allow once', exact: true });
const deny = (page: Page) => page.getByRole('button', { name: 'Deny', exact: true });
/** effects have run: they, too, are messages in the page's queue */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 5; turn++)
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
  });
const alive = async (page: Page) => {
  await settled(page);
  // a window's focus may come late and begins the dead time anew
  await expect
    .poll(async () => {
      await page.clock.runFor(600);
      return page.locator('.answer-bar [aria-disabled]').last().getAttribute('aria-disabled');
    })
    .toBe('false');
  await settled(page);
};

test('names the call on screen in its address, also when it ended elsewhere and another waits', async () => {
  const { page, gate } = await ask(approval('a1', START_MS), approval('a2', START_MS + 1));
  expect(page.url()).toMatch(/#\/approval\/a1$/);
  await news(gate, { ...approval('a1', START_MS), state: 'expired' }, approval('a2', START_MS + 1));
  await page.getByRole('button', { name: 'Next', exact: false }).waitFor();
  expect(page.url()).toMatch(/#\/approval\/a1$/);
  await page.getByRole('button', { name: 'Next', exact: false }).click();
  await settled(page);
  expect(page.url()).toMatch(/#\/approval\/a2$/);
});

test('says who wants what on what, with class, risk, reason, time left and what happens then', async () => {
  const { page } = await ask(approval('a1', START_MS));
  const text = await page.locator('main').innerText();
  for (const part of [
    'cursor wants to change something with write_file',
    'filesystem',
    'write',
    'high risk',
    '“write tools: ask once per session” (Balanced)',
    '~/code/app/src/main.ts',
    'changed since last time',
    '214 lines',
    'Denies in 3:4',
  ])
    expect(text).toContain(part);
});

test('numbers the lines of a long text; the numbers are neither copied nor read out', async () => {
  const { page } = await ask(approval('a1', START_MS));
  const body = page.getByRole('group', { name: 'content' });
  const numbers = await body
    .locator('.line-number')
    .evaluateAll((all) => all.map((one) => [getComputedStyle(one, '::before').content, one.textContent, one.getAttribute('aria-hidden')]));
  expect(numbers).toHaveLength(12);
  expect(numbers[0]).toEqual(['"1"', '', 'true']);
  expect(numbers.at(-1)).toEqual(['"214"', '', 'true']);
  await page.getByRole('button', { name: /^Show all/ }).click();
  await expect.poll(() => body.locator('.line-number').count()).toBe(214);
  const copied = await body.evaluate((element) => {
    getSelection()?.selectAllChildren(element);
    return String(getSelection());
  });
  expect(copied.split('\n')[1]).toBe('export const line1 = 1; // generated');
  expect(copied.split('\n')).toHaveLength(214);
});

test('ignores answers for the first 600 ms and takes them after', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await page.clock.runFor(590);
  await allow(page).click({ force: true });
  await deny(page).click({ force: true });
  await page.keyboard.press('Escape');
  expect(answered(gate)).toEqual([]);
  await page.clock.runFor(20);
  await settled(page);
  await allow(page).click();
  await expect.poll(() => answered(gate)).toEqual([{ name: 'approval.allow', input: { id: 'a1', scope: 'once' } }]);
});

test('is dead again for 600 ms after its content changed', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await news(gate, approval('a1', START_MS, { waiting: 3 }));
  await page.getByText('3 identical calls wait on this card').waitFor();
  await allow(page).click({ force: true });
  expect(answered(gate)).toEqual([]);
  await alive(page);
  await allow(page).click();
  await expect.poll(() => answered(gate).length).toBe(1);
});

test('is dead again for 600 ms after it got the focus', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await allow(page).click({ force: true });
  expect(answered(gate)).toEqual([]);
  await alive(page);
  await allow(page).click();
  await expect.poll(() => answered(gate).length).toBe(1);
});

test('is dead again for 600 ms after its size changed, with which the answers move', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.setViewportSize({ width: 460, height: 600 });
  await expect.poll(() => allow(page).getAttribute('aria-disabled')).toBe('true');
  await allow(page).click({ force: true });
  expect(answered(gate)).toEqual([]);
  await alive(page);
  await allow(page).click();
  await expect.poll(() => answered(gate).length).toBe(1);
});

test('asks for a window as high as its question, which its answers never leave', async () => {
  const { page, gate } = await ask(approval('a1', START_MS, { argumentsText: '{"path":"/tmp/a"}' }));
  await page.evaluate(() => (window.resizeTo = (_width, height) => (document.body.dataset['wanted'] = String(height))));
  const wanted = () => page.evaluate(() => Number(document.body.dataset['wanted']));
  const lines = (count: number) => JSON.stringify({ path: '/tmp/a', content: 'line\n'.repeat(count) });
  await news(gate, approval('a1', START_MS, { argumentsText: lines(9) }));
  await expect.poll(wanted).toBeGreaterThan(420);
  const nine = await wanted();
  expect(nine).toBeLessThan(640);
  await news(gate, approval('a1', START_MS, { argumentsText: JSON.stringify({ a: 'line\n'.repeat(200), b: 'line\n'.repeat(200) }) }));
  await expect.poll(wanted).toBe(640);
  await page.setViewportSize({ width: 460, height: 300 });
  await expect.poll(() => page.evaluate(() => document.querySelector('.answer-bar')?.getBoundingClientRect().bottom)).toBe(300);
});

test('asks for room for the mark of a critical call too, and scrolls nowhere where all fits', async () => {
  const blank = ['', 'two', 'three', 'four', 'five', 'six', 'seven', '', ...Array.from({ length: 60 }, (_, n) => `more ${n}`)].join('\n');
  const { page, gate } = await ask(approval('a1', START_MS, { argumentsText: '{"path":"/tmp/a"}' }));
  await page.evaluate(() => (window.resizeTo = (_width, height) => (document.body.dataset['wanted'] = String(height))));
  await news(gate, approval('a1', START_MS, { severity: 'critical', argumentsText: JSON.stringify({ path: '/tmp/a', content: blank }) }));
  await page.locator('.approval-window.critical').waitFor();
  const high = () => page.evaluate(() => document.querySelector<HTMLElement>('.approval-window')?.offsetHeight ?? 0);
  await expect.poll(high).toBeGreaterThan(500);
  await expect.poll(() => page.evaluate(() => Number(document.body.dataset['wanted']))).toBe(await high());
  const scrolling = await page.evaluate(() =>
    [...document.querySelectorAll('.approval-body, .long-body')]
      .filter((element) => element.scrollHeight > element.clientHeight)
      .map(({ className }) => className),
  );
  expect(scrolling).toEqual([]);
  // the number of a blank line has a line of its own
  const top = (selector: string) => page.evaluate((one) => document.querySelector(one)?.getBoundingClientRect().top ?? 0, selector);
  expect((await top('.fold-mark')) - (await top('.line-number[data-n="8"]'))).toBeGreaterThanOrEqual(18);
});

test('asks for no more than a low screen has, and scrolls in one place there', async () => {
  const { page } = await askOn(
    500,
    approval('a1', START_MS, { argumentsText: JSON.stringify({ a: 'line\n'.repeat(20), b: 'line\n'.repeat(20) }) }),
  );
  await page.evaluate(() => (window.resizeTo = (_width, height) => (document.body.dataset['wanted'] = String(height))));
  const shown = () => page.evaluate(() => document.querySelector('.approval-window')?.getBoundingClientRect().height ?? 0);
  await expect.poll(shown).toBeGreaterThan(400);
  expect(await shown()).toBeLessThanOrEqual(500);
  expect(await page.evaluate(() => document.querySelector('.answer-bar')?.getBoundingClientRect().bottom)).toBe(await shown());
});

test('does not move when another call comes to wait', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  const top = () => page.evaluate(() => document.querySelector('.approval-body')?.getBoundingClientRect().top);
  const before = await top();
  await news(gate, approval('a1', START_MS), approval('a2', START_MS + 1));
  await page.getByText('1 of 2').waitFor();
  expect(await top()).toBe(before);
});

test('is dead again for 600 ms after it came into sight', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await allow(page).click({ force: true });
  expect(answered(gate)).toEqual([]);
  await alive(page);
  await allow(page).click();
  await expect.poll(() => answered(gate).length).toBe(1);
});

test('takes no answer that falls into the very change of what it asks', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.evaluate(() => {
    // runs between the change of the page and everything that comes after it
    new MutationObserver(() => {
      for (const button of document.querySelectorAll<HTMLElement>('.answer-bar button')) button.click();
    }).observe(document.querySelector('main') as Element, { subtree: true, childList: true, characterData: true });
  });
  await news(gate, approval('a1', START_MS, { waiting: 3 }));
  await page.getByText('3 identical calls wait on this card').waitFor();
  await settled(page);
  expect(answered(gate)).toEqual([]);
});

test('stays alive when news says nothing new about the question', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await news(gate, approval('a1', START_MS), approval('a2', START_MS, { createdAtMs: START_MS }));
  await page.getByText('1 of 2').waitFor();
  await allow(page).click();
  await expect.poll(() => answered(gate).length).toBe(1);
});

test('denies on Escape', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => answered(gate)).toEqual([{ name: 'approval.deny', input: { id: 'a1' } }]);
});

test('allows nothing on Enter, wherever the focus is', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.keyboard.press('Enter');
  await allow(page).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('button', { name: 'More ways to allow' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.clock.runFor(50);
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.clock.runFor(50);
  expect(answered(gate)).toEqual([]);
});

test('allows by keyboard alone with Space on the button', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await allow(page).evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Space');
  await expect.poll(() => answered(gate)).toEqual([{ name: 'approval.allow', input: { id: 'a1', scope: 'once' } }]);
});

test('leads by keyboard to the main window for a rule from this call, and answers nothing', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  gate.answers['app.open'] = () => ok({});
  await alive(page);
  const make = page.getByRole('button', { name: 'Make a rule…' });
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await make.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Space');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'app.open')?.input).toEqual({ page: 'approvals/a1' });
  expect(answered(gate)).toEqual([]);
});

test('offers no rule from what is not the call of a tool', async () => {
  const { page } = await ask(approval('a1', START_MS, { method: 'resources/read' }));
  expect(await page.getByRole('button', { name: 'Make a rule…' }).count()).toBe(0);
});

test('closes an open menu on Escape without denying', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.getByRole('button', { name: 'More ways to deny' }).click();
  await page.clock.runFor(50);
  await page.getByRole('menuitem', { name: /Always deny/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.clock.runFor(200);
  expect(answered(gate)).toEqual([]);
});

test('offers the scopes narrowest first, each with the rule it would write', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.getByRole('button', { name: 'More ways to allow' }).click();
  await page.clock.runFor(50);
  const items = await page.getByRole('menuitem').allInnerTexts();
  expect(items.map((item) => item.split('\n')[0]?.replace('suggested', '').trim())).toEqual([
    'Allow once',
    'Allow for this session',
    'Allow for 15 minutes',
    'Always allow under ~/code/app',
    'Always allow with these arguments',
  ]);
  expect(items[1]).toContain('until this session ends, where args.path is under ~/code/app/src');
  await page.getByRole('menuitem', { name: /for this session/ }).click();
  await expect
    .poll(() => answered(gate))
    .toEqual([
      {
        name: 'approval.allow',
        input: { id: 'a1', scope: 'session', conditions: [{ path: 'args.path', op: 'under', value: '~/code/app/src' }] },
      },
    ]);
});

test('sends the reason of a denial to the agent, with the time left in sight meanwhile', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.getByRole('button', { name: 'More ways to deny' }).click();
  await page.clock.runFor(50);
  await page.getByRole('menuitem', { name: /tell the agent why/ }).click();
  await page.getByLabel('Reason the agent reads').press('Enter');
  await page.getByLabel('Reason the agent reads').fill('use the staging database');
  expect(await page.getByRole('timer').innerText()).toContain('Denies in');
  await page.getByRole('button', { name: 'Deny with this reason' }).click();
  await expect.poll(() => answered(gate)).toEqual([{ name: 'approval.deny', input: { id: 'a1', reason: 'use the staging database' } }]);
});

test('keeps the question on screen when another, older or newer, arrives', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await news(
    gate,
    approval('a0', START_MS, { client: 'codex', createdAtMs: START_MS - 90_000 }),
    approval('a1', START_MS),
    approval('a2', START_MS, { client: 'zed' }),
  );
  await page.getByText('2 of 3').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('cursor wants');
});

test('says that a question is over instead of putting the next in its place', async () => {
  const { page, gate } = await ask(approval('a1', START_MS), approval('a2', START_MS, { client: 'codex', createdAtMs: START_MS }));
  await alive(page);
  await news(gate, approval('a2', START_MS, { client: 'codex', createdAtMs: START_MS }));
  await page.getByText('This call no longer waits').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('cursor wants');
  await page.keyboard.press('Escape');
  expect(answered(gate)).toEqual([]);
  await page.getByRole('button', { name: 'Show the next' }).click();
  await page.getByRole('heading', { name: /codex wants/ }).waitFor();
  await allow(page).click({ force: true });
  expect(answered(gate)).toEqual([]);
});

test('goes on to the next question after an answer, dead at first', async () => {
  const { page, gate } = await ask(approval('a1', START_MS), approval('a2', START_MS, { client: 'codex', createdAtMs: START_MS }));
  await alive(page);
  await deny(page).click();
  await page.getByRole('heading', { name: /codex wants/ }).waitFor();
  await deny(page).click({ force: true });
  expect(answered(gate)).toHaveLength(1);
});

test('tells of a failed answer and can be answered again', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  gate.answers['approval.allow'] = () => fail('gone', 'This call no longer waits.', 'Ask the agent to repeat it.');
  await alive(page);
  await allow(page).click();
  await page.getByText('Ask the agent to repeat it.').first().waitFor();
  await deny(page).click();
  await expect.poll(() => answered(gate).map(({ name }) => name)).toEqual(['approval.allow', 'approval.deny']);
});

test('blocks the client for 15 minutes and denies what waits', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await alive(page);
  await page.getByRole('button', { name: 'More ways to deny' }).click();
  await page.clock.runFor(50);
  await page.getByRole('menuitem', { name: /Block cursor/ }).click();
  await expect
    .poll(() => gate.calls.filter(({ name }) => name !== 'gate.snapshot'))
    .toEqual([
      { name: 'approval.deny', input: { id: 'a1', all: true } },
      { name: 'client.block', input: { name: 'cursor', forMs: 900_000 } },
    ]);
});

test('lets every line of a 500-line and every character of a 100 KB argument be reached', async () => {
  const lines = `first${'\n'.repeat(499)}last line: rm -rf ~`;
  const long = 'x'.repeat(99_980) + 'END-OF-ARGUMENT';
  const { page } = await ask(approval('a1', START_MS, { argumentsText: JSON.stringify({ lines, long, short: 'seen' }) }));
  const body = page.getByRole('group', { name: 'lines', exact: true });
  expect(await body.innerText()).toContain('last line: rm -rf ~');
  expect(await body.innerText()).toContain('of them blank');
  expect(await page.getByRole('group', { name: 'long', exact: true }).innerText()).toContain('END-OF-ARGUMENT');
  const folded = page.getByRole('button', { name: /^Show all/ });
  while ((await folded.count()) > 0) await folded.first().click();
  expect((await page.getByRole('group', { name: 'lines', exact: true }).textContent())?.split('\n')).toHaveLength(500);
  expect((await page.getByRole('group', { name: 'long', exact: true }).textContent())?.length).toBe(long.length);
  expect(await page.locator('main').innerText()).toContain('seen');
});

test('shows arguments beyond 100 KB piece by piece, to the last character', async () => {
  const long = 'y'.repeat(250_000) + 'END';
  const { page } = await ask(approval('a1', START_MS, { argumentsText: JSON.stringify({ long }) }));
  await page.getByRole('button', { name: /^Show all/ }).click();
  const more = page.getByRole('button', { name: /more of/ });
  while ((await more.count()) > 0) await more.click();
  expect(await page.getByRole('group', { name: 'long', exact: true }).textContent()).toBe(long);
});

test('shows what is sent besides the arguments, invisible characters too', async () => {
  const { page } = await ask(
    approval('a1', START_MS, { alsoSentText: '{"inputResponses":{"confirm":{"action":"accept"}},"requestState":"a\\u200bb"}' }),
  );
  const text = await page.locator('main').innerText();
  for (const part of ['Sent besides the arguments', 'inputResponses', 'accept', 'requestState', 'a⟨U+200B⟩b']) expect(text).toContain(part);
  const { page: plain } = await ask(approval('a2', START_MS));
  expect(await plain.locator('main').innerText()).not.toContain('besides');
});

test('makes control, bidi and invisible characters visible and counts them', async () => {
  const { page } = await ask(
    approval('a1', START_MS, {
      client: 'cur\u200bsor',
      tool: 'write\u202efile',
      argumentsText: JSON.stringify({ path: 'a\u200b\u202e\u0007b\u{e0041}' }),
    }),
  );
  const text = await page.locator('main').innerText();
  expect(text).toContain('a⟨U+200B⟩⟨U+202E⟩⟨U+0007⟩b⟨U+E0041⟩');
  expect(text).toContain('4 invisible characters in “path”');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('cur⟨U+200B⟩sor');
  expect(text).toContain('write⟨U+202E⟩file');
});

test('shows numbers with the digits that will be sent', async () => {
  const { page } = await ask(
    approval('a1', START_MS, { argumentsText: '{"id":9007199254740993,"nested":{"price":1.10,"list":[12345678901234567890]}}' }),
  );
  const text = await page.locator('main').innerText();
  expect(text).toContain('9007199254740993');
  expect(text).toContain('12345678901234567890');
});

test('shows a text that is no JSON as it stands', async () => {
  const { page } = await ask(approval('a1', START_MS, { argumentsText: '{"a":1,"a":2}' }));
  expect(await page.locator('main').innerText()).toContain('{"a":1,"a":2}');
});

test('counts down and says that nothing waits when the queue is empty', async () => {
  const { page, gate } = await ask(approval('a1', START_MS));
  await settled(page);
  await page.clock.runFor(60_000);
  await page.getByText('Denies in 2:4').waitFor();
  await news(gate);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('No call waits for you').waitFor();
});
