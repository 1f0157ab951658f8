import type { Clock } from '../core/ports/clock.js';
import type { Logger } from '../core/ports/logger.js';

/** What looks for a new version, takes it and puts it in place. Each throws when it cannot. */
export interface Updater {
  /** the newer version, or undefined when this is the newest or this package is updated by other means */
  find(): Promise<string | undefined>;
  download(): Promise<void>;
  /** ends this application and starts the new one */
  install(): void;
}

interface Needs {
  /** undefined where nothing can be updated: a checkout, an archive, a package that was not released */
  readonly load: () => Promise<Updater | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** resolve to true when the person says yes */
  readonly mayDownload: (version: string) => Promise<boolean>;
  readonly mayRestart: (version: string) => Promise<boolean>;
  /** ends the gate in order, then calls `install` */
  readonly restart: (install: () => void) => void;
}

export interface Updates {
  /** the switch in the settings */
  set(on: boolean): void;
}

const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 24 * 3_600_000;

/**
 * Looks for a new version a minute after the start and then once a day while the switch is on. Nothing is downloaded before the person
 * said yes, nothing restarts before they said yes again; a version they did not want is not offered again until the next start; one
 * whose download broke is, a day later.
 */
export function createUpdates({ load, clock, logger, mayDownload, mayRestart, restart }: Needs): Updates {
  const offered = new Set<string>();
  let on = false;
  let cancel = (): void => undefined;
  let updater: Updater | undefined;
  let busy = false;

  const plan = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, () => void look());
  };

  async function look(): Promise<void> {
    if (busy) return;
    busy = true;
    let again = true;
    try {
      updater ??= await load();
      again = updater !== undefined;
      if (updater) await offer(updater);
    } catch (error) {
      logger.warn('updates.failed', { error: String(error instanceof Error ? error.message : error).split('\n')[0] ?? '' });
    } finally {
      busy = false;
      if (on && again) plan(LOOK_EVERY_MS);
    }
  }

  async function offer(from: Updater): Promise<void> {
    const version = on ? await from.find() : undefined;
    if (version === undefined || !on || offered.has(version)) return;
    const wanted = await mayDownload(version);
    if (wanted) await from.download();
    offered.add(version);
    if (wanted && (await mayRestart(version))) restart(() => from.install());
  }

  return {
    set(wanted) {
      if (wanted === on) return;
      on = wanted;
      if (on) plan(FIRST_LOOK_MS);
      else cancel();
    },
  };
}
