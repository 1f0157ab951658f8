import { fail, ok, type Result } from '../../shared/result.js';
import { createHouse } from './create-house.js';
import type { Core } from './core.js';
import type { Dispatch } from './dispatch.js';
import type { House } from './house.js';
import { layGround } from './lay-ground.js';
import { createLife } from './life.js';
import { openGate } from './open-gate.js';
import { openJudges } from './open-judges.js';
import { openServers } from './open-servers.js';
import type { BridgeCommand } from './ports/bridge-command.js';
import type { Clock } from './ports/clock.js';
import type { Ids } from './ports/ids.js';
import { loadOnce } from './ports/load-once.js';
import type { Logger } from './ports/logger.js';
import type { Opener } from './ports/opener.js';
import type { SecretStore } from './ports/secret-store.js';
import type { SettingsStore } from './ports/settings-store.js';
import type { Rooms } from './rooms.js';
import { slicing } from './slicing.js';
import { lockDataDir } from './store/lock.js';
import { openStore, type Store } from './store/open-store.js';
import { watchApplications } from './watch-applications.js';

/** What a face gives to the core. */
export interface CoreDeps {
  readonly dataDir: string;
  readonly face: 'desktop' | 'headless' | 'cli';
  readonly version: string;
  readonly settingsStore: SettingsStore;
  readonly secretStore: SecretStore;
  readonly opener: Opener;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** false while nobody can be asked: calls that need a person are refused */
  readonly canAsk: () => boolean;
  readonly openPage?: (page: string) => void;
  readonly quit?: () => void;
  /** `serve`: what loosens from the command line needs this code */
  readonly unlockCode?: string;
  /** instead of the configured port; 0 takes any */
  readonly port?: number;
  /** how applications start the bridge: by default this very script, run as this process runs */
  readonly bridge?: BridgeCommand;
  /** spans and metrics go where the OTEL_ variables of this process say */
  readonly otlpFromEnvironment?: boolean;
}

/** Opens the data folder and assembles the rooms. Nothing listens and no server is started before `start`. */
export async function createCore(deps: CoreDeps): Promise<Result<Core>> {
  const lock = lockDataDir(deps.dataDir);
  if (!lock.ok) return lock;
  const opened = openStore(deps.dataDir, deps.logger);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const closeFiles = (): void => {
    opened.value.close();
    lock.value.release();
  };
  try {
    const core = assemble(deps, opened.value, closeFiles);
    if (!core.ok) closeFiles();
    return core;
  } catch (error) {
    closeFiles();
    throw error;
  }
}

/** Opens the rooms one after the other; each step says what its rooms need of others, and who hears of what happens in them. */
function assemble(deps: CoreDeps, store: Store, closeFiles: () => void): Result<Core> {
  /** for what happens later: while rooms are being opened this throws */
  const rooms = (): Rooms => all;
  const ground = layGround(deps, store, rooms);
  if (!ground.ok) return ground;
  const judges = openJudges(deps, store, ground.value, rooms);
  const servers = openServers(deps, store, ground.value, judges, rooms);
  const gate = openGate(deps, store, ground.value, judges, servers, () => house);
  const opened = { ...ground.value, ...judges, ...servers, ...gate };
  const dispatch = openedWhenUsed(deps, async () =>
    (await import('./open-dispatch.js')).openDispatch({
      house,
      core: deps,
      unseen: (sentence) => opened.unseen.add(sentence),
      slicing,
    }),
  );
  const life = createLife({ core: deps, rooms: opened, dispatch, settled: () => house.applicationsSettled(), closeFiles });
  const all: Rooms = { ...opened, life };
  const house: House = createHouse(all, deps);

  let endWatch = (): void => {};
  let stopped = false;
  return ok({
    dispatch,
    board: opened.board,
    used: () => opened.quiet.heardAny(),
    damage: opened.damage,
    async start() {
      opened.shared.look();
      opened.telemetry.look();
      const started = await life.start();
      if (started.ok && !stopped) endWatch = watchApplications({ house, core: deps, quiet: opened.quiet, meta: store.meta });
      return started;
    },
    stop() {
      stopped = true;
      endWatch();
      return life.stop();
    },
  });
}

/** Commands are loaded with the first of them: calls need none of it. */
function openedWhenUsed({ logger }: CoreDeps, open: () => Promise<Dispatch>): Dispatch {
  const opened = loadOnce(open);
  return async (name, input, from) => {
    try {
      const dispatch = await opened();
      return await dispatch(name, input, from);
    } catch (fault) {
      logger.error('command.failed', { command: name, error: String(fault) });
      return fail('INTERNAL', `${name} could not be carried out: ${String(fault)}`, 'nothing was changed; see the log of Toolgate');
    }
  };
}
