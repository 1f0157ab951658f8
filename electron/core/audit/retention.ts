import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { CallStore } from '../ports/stores.js';

export interface RetentionDeps {
  readonly calls: CallStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: () => { readonly days: number; readonly megabytes: number };
  /** signs the cut; called before anything is removed */
  readonly sign: (cut: { readonly seq: number; readonly hash: string }) => void;
  /** true while nothing may be removed */
  readonly held: () => boolean;
  readonly done: () => void;
}

const dayMs = 86_400_000;
const firstMs = 60_000;
const everyMs = 10 * 60_000;
/** links removed at a time: other work goes on in between */
const step = 4000;
/** the newest are kept whatever the size says */
const keepLinks = 2000;

/** Removes what is older than the set days or over the set megabytes, oldest first, in the background. Returns a function that ends it. */
export function startRetention(deps: RetentionDeps): { stop(): void; runOnce(): boolean } {
  const { calls, clock, logger } = deps;
  let cancel = clock.after(firstMs, tick);

  function tick(): void {
    let more = false;
    try {
      more = !deps.held() && runOnce();
    } catch (error) {
      logger.warn('audit.retention', { error: String(error) });
    }
    cancel = clock.after(more ? 20 : everyMs, tick);
  }

  /** One step; true when there is more to remove. */
  function runOnce(): boolean {
    const first = calls.links(0, 1)[0]?.seq;
    if (first === undefined) return false;
    const { days, megabytes } = deps.limits();
    const target = Math.max(calls.lastSeqBefore(clock.nowMs() - days * dayMs), overSize(first, megabytes * 1_000_000));
    if (target < first) return false;
    const seq = Math.min(target, first + step - 1);
    const link = calls.link(seq);
    // links have no holes unless someone removed some: then nothing is cut, so that verification can say so
    if (link === undefined) return false;
    deps.sign(link);
    calls.cut(seq);
    if (seq < target) return true;
    deps.done();
    return false;
  }

  /** the last seq to remove so that a tenth below the limit is in use; 0 when it is kept */
  function overSize(first: number, maxBytes: number): number {
    const bytes = calls.bytes();
    if (bytes <= maxBytes) return 0;
    const last = calls.tip().seq;
    const share = Math.min(1, (bytes - 0.9 * maxBytes) / bytes);
    return Math.min(first + Math.floor((last - first + 1) * share), last - keepLinks);
  }

  return { stop: () => cancel(), runOnce };
}
