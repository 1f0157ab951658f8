import { ok, type Result } from '../../shared/result.js';
import { createBoard, type Board } from './board.js';
import { createChanges, type Changes } from './changes.js';
import { auditKey, type AuditKey } from './core-files.js';
import type { CoreDeps } from './create-core.js';
import { createHealth, type Health } from './health.js';
import { createNodePaths } from './node-paths.js';
import { createNotices, type Notices } from './notices.js';
import { launchAdvice } from './pins/launch-advice.js';
import type { Paths } from './ports/paths.js';
import { createQuiet, type Quiet } from './ports/quiet.js';
import type { Rooms } from './rooms.js';
import { createClientDirectory, type ClientRoom } from './settings/client-directory.js';
import { createSettings, type SettingsRoom } from './settings/create-settings.js';
import { slicing } from './slicing.js';
import type { Store } from './store/open-store.js';
import { settingsCopies, tokenFiles } from './store/settings-files.js';
import { createUnseen, type Unseen } from './unseen.js';
import { clientViews, serverViews, viewingTools, type ViewDeps } from './views.js';

/** What every other room stands on: the settings, and the places where people are told. */
export interface Ground {
  readonly board: Board;
  readonly settings: SettingsRoom;
  readonly clients: ClientRoom;
  readonly paths: Paths;
  readonly notices: Notices;
  readonly changes: Changes;
  readonly health: Health;
  readonly quiet: Quiet;
  readonly auditKey: AuditKey;
  /** what was loosened while nobody looked */
  readonly unseen: Unseen;
  /** what was found damaged while nobody looked */
  readonly unseenDamage: Unseen;
  /** what was found damaged now, one line each */
  readonly damage: readonly string[];
}

/** Fails where the settings cannot be used. */
export function layGround(deps: CoreDeps, store: Store, rooms: () => Rooms): Result<Ground> {
  const { dataDir, face, clock, ids, logger } = deps;
  const board = openBoard(deps, rooms);
  const loaded = createSettings({
    store: deps.settingsStore,
    copies: settingsCopies(dataDir),
    clock,
    logger,
    changed(part) {
      board.changed(part);
      if (part === 'servers') rooms().gateway.visibilityChanged();
      if (part !== 'settings' || face === 'cli') return;
      rooms().shared.look();
      rooms().telemetry.look();
    },
  });
  if (!loaded.ok) return loaded;
  const settings = loaded.value;
  const quiet = createQuiet(clock);
  const health = createHealth(() => board.changed('gate'));
  health.set('database', store.problems[0]);
  const key = auditKey(dataDir, store.checkpoints.read().length > 0, clock.nowMs());
  health.set('key', key.lost);
  if (key.lost !== undefined) logger.warn('audit.key-lost', { problem: key.lost });
  const damage = [...store.problems, ...settings.problems, ...(key.lost === undefined ? [] : [key.lost])];
  const unseenDamage = createUnseen(store.meta, 'damage');
  // A command line that opens the folder itself is no start that anybody sees: what it found is kept for the next one.
  if (face === 'cli') for (const sentence of damage) unseenDamage.add(sentence);
  return ok({
    board,
    settings,
    clients: createClientDirectory({ settings, tokens: tokenFiles(dataDir), clock, quiet, checkName: ids.next('toolgate-check') }),
    paths: createNodePaths(dataDir),
    notices: createNotices(clock, ids, () => board.changed('notices')),
    changes: createChanges(clock, ids, () => board.changed('changes')),
    health,
    quiet,
    auditKey: key,
    unseen: createUnseen(store.meta, 'loosened'),
    unseenDamage,
    damage,
  });
}

/** Where each topic comes from. Rooms report to the board from their first moment; it asks them back only after all are there. */
function openBoard({ secretStore, clock, logger }: CoreDeps, rooms: () => Rooms): Board {
  const views = (): ViewDeps => viewsOf(rooms(), secretStore);
  return createBoard(
    {
      gate: () => rooms().life.gateView(),
      servers: () => serverViews(views()),
      tools: (server) => viewingTools(views(), server),
      clients: () => clientViews(views()),
      approvals: () => rooms().approvals.list(true),
      grants: () => rooms().approvals.grantsView(),
      meters: () => rooms().limits.meters(),
      activity: () => rooms().audit.activity(),
      notices: () => rooms().notices.list(),
      changes: () => rooms().changes.list(),
      settings: () => rooms().settings.get(),
    },
    clock,
    slicing,
    (topic, error) => logger.error('board.topic', { topic, error: String(error) }),
  );
}

/** What views of servers, tools and clients are made of. */
export const viewsOf = (rooms: Rooms, secrets: CoreDeps['secretStore']): ViewDeps => ({
  settings: rooms.settings,
  clients: rooms.clients,
  secrets,
  upstreams: rooms.upstreams,
  signIns: rooms.signIns,
  registry: rooms.registry,
  pins: rooms.pins,
  policy: rooms.policy,
  meters: () => rooms.limits.meters(),
  sessions: () => rooms.gateway.sessions(),
  advice: launchAdvice,
});
