import type { Slicing } from '../../shared/slices.js';
import type { KnownReadings } from './known-readings.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';
import type { Quiet } from './ports/quiet.js';
import type { ServerLists } from './ports/upstreams.js';
import type { DefinitionReading, ReadingOptions } from './read-definitions.js';

export interface DefinitionReader {
  /** Rejects when what lists are read with cannot be loaded, so that nothing is listed unread; the next list tries again. */
  read(lists: ServerLists, options: ReadingOptions): Promise<DefinitionReading>;
  /** while servers start */
  readAhead(servers: readonly string[]): Promise<void>;
}

/** until then clients have their lists, and make a pause */
const kept = { quietMs: 1000, latestMs: 10_000 };
/** a server that has listed by then is read at once: reading something else before takes longer than it saves */
const aheadAfterMs = 100;

/**
 * Reads lists, each once: what definitions are read with is as large as all the rest, so it is loaded only for what is not known, while servers start.
 */
export function createDefinitionReader(deps: {
  readonly known: KnownReadings;
  readonly clock: Clock;
  readonly quiet: Quiet;
  readonly slicing: Slicing;
  readonly logger: Logger;
}): DefinitionReader {
  const { known, clock, quiet, slicing, logger } = deps;
  /** what is kept in a moment: of a server that changes its list all the time, the last one */
  const waiting = new Map<string, () => void>();
  let hasRead = false;
  const keepSoon = (lists: ServerLists, options: ReadingOptions, reading: DefinitionReading): void => {
    waiting.get(lists.server)?.();
    const keep = (): void => {
      waiting.delete(lists.server);
      attempt(() => known.keep(lists, options, reading));
    };
    waiting.set(lists.server, quiet.after(kept.quietMs, kept.latestMs, keep));
  };
  return {
    async read(lists, options) {
      const before = attempt(() => known.find(lists, options));
      if (before !== undefined) return before;
      hasRead = true;
      const { readDefinitions } = await import('./read-definitions.js');
      const reading = await readDefinitions(lists, options, slicing);
      keepSoon(lists, options, reading);
      return reading;
    },
    async readAhead(servers) {
      if (servers.every((server) => attempt(() => known.expects(server)) === true)) return;
      // the first server is started in this turn of the event loop
      await slicing.pause();
      const { readAhead } = await import('./read-definitions.js');
      await new Promise<void>((resolve) => clock.after(aheadAfterMs, resolve));
      if (!hasRead) await readAhead(slicing);
    },
  };

  /** What is known saves time and nothing else: where the database fails, lists are read. */
  function attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      logger.warn('reading.known', { error: String(error) });
      return undefined;
    }
  }
}
