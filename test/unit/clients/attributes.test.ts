import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeConfigFiles } from '../../../electron/core/clients/config-files.js';
import { bench } from './kit.js';

const NOTE = 'SCHILY.xattr.user.note=mine';
const TEXT = '{"mcpServers":{"a":{"command":"x"}}}';

/** A tar archive of one file with an extended attribute: Node can make neither, tar can do both. */
function archive(name: string, text: string): Buffer {
  const block = (path: string, type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(512);
    head.write(path, 0);
    head.write('0000640\0', 100);
    head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('00000000000\0', 136);
    head.write(`        ${type}`, 148);
    head.write('ustar\x0000', 257);
    head.write(
      `${head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  };
  const record = ` ${NOTE}\n`;
  return Buffer.concat([
    block('head', 'x', Buffer.from(`${record.length + 2}${record}`)),
    block(name, '0', Buffer.from(text)),
    Buffer.alloc(1024),
  ]);
}

const attributesOf = (file: string): string =>
  execFileSync('tar', ['--format=posix', '--xattrs', '--xattrs-include=*', '-C', dirname(file), '-cf', '-', basename(file)]).toString(
    'latin1',
  );

describe('a file with attributes that Node does not know', () => {
  it('keeps them, its mode and its owner when it is connected and when it is disconnected', async () => {
    const b = bench({ fs: nodeConfigFiles });
    const file = join(b.home, '.cursor/mcp.json');
    mkdirSync(dirname(file));
    execFileSync('tar', ['--xattrs', '--xattrs-include=*', '-C', dirname(file), '-xf', '-'], { input: archive('mcp.json', TEXT) });
    chmodSync(file, 0o640);
    expect(attributesOf(file)).toContain(NOTE);
    const facts = (): number[] => [statSync(file).mode, statSync(file).uid, statSync(file).gid];
    const before = facts();
    const up = await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    expect(up).toMatchObject({ ok: true, value: { changed: true } });
    expect(up.ok && up.value.warnings).toBeUndefined();
    expect(attributesOf(file)).toContain(NOTE);
    expect(facts()).toEqual(before);
    await b.clients.disconnect('cursor', { dryRun: false, edited: 'ask' });
    expect(b.read('.cursor/mcp.json')).toBe(TEXT);
    expect(attributesOf(file)).toContain(NOTE);
    expect(facts()).toEqual(before);
  });
});

it('says before and after it is connected that the other name of a file keeps its text', async () => {
  const b = bench({ fs: nodeConfigFiles });
  const file = join(b.home, '.cursor/mcp.json');
  mkdirSync(dirname(file));
  writeFileSync(file, TEXT, { mode: 0o600 });
  const warnings = async (dryRun: boolean): Promise<string> => {
    const done = await b.clients.connect('cursor', { mode: 'mirror', dryRun });
    return done.ok ? (done.value.warnings ?? []).join() : done.error.message;
  };
  expect(await warnings(true)).toBe('');
  linkSync(file, join(b.home, 'kept.json'));
  for (const dryRun of [true, false]) expect(await warnings(dryRun)).toContain(`${file} is a hard link`);
  expect(b.read('kept.json')).toBe(TEXT);
});
