import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../renderer/words/en.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { OPENED, openIt, withAll } from './support/opened.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

/**
 * Every element and every page in every state, in light, dark and high contrast side by side: `test/artifacts/gallery-*.webp`, and
 * `docs/gallery` when the run is asked to keep pictures.
 */
const open = useInterface();
const FOLDERS = [
  join(import.meta.dirname, '../artifacts'),
  ...(process.env['KEEP_SCREENSHOTS'] ? [join(import.meta.dirname, '../../docs/gallery')] : []),
];
for (const folder of FOLDERS) mkdirSync(folder, { recursive: true });

const LOOKS = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
] as const;

/** What differs between the looks must be more than nothing: a page that ignores the system would pass unseen. */
async function keep(page: Page, name: string, options: { fullPage?: boolean; scale: number }): Promise<void> {
  const pictures: string[] = [];
  for (const look of LOOKS) {
    await page.emulateMedia(look);
    await page.clock.runFor(300);
    pictures.push((await page.screenshot({ animations: 'disabled', ...(options.fullPage && { fullPage: true }) })).toString('base64'));
  }
  expect(new Set(pictures).size).toBe(LOOKS.length);
  const sheet = await page.context().newPage();
  const webp = await sheet.evaluate(
    async ({ pictures: taken, scale }) => {
      const images = await Promise.all(
        taken.map(async (data) => createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())),
      );
      const gap = 12;
      const size = { width: Math.round((images[0]?.width ?? 0) * scale), height: Math.round((images[0]?.height ?? 0) * scale) };
      const canvas = document.createElement('canvas');
      canvas.width = images.length * (size.width + gap) - gap;
      canvas.height = size.height;
      const context = canvas.getContext('2d');
      if (!context) return '';
      context.imageSmoothingQuality = 'high';
      images.forEach((image, at) => context.drawImage(image, at * (size.width + gap), 0, size.width, size.height));
      return canvas.toDataURL('image/webp', 0.86).split(',')[1] ?? '';
    },
    { pictures, scale: options.scale },
  );
  await sheet.close();
  for (const folder of FOLDERS)
    writeFileSync(join(folder, `${folder === FOLDERS[0] ? 'gallery-' : ''}${name}.webp`), Buffer.from(webp, 'base64'));
}

/** as on a machine where nothing was set up yet */
const NOTHING_YET = {
  ...ANSWERS,
  'pin.list': () => ok([]),
  'policy.show': () => ok({ revision: 1, text: '{ "version": "1" }' }),
};
const failing = Object.fromEntries(
  Object.keys(ANSWERS).map((name) => [name, () => fail('storage', 'The log cannot be read.', 'Free some disk space.')]),
);
const never = Object.fromEntries(Object.keys(ANSWERS).map((name) => [name, () => new Promise<Result<never>>(() => undefined)]));
const PAGES = [
  ['overview', 'overview'],
  ['servers', 'servers/payments'],
  ['servers-add', 'servers/+'],
  ['tools', 'tools/github/delete_file'],
  ['rules', 'rules'],
  ['approvals', 'approvals'],
  ['activity', 'activity/call-388'],
  ['clients', 'clients'],
  ['findings', 'findings'],
  ['settings', 'settings'],
  ['approval', 'approval'],
] as const;
const ASKING = PAGES.filter(([name]) => ['rules', 'clients', 'findings'].includes(name));
const sizeOf = (name: string) => (name === 'approval' ? { width: 460, height: 640 } : {});
const scaleOf = (name: string) => (name === 'approval' ? 1 : 0.6);

test.each(PAGES)('%s, at work', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route}`,
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: ANSWERS,
    ...sizeOf(name),
  });
  await settle(page, gate);
  await keep(page, name, { scale: scaleOf(name) });
});

test.each(PAGES.filter(([name]) => name !== 'servers-add'))('%s, with nothing yet', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route.split('/')[0] ?? ''}`,
    snapshot: emptySnapshot(START_MS),
    clockMs: START_MS,
    answers: NOTHING_YET,
    ...sizeOf(name),
  });
  await settle(page, gate);
  await keep(page, `${name}-empty`, { scale: scaleOf(name) });
});

test.each([...ASKING, ['activity', 'activity/call-388']] as const)('%s, where a part is broken', async (name, route) => {
  const { page, gate } = await open({ route: `#/${route}`, snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: failing });
  await settle(page, gate);
  await page.getByText('The log cannot be read.').first().waitFor();
  await keep(page, `${name}-broken`, { scale: scaleOf(name) });
});

test.each(ASKING)('%s, while data is on its way', async (name, route) => {
  const { page } = await open({ route: `#/${route}`, snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: never });
  await page.locator('main').first().waitFor();
  await page.clock.runFor(1000);
  await keep(page, `${name}-loading`, { scale: scaleOf(name) });
});

test.each(OPENED.map((one) => [one.name, one] as const))('%s, opened', async (name, one) => {
  const { page, gate } = await open({
    route: `#/${one.route}`,
    snapshot: withAll(fullSnapshot(START_MS)),
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await openIt(page, one, en);
  await settle(page, gate);
  await keep(page, `opened-${name}`, { scale: 0.6 });
});

test('a gate that is away', async () => {
  const { page } = await open({
    route: '#/tools',
    snapshot: emptySnapshot(START_MS),
    clockMs: START_MS,
    answers: ANSWERS,
    snapshotFails: fail('unreachable', 'The gate does not answer.', 'Start Toolgate again.'),
  });
  await page.getByText('The gate does not answer.').waitFor();
  await keep(page, 'away', { scale: 0.6 });
});

test.each(['observe', 'lockdown'] as const)('the gate in mode %s, with a problem and a change that waits', async (mode) => {
  const start = fullSnapshot(START_MS);
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: { ...start, gate: { ...start.gate, mode, problems: ['The disk is nearly full: 40 MB are left.'] } },
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await keep(page, `mode-${mode}`, { scale: 0.6 });
});

test('every element in its states, and what opens from them', async () => {
  const { page } = await open({ route: '#/gallery', snapshot: emptySnapshot(START_MS), clockMs: START_MS, answers: ANSWERS, height: 4300 });
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
  await page.clock.runFor(1000);
  await page.setViewportSize({
    width: 1120,
    height: await page.locator('main > :last-child').evaluate((last) => Math.ceil(last.getBoundingClientRect().bottom) + 24),
  });
  expect(await page.locator('main').evaluate((main) => main.scrollHeight <= main.clientHeight)).toBe(true);
  await keep(page, 'elements', { scale: 0.5 });

  await page.setViewportSize({ width: 760, height: 560 });
  await page.getByRole('button', { name: 'Toasts' }).click();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).waitFor();
  await keep(page, 'elements-menu-and-toasts', { scale: 0.8 });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'A dialog' }).click();
  await page.getByRole('dialog', { name: 'Remove github' }).waitFor();
  await keep(page, 'elements-dialog', { scale: 0.8 });
});
