import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { fail, ok } from '../../shared/result.js';
import { applicationOf } from './application-news.js';
import type { Catalogue } from './catalogue/create-catalogue.js';
import type { ApplicationFiles } from './clients/application-files.js';
import type { ClientsRoom } from './clients/create-clients.js';
import type { CoreDeps } from './create-core.js';
import type { House } from './house.js';
import { viewsOf } from './lay-ground.js';
import { signInSubject } from './notice-words.js';
import type { BridgeCommand } from './ports/bridge-command.js';
import { loadOnce } from './ports/load-once.js';
import type { Rooms } from './rooms.js';
import { slicing } from './slicing.js';
import { clientViews, serverViews, viewingTools, type ViewDeps } from './views.js';
import { atOnce, inSlices } from '../../shared/slices.js';

/** The rooms with what needs more than one of them: all that commands work on. */
export function createHouse(rooms: Rooms, core: CoreDeps): House {
  const { settings, clients, upstreams, gateway, registry, policy, limits, approvals, audit, pins, modes, notices, changes, board } = rooms;
  const { ids, secretStore: secrets } = core;
  const views = (): ViewDeps => viewsOf(rooms, secrets);

  const bridge = (): BridgeCommand =>
    core.bridge ?? {
      command: process.execPath,
      args: [realpathSync(process.argv[1] ?? '.')],
      env: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
    };
  const openFiles = async (): Promise<ApplicationFiles> =>
    (await import('./clients/application-files.js')).openApplicationFiles({
      dataDir: core.dataDir,
      home: homedir(),
      env: process.env,
      platform: process.platform,
    });
  /** Loaded when somebody looks at the applications: its file formats are as large as all the rest. */
  const openApplications = async (): Promise<ClientsRoom> =>
    (await import('./applications.js')).createApplications({
      files: await house.applicationFiles(),
      dataDir: core.dataDir,
      settings,
      clients,
      secrets,
      clock: core.clock,
      ids,
      logger: core.logger,
      bridge: bridge(),
      opener: core.opener,
      covered: (words) => audit.covered(words),
      gate: () => rooms.life.gateView(),
      toolNames: (server) => registry.lists(server)?.tools.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
      serverAdded: (name) => void house.asCatalogued(name).then(() => rooms.list(name)),
      serverRemoved: (name) => void house.serverRemoved(name),
      clientRemoved: (name) => house.clientRemoved(name),
    });
  const loadApplications = loadOnce(openApplications);
  let applications: Promise<ClientsRoom> | undefined;
  const house: House = {
    settings,
    clients,
    version: core.version,
    secrets,
    upstreams,
    registry,
    policy,
    limits,
    approvals,
    audit,
    pins,
    modes,
    notices,
    changes,
    board,
    ids,
    paths: rooms.paths,
    refresh: rooms.refresh,
    serverAdded: rooms.list,
    applications: () => (applications = loadApplications()),
    applicationFiles: loadOnce(openFiles),
    bridge,
    // what could not be loaded did nothing
    applicationsSettled: async () => (await applications?.catch(() => undefined))?.settled(),
    catalogue: loadOnce(openCatalogue),
    async asCatalogued(name) {
      const server = settings.server(name);
      if (server?.instances !== 'auto') return;
      try {
        const instances = await (await house.catalogue()).instancesOf(server.transport);
        if (instances !== undefined && settings.server(name) === server) settings.updateServer(name, { instances });
      } catch (fault) {
        core.logger.error('catalogue.failed', { server: name, fault: String(fault) });
      }
    },
    nowMs: () => core.clock.nowMs(),
    gateView: () => rooms.life.gateView(),
    serverViews: () => serverViews(views()),
    clientViews: () => clientViews(views()),
    toolViews: (server, client) => house.inTurn(viewingTools(views(), server, client)),
    toolView: (server, tool) => atOnce(viewingTools(views(), server, '', (one) => one.tool === tool))[0],
    inTurn: (work) => inSlices(work, slicing),
    checkLaunch: (name, transport) => upstreams.canLaunch(name, transport),
    async serverStopped(name) {
      await upstreams.stop(name);
      board.changed('servers');
    },
    async serverRemoved(name) {
      // INVARIANT: all of it before anybody else has a turn: a server that is added under this name meanwhile is another one.
      const stopped = upstreams.stop(name);
      rooms.signIns.forget(name);
      for (const key of secrets.keys(`server/${name}/`)) secrets.delete(key);
      registry.forget(name);
      pins.forget(name);
      approvals.serverRemoved(name);
      board.toolsChanged(name);
      await stopped;
    },
    judgeAgain: (name) => registry.again(name),
    async signIn(name) {
      const signedIn = await rooms.signIns.signIn(name);
      if (!signedIn.ok || settings.server(name)?.enabled !== true) return signedIn;
      notices.settle(signInSubject(name));
      // a running connection uses the new token from its next request on; calls in flight stay
      const restarted = upstreams.status(name).state === 'ready' ? ok(undefined) : await upstreams.restart(name);
      const listed = restarted.ok ? await rooms.refresh(name) : restarted;
      return listed.ok ? ok(undefined) : listed;
    },
    setSignInClient: (name, key, value) => rooms.signIns.setClient(name, key, value),
    clientRemoved(name) {
      house.endClient(name);
      gateway.forgetTasks(name);
      approvals.clientRemoved(name);
    },
    endClient(name) {
      gateway.endClient(name);
      approvals.denyAll(name, 'client ended');
      board.changed('clients');
    },
    portChanged: () => rooms.life.portChanged(),
    openPage(page) {
      if (core.openPage === undefined)
        return fail('NO_WINDOW', 'there is no window here', 'start the application, or `toolgate serve --ui`');
      core.openPage(page);
      return ok({});
    },
    quit() {
      if (core.quit === undefined) return fail('CANNOT_QUIT', 'this instance is ended where it was started', 'press Ctrl+C there');
      core.quit();
      return ok({});
    },
    async actOnNotice(id, action) {
      const subject = notices.subject(id);
      if (subject === undefined) return fail('NO_SUCH_NOTICE', `there is no notice ${id}`);
      const application = applicationOf(subject);
      if (application === undefined) return rooms.noticeActions.act(subject, action);
      const restored = await (await house.applications()).restore(application, {});
      return restored.ok ? ok({}) : restored;
    },
  };
  return house;
}

/** Loaded when somebody searches, or looks at a tool: a few hundred kB of facts. */
const openCatalogue = async (): Promise<Catalogue> =>
  (await import('./catalogue/create-catalogue.js')).createCatalogue({
    load: async () => (await import('./catalogue/servers.json')).default,
    fetch: (url, init) => fetch(url, init),
    registryTimeoutMs: 10_000,
  });
