import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPolicyFile, type PolicyFile } from '../../../electron/core/policy-file.js';
import { until } from '../../support/until.js';

describe('an edit of policy.json by somebody else', () => {
  let dir: string;
  let path: string;
  let file: PolicyFile;
  let read: (string | undefined)[];
  let end: () => void;
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'policy-file-')));
    path = join(dir, 'policy.json');
    writeFileSync(path, 'old');
    file = openPolicyFile(dir, () => 0);
    read = [];
    end = file.watch((text) => read.push(text));
  });
  afterEach(() => {
    end();
    rmSync(dir, { recursive: true, force: true });
  });
  const isRead = (text: string | undefined): Promise<unknown> =>
    until(`the text ${text ?? '(none)'}`, () => read.at(-1) === text && read.length > 0);

  it.each([
    ['writes in place', (text: string) => writeFileSync(path, text)],
    [
      'gives a new file its name',
      (text: string) => {
        writeFileSync(`${path}.tmp`, text);
        renameSync(`${path}.tmp`, path);
      },
    ],
    [
      'moves the old one aside first',
      (text: string) => {
        renameSync(path, `${path}~`);
        writeFileSync(path, text);
      },
    ],
    [
      'removes the old one first',
      (text: string) => {
        rmSync(path);
        writeFileSync(path, text);
      },
    ],
  ])('is read when its editor %s, again and again', async (_how, save) => {
    for (const text of ['one', 'two', 'three']) {
      save(text);
      await isRead(text);
    }
    expect(file.read()).toBe('three');
  });

  it('is read past a pipe that has its name for a while, which nobody waits for', async () => {
    end();
    rmSync(path);
    execFileSync('mkfifo', [path]);
    end = file.watch((text) => read.push(text));
    rmSync(path);
    writeFileSync(path, 'new');
    await isRead('new');
  });

  it('is read when the file goes, and when it comes back later', async () => {
    rmSync(path);
    await isRead(undefined);
    writeFileSync(path, 'back');
    await isRead('back');
    writeFileSync(path, 'again');
    await isRead('again');
  });

  it('is not what Toolgate itself wrote, but the next one after it is', async () => {
    file.write('ours');
    writeFileSync(path, 'theirs');
    await isRead('theirs');
    expect(read).not.toContain('ours');
  });

  it('is not told once nobody wants to know', async () => {
    end();
    const other: (string | undefined)[] = [];
    end = openPolicyFile(dir, () => 0).watch((text) => other.push(text));
    writeFileSync(path, 'later');
    await until('the word of the other watch', () => other.length > 0);
    expect(read).toEqual([]);
  });
});
