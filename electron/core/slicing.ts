import type { Slicing } from '../../shared/slices.js';

/** Long work of the core gives way to whatever else waits in this process. */
export const slicing: Slicing = {
  nowMs: () => performance.now(),
  pause: () => new Promise((resolve) => void setImmediate(resolve)),
};
