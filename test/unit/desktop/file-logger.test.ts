import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createFileLogger } from '../../../electron/desktop/file-logger.js';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-log-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps at most two files of a megabyte each, whatever script its lines are in', () => {
  const logger = createFileLogger(folder);
  const mostBytes = { now: 0, before: 0 };
  for (let line = 0; line < 8; line++) {
    logger.info('test.line', { text: '日'.repeat(90_000) });
    mostBytes.now = Math.max(mostBytes.now, statSync(join(folder, 'desktop.log')).size);
    mostBytes.before = Math.max(mostBytes.before, statSync(join(folder, 'desktop.log.1'), { throwIfNoEntry: false })?.size ?? 0);
  }
  expect(mostBytes.now).toBeLessThanOrEqual(1_000_000);
  expect(mostBytes.before).toBeGreaterThan(0);
  expect(mostBytes.before).toBeLessThanOrEqual(1_000_000);
});
