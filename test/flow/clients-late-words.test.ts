import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/cli.js';
import { until } from '../support/until.js';

const TEXT = '{\n  "mcpServers": {\n    "a": { "command": "x" }\n  },\n  "theme": "dark"\n}\n';

describe('an application that has its file open while one command connects it and ends', () => {
  let root: string;
  let file: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'late-')));
    mkdirSync(join(root, 'home/.cursor'), { recursive: true });
    file = join(root, 'home/.cursor/mcp.json');
    writeFileSync(file, TEXT);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(['connect', 'disconnect'] as const)(
    'loses no word that it writes after a %s into the file that is no longer there',
    async (act) => {
      const cli = (what: string) => run(join(root, 'data'), ['client', what, 'cursor', '--home', join(root, 'home')]);
      if (act === 'disconnect') expect((await cli('connect')).code).toBe(0);
      const held = openSync(file, 'r+');
      const { ino } = statSync(file);
      const mine = readFileSync(file, 'utf8').replace('dark', 'light');
      const ran = cli(act);
      await until('the new file', () => statSync(file).ino !== ino);
      ftruncateSync(held);
      writeSync(held, mine, 0);
      closeSync(held);
      const { code, out, err } = await ran;
      expect(code).toBe(0);
      // Nobody can have tried what no gate answers: that is said, as the application would find nobody either.
      expect(out.includes('Not tried: the gate does not run.')).toBe(act === 'connect');
      expect(err).toContain('two seconds more');
      const text = readFileSync(file, 'utf8');
      expect(text).toContain('"theme": "light"');
      expect(text.includes('127.0.0.1')).toBe(act === 'connect');
    },
  );

  it('does not keep a second command from its turn', async () => {
    const cli = (what: string) => run(join(root, 'data'), ['client', what, 'cursor', '--home', join(root, 'home')]);
    const both = await Promise.all([cli('connect'), cli('connect')]);
    expect(both.map((one) => one.err.replace(/two seconds more.*\n/, ''))).toEqual(['', '']);
    expect(both.map((one) => one.code)).toEqual([0, 0]);
    expect((await cli('disconnect')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
  });
});
