import type { Clock } from '../core/ports/clock.js';

export interface WindowHealth {
  broke(): void;
  loaded(): void;
  /** false while windows keep breaking: nobody can be asked then */
  canShow(): boolean;
}

const TRIES = 3;
const REST_MS = 60_000;

/** Whether a window of ours can be expected to show: not after three failures in a row, until one loads or a minute has passed. */
export function createWindowHealth(clock: Pick<Clock, 'monotonicMs'>): WindowHealth {
  let failures = 0;
  let lastMs = 0;
  return {
    broke() {
      failures++;
      lastMs = clock.monotonicMs();
    },
    loaded: () => void (failures = 0),
    canShow: () => failures < TRIES || clock.monotonicMs() - lastMs >= REST_MS,
  };
}
