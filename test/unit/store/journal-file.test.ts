import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { journalFile } from '../../../electron/core/store/journal-file.js';

const disk = { writes: 0, room: Infinity };
const put = (file: number, bytes: Buffer, from: number, length: number): number => {
  disk.writes += 1;
  if (disk.room === 0) throw new Error('ENOSPC');
  return writeSync(file, bytes, from, Math.min(length, disk.room));
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'toolgate-journal-'));
  disk.writes = 0;
  disk.room = Infinity;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const path = (): string => join(dir, 'audit.journal');

it('lines that came together are one write, and stand there when it returns', () => {
  const journal = journalFile(path(), put);
  for (const n of [1, 2, 3]) expect(journal.add(`["c${n}",`, `"ä${n}"]`)).toBe(true);
  expect([journal.read(), disk.writes]).toEqual([[], 0]);
  journal.write();
  expect([journal.read(), disk.writes]).toEqual([['["c1","ä1"]', '["c2","ä2"]', '["c3","ä3"]'], 1]);
  journal.write();
  expect(disk.writes).toBe(1);
  journal.close();
});

it('takes a line of any length by itself, and no more lines than there is room for', () => {
  const journal = journalFile(path(), put);
  const long = '€'.repeat(50_000);
  expect(journal.add('short', '')).toBe(true);
  expect(journal.add('["long",', long)).toBe(false);
  journal.write();
  expect(journal.add('["long",', long)).toBe(true);
  expect(journal.add('a line behind it', '')).toBe(false);
  journal.write();
  expect(journal.add('a line behind it', '')).toBe(true);
  journal.write();
  expect(journal.read()).toEqual(['short', `["long",${long}`, 'a line behind it']);
  journal.close();
});

it.each([0, 1, 7, 12])('where a disk takes %i bytes of three lines, none of them counts, and what comes after is whole', (room) => {
  const journal = journalFile(path(), put);
  journal.add('first', '');
  journal.write();
  for (const line of ['second', 'third', 'fourth']) journal.add(line, '');
  disk.room = room;
  expect(() => journal.write()).toThrow();
  disk.room = Infinity;
  journal.write();
  expect(journal.read()).toEqual(['first']);
  journal.add('fifth', '');
  journal.write();
  expect(journal.read().filter((line) => line !== '')).toEqual(['first', 'fifth']);
  journal.close();
});

it('what waits is forgotten with the rest', () => {
  const journal = journalFile(path(), put);
  journal.add('first', '');
  journal.write();
  journal.add('second', '');
  journal.clear();
  journal.write();
  expect(readFileSync(path(), 'utf8')).toBe('');
  journal.close();
});
