import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeConfigFiles, type ConfigFiles } from '../../../electron/core/clients/config-files.js';
import { exchangeNames, type Judged } from '../../../electron/core/clients/exchange-names.js';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import type { Result } from '../../../shared/result.js';
import { bench, plainFiles, type Bench } from './kit.js';

/**
 * Opens the gap on purpose: between perl's last look and the n-th exchange of names that it asks for, another program gives a file of its
 * own the name, or takes the file away.
 */
const GAP = `package Gap;
my @theirs;
sub import { shift; @theirs = @_ }
*CORE::GLOBAL::syscall = sub ($@) {
  my @call = @_;
  my $theirs = shift @theirs;
  unlink $call[4] if ($theirs // '') eq 'gone';
  rename $theirs, $call[4] if defined $theirs and $theirs ne 'gone' and $theirs ne '';
  CORE::syscall($call[0], @call[1 .. $#call]);
};
1;
`;

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'exchange-')));
  writeFileSync(join(root, 'Gap.pm'), GAP);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const gap = (...theirs: readonly string[]): string[] => ['-I', root, `-MGap=${theirs.join(',')}`];
const put = (name: string, text: string): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const read = (path: string): string => readFileSync(path, 'utf8');
const judged = (path: string): Judged => ({ inode: statSync(path).ino, bytes: readFileSync(path) });

describe.runIf(process.platform === 'linux')('two names, exchanged in one step', () => {
  it.each(['plain', 'with a space', '-e', "it's", 'Ünï 日本', 'new\nline', '$(id);`id`'])('whatever they are: %j', (name) => {
    mkdirSync(join(root, 'd'));
    const [fresh, target] = [put('d/.fresh.new', 'new'), put(`d/${name}`, 'old')];
    const before = judged(target);
    expect(exchangeNames(fresh, target, before)).toBe('done');
    expect([read(target), read(fresh)]).toEqual(['new', 'old']);
    expect(statSync(fresh).ino).toBe(before.inode);
  });

  it('whatever is in them: nothing, lines of all kinds, two megabytes', () => {
    for (const text of ['', '\n', 'a\r\nb\n\n', '\0\xff', 'x'.repeat(2_000_000)]) {
      const [fresh, target] = [put('fresh', 'new'), put('target', text)];
      expect(exchangeNames(fresh, target, judged(target))).toBe('done');
      expect([read(target), read(fresh)]).toEqual(['new', text]);
    }
  });

  it('keep what they have where another file, or another text, has the name', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    const before = judged(target);
    writeFileSync(target, 'oLd');
    expect(exchangeNames(fresh, target, before)).toBe('changed');
    renameSync(put('other', 'old'), target);
    expect(exchangeNames(fresh, target, before)).toBe('changed');
    expect([read(target), read(fresh)]).toEqual(['old', 'new']);
    rmSync(target);
    expect(exchangeNames(fresh, target, before)).toBe('changed');
    expect(readdirSync(root)).toEqual(['Gap.pm', 'fresh']);
  });

  it('go back at once where another program was faster by a hair', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    expect(exchangeNames(fresh, target, judged(target), gap(put('theirs', 'their words')))).toBe('back');
    expect([read(target), read(fresh)]).toEqual(['their words', 'new']);
  });

  it('leave what two other programs wrote, where they were faster one after the other', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    expect(exchangeNames(fresh, target, judged(target), gap(put('first', '1'), put('second', '2')))).toBe('back');
    expect([read(target), read(fresh)]).toEqual(['1', '2']);
  });

  it('bring back what came out even if another program has taken the new file away', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    expect(exchangeNames(fresh, target, judged(target), gap(put('theirs', 'their words'), 'gone'))).toBe('back');
    expect([read(target), read(fresh)]).toEqual(['their words', 'their words']);
  });

  it('are left to a rename where perl cannot help', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    expect(exchangeNames(fresh, target, judged(target), ['-MThere::Is::No::Such'])).toBeUndefined();
    expect(exchangeNames(fresh, target, judged(target), gap('gone'))).toBeUndefined();
    expect(exchangeNames(fresh, target, { inode: 2 ** 60, bytes: Buffer.alloc(0) })).toBeUndefined();
    expect(read(fresh)).toBe('new');
  });

  it('are doubted where perl was killed', () => {
    const [fresh, target] = [put('fresh', 'new'), put('target', 'old')];
    put('Killed.pm', 'kill 9, $$; 1;');
    expect(exchangeNames(fresh, target, judged(target), ['-I', root, '-MKilled'])).toBe('back');
  });
});

const FILE = '.cursor/mcp.json';
const TEXT = '{\n  // mine\n  "mcpServers": { "a": { "command": "x" }, "b": { "command": "y" } },\n  "z": 1\n}\n';
type Done = Result<ApplicationChange>;
const connect = (b: Bench, id = 'cursor'): Promise<Done> => b.clients.connect(id, { mode: 'mirror', dryRun: false });
const disconnect = (b: Bench, id = 'cursor'): Promise<Done> => b.clients.disconnect(id, { dryRun: false, edited: 'ask' });

describe.runIf(process.platform === 'linux')('a program that renames its own file into place between our last look and ours', () => {
  type Words = (text: string, ours: string) => string;
  /** `rounds`: what it makes of the file at the n-th exchange that is asked for, and at the one that brings back. */
  const inGap = (b: Bench, ...rounds: readonly (readonly Words[])[]): Bench => {
    const left = [...rounds];
    const exchange: ConfigFiles['exchange'] = (fresh, target, before) => {
      const texts = (left.shift() ?? []).map((change, i) => put(`theirs${i}`, change(read(target), read(fresh))));
      return exchangeNames(fresh, target, before, gap(...texts));
    };
    return bench({ roots: b, fs: { ...plainFiles, exchange } });
  };
  const says =
    (word: string) =>
    (text: string): string =>
      text.replace(/\n\}\n$/, `,\n  ${JSON.stringify(word)}: 1\n}\n`);

  it.each([
    ['once', [[says('one')]]],
    ['in three rounds', [[says('one')], [says('two')], [says('three')]]],
    ['twice in one round', [[says('one'), (text) => says('two')(says('one')(text))]]],
    ['and a second program has read the new file', [[says('one'), (_text, ours) => says('two')(ours)]]],
  ] as readonly (readonly [string, readonly (readonly Words[])[]])[])(
    'loses no word when it does so %s, and the gate goes in and out',
    async (_how, rounds) => {
      const b = bench();
      b.write(FILE, TEXT);
      const words = ['one', 'two', 'three'].slice(0, rounds.flat().length);
      const connected = await connect(inGap(b, ...rounds));
      expect(connected.ok ? '' : connected.error.message).toBe('');
      const within = b.read(FILE);
      for (const word of words) expect(within, word).toContain(`"${word}": 1`);
      expect(within).toContain('// mine');
      expect(within.match(/127\.0\.0\.1/g)).toHaveLength(2);
      const out = await disconnect(inGap(b, [says('late')]));
      expect(out.ok ? '' : out.error.message).toBe('');
      expect(b.read(FILE)).toBe([...words, 'late'].reduce((text, word) => says(word)(text), TEXT));
      expect(readdirSync(join(b.home, '.cursor'))).toEqual(['mcp.json']);
    },
  );

  it('finds its server behind the gate when it added one', async () => {
    const b = bench();
    b.write(FILE, TEXT);
    expect((await connect(inGap(b, [(text) => text.replace('"b"', '"c": { "command": "z" }, "b"')]))).ok).toBe(true);
    expect([...b.gate.added.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(b.read(FILE).match(/127\.0\.0\.1/g)).toHaveLength(3);
  });

  it('leaves the words of another that had the old file open, even if it does so twenty times', async () => {
    const b = bench();
    b.write(FILE, TEXT);
    let round = 0;
    const exchange: ConfigFiles['exchange'] = (fresh, target, before) => {
      if (round++ > 0 && round < 22) {
        writeFileSync(target, says(`w${round}`)(read(target)));
        return 'changed';
      }
      const done = exchangeNames(fresh, target, before);
      if (round === 1) writeFileSync(fresh, says('late')(read(fresh)));
      return done;
    };
    const done = await connect(bench({ roots: b, fs: { ...plainFiles, exchange } }));
    expect(done.ok ? '' : done.error.message).toBe('');
    expect(b.read(FILE)).toContain('"late": 1');
    expect(b.read(FILE)).toContain('"w21": 1');
    expect(b.read(FILE).match(/127\.0\.0\.1/g)).toHaveLength(2);
  });

  it.each(['gets its file back', 'loses no word even if a third program takes the name meanwhile'])(
    'when a file that was made for the gate is removed: %s',
    async (what) => {
      const b = bench();
      b.write('.kiro/argv.json', '{}');
      expect((await connect(b, 'kiro')).ok).toBe(true);
      const file = join(b.home, '.kiro/settings/mcp.json');
      let round = 0;
      const rename: ConfigFiles['rename'] = (from, to) => {
        if (from === file && round++ === 0) {
          renameSync(put('theirs', says('one')(read(file))), file);
          nodeConfigFiles.rename(from, to);
          if (what.startsWith('loses')) writeFileSync(file, '{\n  "third": 1\n}\n');
        } else nodeConfigFiles.rename(from, to);
      };
      const done = await disconnect(bench({ roots: b, fs: { ...plainFiles, rename } }), 'kiro');
      expect(done.ok ? '' : done.error.message).toBe('');
      const text = read(file);
      expect(text).toContain('"one": 1');
      expect(text.includes('"third": 1')).toBe(what.startsWith('loses'));
      expect(text).not.toContain('127.0.0.1');
      expect(readdirSync(join(b.home, '.kiro/settings'))).toEqual(['mcp.json']);
    },
  );
});
