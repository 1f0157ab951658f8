import type { LimitsRoom } from './limits/limits.js';
import type { Clock } from './ports/clock.js';

/** After how long a rise is followed by a look at when counts fall again, and how often news of falling ones comes at most, ms. */
const EVERY_MS = 1000;

export interface MeterNews {
  /** a count changed; costs next to nothing, calls wait for it */
  changed(): void;
  close(): void;
}

/** Tells when a count rose, and again when one falls because its window moved on. While all are empty nothing runs. */
export function createMeterNews(limits: () => Pick<LimitsRoom, 'fallsInMs'>, clock: Clock, tell: () => void): MeterNews {
  let looking: (() => void) | undefined;
  let waiting: (() => void) | undefined;

  const look = (): void => {
    looking = undefined;
    waiting?.();
    waiting = undefined;
    const inMs = limits().fallsInMs();
    if (inMs === undefined || !Number.isFinite(inMs)) return;
    waiting = clock.after(Math.max(EVERY_MS, inMs), () => {
      tell();
      look();
    });
  };
  return {
    changed() {
      tell();
      looking ??= clock.after(EVERY_MS, look);
    },
    close() {
      looking?.();
      waiting?.();
    },
  };
}
