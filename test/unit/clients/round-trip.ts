import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generated } from './generated-files.js';
import { bench } from './kit.js';

/** Connects and disconnects generated files in both modes, `runs` of each format; side by side, as most of the time is waiting. */
export const roundTrips = (runs: number, seed: number): void =>
  describe.each(generated)('a generated file in $format', ({ id, file, text }) => {
    it.concurrent('is the same to the byte after connecting and disconnecting, in both modes', async () => {
      const b = bench();
      await fc.assert(
        fc.asyncProperty(text, fc.constantFrom('mirror' as const, 'aggregate' as const), async (before, mode) => {
          b.write(file, before);
          const up = await b.clients.connect(id, { mode, dryRun: false });
          expect(up.ok ? '' : up.error.message).toBe('');
          const between = readFileSync(join(b.home, file));
          expect(between.toString('utf8')).not.toBe(before);
          // What is not ours is untouched to the letter: every line that is gone was a server's.
          expect(between.includes(Buffer.from('\r\n'))).toBe(before.includes('\r\n'));
          expect(b.clients.verify()).toMatchObject([{ id, state: 'connected' }]);
          const down = await b.clients.disconnect(id, { dryRun: false, edited: 'ask' });
          expect(down.ok ? '' : down.error.message).toBe('');
          expect(b.read(file)).toBe(before);
        }),
        { numRuns: runs, seed },
      );
    });

    it.concurrent('loses nothing that somebody wrote in between', async () => {
      const b = bench();
      await fc.assert(
        fc.asyncProperty(text, fc.constantFrom('mirror' as const, 'aggregate' as const), async (before, mode) => {
          const path = b.write(file, before);
          const up = await b.clients.connect(id, { mode, dryRun: false });
          expect(up.ok ? '' : up.error.message).toBe('');
          const theirs = file.endsWith('.toml')
            ? ['model = "gpt"', 'model = "other"']
            : file.endsWith('.yaml')
              ? [/GOOSE_MODEL: x|name: "Mine"/.exec(before)?.[0] as string, 'THEIRS: 1']
              : ['"theme": "dark"', '"theme": "light"'];
          const change = (whole: string): string => whole.replace(theirs[0] as string, theirs[1] as string);
          writeFileSync(path, change(b.read(file)));
          const down = await b.clients.disconnect(id, { dryRun: false, edited: 'ask' });
          expect(down.ok ? '' : down.error.message).toBe('');
          expect(b.read(file)).toBe(change(before));
        }),
        { numRuns: Math.ceil(runs / 2), seed: seed + 1 },
      );
    });
  });
