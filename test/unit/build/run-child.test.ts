import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const runChild = join(import.meta.dirname, '../../../build/run-child.mjs');
/** stands for the application: tells who it is, and what it was told */
const CHILD = `process.on('SIGTERM', () => { console.log('told to end'); process.exit(3); }); console.log('runs', process.pid, process.ppid); setInterval(() => {}, 1000);`;
const STARTER = `import(${JSON.stringify(runChild)}).then(({ runChild }) => runChild(process.execPath, ['-e', process.env.CHILD]))`;

describe('a command that runs in the place of the starter', () => {
  const left: number[] = [];
  afterEach(() => {
    for (const pid of left.splice(0))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended, as it should
      }
  });

  /** @returns when the command runs: what was started, and everything that is written from then on */
  async function start(command: string, args: readonly string[]): Promise<{ running: ChildProcess; more: Promise<string> }> {
    const running = spawn(command, args, {
      env: { ...process.env, CHILD, STARTER, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [first] = (await once(running.stdout, 'data')) as [Buffer];
    left.push(...first.toString().split(' ').slice(1).map(Number));
    return { running, more: once(running.stdout, 'data').then(([chunk]) => String(chunk)) };
  }

  it('is told to end when the starter is, which waits and ends with its code', async () => {
    const { running, more } = await start(process.execPath, ['-e', STARTER]);
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    expect(await ended).toEqual([3, null]);
    expect(await more).toContain('told to end');
  });

  it('is told to end when the shell that npm put before the starter is gone', async () => {
    const { running, more } = await start('sh', ['-c', `"${process.execPath}" -e "$STARTER"; exit`]);
    running.kill('SIGTERM');
    expect(await more).toContain('told to end');
  });
});
