import type { HeldFile } from './config-files.js';
import { pause } from './pause.js';

/**
 * Puts what another program wrote into the old file, `late` instead of `base`, into the new one. `isLater`: the replacing is over, and so
 * is whatever the caller held while it went on.
 */
export type OnLate = (base: Uint8Array, late: Uint8Array, isLater: boolean) => Promise<void>;

/** a program that had the old file open may end its sentence after the rename: it is looked at anew after each of these */
const LATE_MS = [0, 5, 20] as const;
const LATER_MS = [75, 150, 250, 500, 1000] as const;

/** Watches a file that lost its name: for a moment before this resolves, then for two seconds more. */
export async function lookAfter(
  orphan: HeldFile,
  bytes: Uint8Array,
  isWhole: (bytes: Uint8Array) => boolean,
  onLate: OnLate,
  looks: Set<Promise<void>>,
): Promise<void> {
  let known = bytes;
  const look = async (isLater: boolean): Promise<void> => {
    if (Buffer.compare(orphan.read(), known) === 0) return;
    const [base, late] = [known, await settled(orphan, isWhole)];
    known = late;
    await onLate(base, late, isLater);
  };
  for (const waitMs of LATE_MS) {
    if (waitMs > 0) await pause(waitMs);
    await look(false);
  }
  const goOn = async (): Promise<void> => {
    for (const waitMs of LATER_MS) {
      await pause(waitMs);
      await look(true);
    }
  };
  const going: Promise<void> = goOn()
    .catch(() => undefined)
    .finally(() => {
      orphan.close();
      looks.delete(going);
    });
  looks.add(going);
}

/** What another program writes at this moment, once it is a whole text and stands still; at the latest after two seconds. */
async function settled(orphan: HeldFile, isWhole: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
  let last = orphan.read();
  for (let left = 400; left > 0; left--) {
    await pause(left > 390 ? 0 : 5);
    const now = orphan.read();
    if (Buffer.compare(now, last) === 0 && isWhole(now)) return now;
    last = now;
  }
  return last;
}
