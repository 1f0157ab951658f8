import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/cli.js';
import { launchApp, type RunningApp } from '../support/desktop-app.js';
import { until } from '../support/until.js';

const checkout = join(import.meta.dirname, '..', '..');

describe('a policy file that is opened with a double click', () => {
  let folder: string;
  let running: RunningApp;
  const rules = async () => (await run(running.dataDir, ['--json', 'policy', 'show'])).json<{ text: string }>().text;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-policy-'));
    const dataDir = join(folder, 'data');
    expect((await run(dataDir, ['client', 'add', 'tester'])).code).toBe(0);
    const simple = join(folder, 'simple.json');
    writeFileSync(simple, JSON.stringify({ version: '1', default: 'ask' }));
    expect((await run(dataDir, ['policy', 'set', simple])).code).toBe(0);
    const settings = join(dataDir, 'settings.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/"port":\s*\d+/, '"port": 17423'));
    running = await launchApp({ app: checkout, dataDir, args: ['--hidden'] });
    await until('the gate stands', async () => (await run(dataDir, ['status'])).out.startsWith('running'), 30_000);
  });
  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** opened as the system does it: a second start. The person answers with button `answer`. */
  async function open(name: string, standard: string, answer: number): Promise<string> {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify({ version: '1', default: standard }));
    return running.app.evaluate(
      ({ app, dialog }, [path, response]) =>
        new Promise<string>((resolve) => {
          dialog.showMessageBox = ((options: { message: string }) => {
            resolve(options.message);
            return Promise.resolve({ response, checkboxChecked: false });
          }) as never;
          app.emit('second-instance', {}, ['toolgate', path], '/');
        }),
      [file, answer] as const,
    );
  }

  it('asks, and a no changes nothing', async () => {
    const before = await rules();
    expect(await open('strict.toolgate-policy', 'deny', 0)).toBe('Replace your rules with those in strict.toolgate-policy?');
    expect(await rules()).toBe(before);
  });

  it('replaces the rules after a yes and shows them', async () => {
    await open('strict.toolgate-policy', 'deny', 1);
    await running.page('rules');
    expect(JSON.parse(await rules())).toMatchObject({ default: 'deny' });
  });

  it('leaves the rules as they are until the window has a word, when the file loosens them', async () => {
    await open('loose.toolgate-policy', 'allow', 1);
    await running.page('overview');
    expect(JSON.parse(await rules())).toMatchObject({ default: 'deny' });
  });

  it('says why a file is no policy', async () => {
    expect(await open('bad.toolgate-policy', 'perhaps', 1)).toBe('bad.toolgate-policy is no policy that can be used');
    expect(JSON.parse(await rules())).toMatchObject({ default: 'deny' });
  });
});
