import { showApplicationNews } from './application-news.js';
import type { CoreDeps } from './create-core.js';
import type { House } from './house.js';
import { readingRevision } from './known-readings.js';
import type { Quiet } from './ports/quiet.js';
import type { MetaStore } from './ports/stores.js';

/** nobody waits for it, but clients wait for their first list, and for their calls */
const begins = { quietMs: 3000, latestMs: 60_000 };
/** after what it is done with could not be loaded */
const again = { quietMs: 60_000, latestMs: 60_000 };
const kept = 'applications';

/** Tells of changes in applications' files, from a quiet moment after the start on. Returns the end of it. */
export function watchApplications(deps: {
  readonly house: House;
  readonly core: Pick<CoreDeps, 'clock' | 'logger'>;
  readonly quiet: Quiet;
  readonly meta: MetaStore;
}): () => void {
  const { house, quiet, meta } = deps;
  const { clock, logger } = deps.core;
  let ended = false;
  let end = (): void => {};
  const plan = ({ quietMs, latestMs }: typeof begins): void => {
    end = quiet.after(quietMs, latestMs, () => void begin().catch(notBegun));
  };
  const notBegun = (fault: unknown): void => {
    logger.error('clients.watch', { fault: String(fault) });
    if (!ended) plan(again);
  };
  const begin = async (): Promise<void> => {
    const [files, { createWatch }] = await Promise.all([house.applicationFiles(), import('./clients/watch.js')]);
    if (ended) return;
    const watch = createWatch({
      files,
      clock,
      logger,
      reader: house.applications,
      port: () => house.gateView().port,
      readBy() {
        const revision = readingRevision();
        return revision === undefined ? undefined : JSON.stringify([revision, house.gateView().port, house.bridge()]);
      },
      memory: { load: () => meta.get(kept), save: (print) => meta.set(kept, print) },
      tell: (news) => showApplicationNews(house.notices, news, (body) => house.audit.note(body)),
    });
    watch.start();
    end = () => watch.stop();
  };
  plan(begins);
  return () => {
    ended = true;
    end();
  };
}
