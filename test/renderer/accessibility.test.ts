import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { ANSWERS } from './support/answers.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';
import { violations } from './support/violations.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

const ROUTES: Record<string, string> = {
  overview: 'overview',
  servers: 'servers/payments',
  'server-add': 'servers/+',
  tools: 'tools/github/delete_file',
  rules: 'rules',
  'rules-observed': 'rules/observed',
  approvals: 'approvals',
  activity: 'activity/call-388',
  clients: 'clients',
  'client-add': 'clients/+',
  findings: 'findings',
  settings: 'settings',
  approval: 'approval',
  gallery: 'gallery',
};

const cases = (['light', 'dark'] as const).flatMap((theme) => Object.entries(ROUTES).map(([name, route]) => ({ theme, name, route })));

test.each(cases)('$name in $theme has no accessibility violation', async ({ theme, name, route }) => {
  const size = name === 'approval' ? { width: 460, height: 560 } : {};
  const { page, gate } = await open({
    route: `#/${route}`,
    snapshot: fullSnapshot(START_MS),
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
    ...size,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `${name}-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
});

test.each(['light', 'dark'] as const)('the steps of connecting and leaving in %s have no accessibility violation', async (theme) => {
  const start = fullSnapshot(START_MS);
  const { page } = await open({
    route: '#/overview',
    snapshot: { ...start, settings: { ...start.settings, firstRunDone: false } },
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
  });
  const look = async (name: string) => {
    await page.clock.runFor(400);
    await page.screenshot({ path: join(ARTIFACTS, `${name}-${theme}.png`) });
    expect(await violations(page)).toEqual([]);
  };
  await page.getByText('Claude Desktop').first().waitFor();
  await look('first-run');
  await page.getByRole('button', { name: 'Connect Claude Desktop' }).click();
  await page.getByText('as postgres-claude-desktop').waitFor();
  await look('application-connect');
  await page.getByRole('dialog').getByRole('button', { name: 'Connect Claude Desktop' }).click();
  await page.getByText('Last step, in Claude Desktop:').waitFor();
  await look('application-connected');
  await page.getByRole('button', { name: 'Done' }).last().click();
  await page.evaluate(() => void (window.location.hash = '#/settings'));
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByText('/home/ana/.cursor/mcp.json').waitFor();
  await look('leaving');
});

test.each(Object.entries(ROUTES))('%s is useful and accessible when there is nothing yet', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route.split('/')[0] ?? ''}`,
    snapshot: emptySnapshot(START_MS),
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `empty-${name}.png`) });
  expect((await page.locator('main').innerText()).length).toBeGreaterThan(40);
  expect(await violations(page)).toEqual([]);
});

const contrasts = (['light', 'dark'] as const).flatMap((theme) =>
  [
    { name: 'a tool', file: 'contrast', route: '#/tools/github/delete_file' },
    { name: 'findings', file: 'contrast-findings', route: '#/findings' },
  ].map((page) => ({ theme, ...page })),
);

test.each(contrasts)('$name in high contrast over $theme has no accessibility violation', async ({ theme, file, route }) => {
  const snapshot = fullSnapshot(START_MS);
  const { page, gate } = await open({
    route,
    snapshot: { ...snapshot, settings: { ...snapshot.settings, theme: 'contrast' } },
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `${file}-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
});

test.each(['light', 'dark'] as const)('keeps a button that cannot be pressed readable, %s and with more contrast', async (colorScheme) => {
  const { page } = await open({ route: '#/gallery', snapshot: fullSnapshot(START_MS), clockMs: START_MS });
  for (const contrast of ['no-preference', 'more'] as const) {
    await page.emulateMedia({ colorScheme, contrast });
    await page.clock.runFor(300);
    const unpressable = page.locator('.button:is(:disabled, [aria-disabled="true"])');
    await unpressable.first().waitFor();
    const pale = await unpressable.evaluateAll((buttons) => {
      const rgba = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
      const over = (top: number[], below: number[], alpha: number) => below.map((part, at) => (top[at] ?? 0) * alpha + part * (1 - alpha));
      const light = (colour: number[]) =>
        colour
          .map((part) => part / 255)
          .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
          .reduce((sum, part, at) => sum + part * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0);
      const behind = (element: Element | null): number[] => {
        if (!element) return [255, 255, 255];
        const colour = rgba(getComputedStyle(element).backgroundColor);
        return (colour[3] ?? 1) === 0 ? behind(element.parentElement) : colour.slice(0, 3);
      };
      return buttons.map((button) => {
        const { color, opacity } = getComputedStyle(button);
        const below = behind(button.parentElement);
        const [one = 0, other = 0] = [rgba(color).slice(0, 3), behind(button)].map((part) => light(over(part, below, Number(opacity))));
        return { text: button.textContent, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
      });
    });
    expect(pale.filter(({ ratio }) => ratio < 3)).toEqual([]);
  }
});
