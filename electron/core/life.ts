import type { GateView } from '../../shared/model/views.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { told } from '../../shared/words/notice.js';
import type { CoreDeps } from './create-core.js';
import { serveControl, type ControlServer } from './control/control-server.js';
import { socketPaths } from './control/socket-paths.js';
import type { Dispatch } from './dispatch.js';
import type { Rooms } from './rooms.js';

export interface LifeDeps {
  readonly core: CoreDeps;
  readonly rooms: Omit<Rooms, 'life'>;
  readonly dispatch: Dispatch;
  /** resolves when what was written a moment ago is looked after no more */
  readonly settled: () => Promise<void>;
  readonly closeFiles: () => void;
}

export interface Life {
  start(): Promise<Result<void>>;
  stop(): Promise<void>;
  gateView(): GateView;
  /** the port setting changed: listen there instead */
  portChanged(): void;
}

/** how soon a taken port is tried again */
const RETRY_MS = 5000;

/** Opens and ends what listens. The gate stands only when every listener does; one that cannot open ends the start with its line. */
export function createLife({ core, rooms, dispatch, settled, closeFiles }: LifeDeps): Life {
  const { settings, gateway, modes, policy, health, board, audit, notices, quiet } = rooms;
  const startedAtMs = core.clock.nowMs();
  const sockets = socketPaths(core.dataDir);
  let control: ControlServer | undefined;
  let listening: { port: number; url: string } | undefined;
  let endWatch: (() => void) | undefined;
  let endRetry: (() => void) | undefined;
  let stopped = false;

  const port = () => core.port ?? settings.get().port;
  const listen = async (): Promise<Result<void>> => {
    const opened = await gateway.listenHttp(port());
    health.set('listener', opened.ok ? undefined : [opened.error.message, opened.error.fix].filter(Boolean).join(': '));
    if (!opened.ok) return opened;
    listening = opened.value;
    board.changed('gate');
    return ok(undefined);
  };

  /** Somebody else's port is tried again until it is free, or another was chosen: whoever did either need not restart the gate too. */
  const listenLater = (): void => {
    endRetry = core.clock.after(RETRY_MS, () => {
      void listen()
        .then((opened) => {
          if (stopped) return gateway.close();
          if (opened.ok) rooms.listAll();
          else listenLater();
        })
        .catch((fault: unknown) => core.logger.error('gateway.listen', { error: String(fault) }));
    });
  };

  return {
    gateView: () => ({
      mode: modes.current(),
      ...(modes.untilMs() === undefined ? {} : { modeUntilMs: modes.untilMs() }),
      listening: listening !== undefined,
      port: listening?.port ?? port(),
      url: listening?.url ?? `http://127.0.0.1:${port()}/mcp`,
      // a broken edit is known to the policy and to whoever watches its file
      problems: [
        ...new Set([
          ...health.lines(),
          ...settings.problems,
          ...audit.problems,
          ...(policy.show().problem === undefined ? [] : [policy.show().problem!]),
        ]),
      ],
      version: core.version,
      face: core.face === 'desktop' ? 'desktop' : 'headless',
      dataDir: core.dataDir,
      startedAtMs,
      policyRevision: policy.current().revision,
      secretsIn: [core.secretStore.place.name, core.secretStore.place.caution].filter((part) => part !== undefined).join('. '),
    }),

    async start() {
      // The control socket first: whoever finds the port taken can still ask this instance why.
      const opened = await serveControl({
        path: sockets.control,
        dispatch: (name, input, unlock) => dispatch(name, input, { door: 'cli', ...(unlock === undefined ? {} : { unlock }) }),
        subscribe: (listener, topics) => board.subscribe(listener, topics),
      });
      if (!opened.ok) return opened;
      control = opened.value;
      const [http, local] = await Promise.all([listen(), gateway.listenLocal(sockets.bridge)]);
      if (!local.ok) health.set('bridge', local.error.message);
      rooms.watchPolicy.started();
      endWatch = rooms.policyFile.watch((text) => void rooms.watchPolicy.edited(text));
      const unseen = rooms.unseen.take();
      if (unseen.length > 0)
        notices.add({
          subject: 'unseen',
          kind: 'change',
          ...told('unseen', { sentence: unseen.join('\n') }),
          severity: 'caution',
          opens: 'overview',
        });
      health.set('damage', rooms.unseenDamage.take().join(' ') || undefined);
      if (http.ok) rooms.listAll();
      else if (!stopped) listenLater();
      return http.ok ? (local.ok ? ok(undefined) : fail(local.error.code, local.error.message, local.error.fix)) : http;
    },

    async stop() {
      if (stopped) return;
      stopped = true;
      endWatch?.();
      endRetry?.();
      rooms.meterNews.close();
      rooms.limits.close();
      rooms.signIns.close();
      rooms.shared.close();
      rooms.approvals.close();
      await control?.close();
      await gateway.close();
      await rooms.upstreams.close();
      modes.close();
      await settled();
      quiet.close();
      audit.stop();
      board.close();
      closeFiles();
      await rooms.telemetry.close();
    },

    portChanged() {
      // a gate that listens nowhere yet tries the new one by itself
      if (listening === undefined) return;
      // Sessions end with the old listener; clients find the new address when they are connected again.
      health.set('port', `the port changed to ${settings.get().port}: restart Toolgate, then connect the applications again`);
    },
  };
}
