import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../renderer/words/en.js';
import { PSEUDO } from '../../shared/words/languages.js';
import { pseudo as pseudoWords } from '../../shared/words/pseudo.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { foreignTexts, layoutFaults } from './support/layout-faults.js';
import { OPENED, openIt, withAll, type Spoken } from './support/opened.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

const SMALLEST = { width: 880, height: 560 };
const APPROVAL = { width: 460, height: 560 };
const pseudo = <T extends ReturnType<typeof emptySnapshot>>(snapshot: T): T => ({
  ...snapshot,
  settings: { ...snapshot.settings, language: PSEUDO },
});
const full = pseudo(fullSnapshot(START_MS));
/** the schema is shown in the editor alone, which is not judged; its single words are no excuse elsewhere */
const { 'policy.schema': _schema, ...shown } = ANSWERS;
const texts = foreignTexts([full, PSEUDO, ...Object.values(shown).map(answerOf)]);

function answerOf(answer: (typeof ANSWERS)[string]): unknown {
  try {
    return answer({}, { snapshot: full } as never);
  } catch {
    return undefined;
  }
}

async function check(page: Page, name: string): Promise<void> {
  await page.clock.runFor(1500);
  await page.screenshot({ path: join(ARTIFACTS, `pseudo-${name}.png`) });
  expect(await layoutFaults(page, texts)).toEqual([]);
}

const ROUTES: readonly (readonly [string, string])[] = [
  ['overview', 'overview'],
  ['servers', 'servers/payments'],
  ['server-add', 'servers/+'],
  ['tools', 'tools/github/delete_file'],
  ['rules', 'rules'],
  ['approvals', 'approvals'],
  ['activity', 'activity/call-388'],
  ['clients', 'clients'],
  ['client-add', 'clients/+'],
  ['findings', 'findings'],
  ['settings', 'settings'],
  ['approval', 'approval'],
];

test.each(ROUTES)('%s in words half as long again clips nothing and says nothing that is not from the words', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route}`,
    snapshot: full,
    clockMs: START_MS,
    answers: ANSWERS,
    ...(name === 'approval' ? APPROVAL : SMALLEST),
  });
  await page.getByText('⟦').first().waitFor();
  await settle(page, gate);
  await check(page, name);
});

test.each(ROUTES.filter(([name]) => !name.includes('-')))('%s with nothing yet holds longer words', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route.split('/')[0]}`,
    snapshot: pseudo(emptySnapshot(START_MS)),
    clockMs: START_MS,
    answers: ANSWERS,
    ...(name === 'approval' ? APPROVAL : SMALLEST),
  });
  await page.getByText('⟦').first().waitFor();
  await settle(page, gate);
  await check(page, `empty-${name}`);
});

const words = pseudoWords(en) as Spoken;
test.each(OPENED.map((one) => [one.name, one] as const))(
  '%s, once opened, holds longer words and says nothing that is not from the words',
  async (_name, one) => {
    const snapshot = withAll(full);
    const { page, gate } = await open({ route: `#/${one.route}`, snapshot, clockMs: START_MS, answers: ANSWERS, ...SMALLEST });
    await page.getByText('⟦').first().waitFor();
    await settle(page, gate);
    await openIt(page, one, words);
    await settle(page, gate);
    await check(page, `opened-${one.name}`);
  },
);

test('the tabs of the rules and of a server hold longer words', async () => {
  const { page, gate } = await open({ route: '#/rules', snapshot: full, clockMs: START_MS, answers: ANSWERS, ...SMALLEST });
  for (const route of ['rules', 'servers/payments']) {
    await page.evaluate((to) => void (window.location.hash = `#/${to}`), route);
    await page.getByRole('tab').first().waitFor();
    const tabs = await page.getByRole('tab').count();
    for (let at = 0; at < tabs; at++) {
      await page.getByRole('tab').nth(at).click();
      await settle(page, gate);
      await check(page, `${route.split('/')[0]}-tab-${at}`);
    }
  }
});
