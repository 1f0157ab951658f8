import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShell, type Shell } from './shell-app/shell.js';

describe('app:// serves the interface and nothing else', () => {
  let shell: Shell;
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-interface-'));
  const root = join(folder, 'renderer');
  beforeAll(async () => {
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>inside</title>inside');
    writeFileSync(join(root, 'assets/a.js'), '1');
    writeFileSync(join(folder, 'secret.txt'), 'SECRET');
    symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(folder, join(root, 'out'));
    shell = await startShell({ env: { SHELL_INTERFACE: root } });
    await shell.page('overview');
  });
  afterAll(async () => {
    await shell?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (paths: string[]): Promise<{ path: string; status: number; text: string }[]> =>
    shell.app.evaluate(
      async ({ net }, list) =>
        Promise.all(
          list.map(async (path) => {
            try {
              const response = await net.fetch(path.includes('://') ? path : `app://toolgate/${path}`);
              return { path, status: response.status, text: await response.text() };
            } catch (error) {
              return { path, status: 0, text: String(error) };
            }
          }),
        ),
      paths,
    );

  it('serves what is there', async () => {
    expect((await ask(['', 'index.html', 'assets/a.js', 'index.html?x=1'])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('answers 404 to every known way out', async () => {
    const ways = [
      '../secret.txt',
      '..%2fsecret.txt',
      '..%2Fsecret.txt',
      '%2e%2e/secret.txt',
      '%2e%2e%2fsecret.txt',
      '..%5csecret.txt',
      '..\\secret.txt',
      'assets/../../secret.txt',
      'assets/..%2f..%2fsecret.txt',
      '%252e%252e%252fsecret.txt',
      '/etc/passwd',
      '//etc/passwd',
      'index.html%00.js',
      'link.txt',
      'out/secret.txt',
      'C:/windows/win.ini',
      'index.html:stream',
      'assets',
      'assets/',
      'app://toolgate@elsewhere/index.html',
      'app://elsewhere/index.html',
      'app://toolgate.evil/index.html',
      'app://user@toolgate/index.html',
    ];
    const answers = await ask(ways);
    expect(answers.filter(({ status, text }) => status === 200 || text.includes('SECRET'))).toEqual([]);
  });

  it('never names a file outside, whatever the address', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '\\',
      'assets',
      'link.txt',
      'out',
      'secret.txt',
      '%00',
      '%c0%ae',
      '::',
      'index.html',
      '%',
      '~',
      ' ',
    );
    const paths = fc.sample(
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/')),
      { numRuns: 400, seed: 7 },
    );
    for (const answer of await ask(paths)) expect(answer.text, answer.path).not.toContain('SECRET');
  });

  it('answers only GET and HEAD', async () => {
    const statuses = await shell.app.evaluate(async ({ net }) =>
      Promise.all(['POST', 'PUT', 'DELETE'].map(async (method) => (await net.fetch('app://toolgate/index.html', { method })).status)),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });
});
