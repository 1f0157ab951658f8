import type { GateView } from '../../shared/model/views.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { told } from '../../shared/words/notice.js';
import type { ApprovalsRoom } from './approvals/create-approvals.js';
import type { AuditRoom } from './audit/create-audit.js';
import type { Board } from './board.js';
import type { CoreDeps } from './create-core.js';
import { serveControl, type ControlServer } from './control/control-server.js';
import { socketPaths } from './control/socket-paths.js';
import type { Dispatch } from './dispatch.js';
import type { Gateway } from './gateway/gateway.js';
import type { Health } from './health.js';
import type { Modes } from './modes.js';
import type { Notices } from './notices.js';
import type { PolicyFile } from './policy-file.js';
import type { PolicyWatch } from './policy-watch.js';
import type { PolicyRoom } from './policy/policy-room.js';
import type { SettingsRoom } from './settings/create-settings.js';
import type { Unseen } from './unseen.js';
import type { UpstreamsRoom } from './upstreams/create-upstreams.js';

export interface LifeDeps {
  readonly core: CoreDeps;
  readonly settings: SettingsRoom;
  readonly gateway: Gateway;
  readonly upstreams: UpstreamsRoom;
  readonly audit: AuditRoom;
  readonly approvals: ApprovalsRoom;
  readonly modes: Modes;
  readonly policy: PolicyRoom;
  readonly policyFile: PolicyFile;
  readonly watchPolicy: PolicyWatch;
  readonly notices: Notices;
  readonly unseen: Unseen;
  /** damage that a command line found and nobody may have read */
  readonly unseenDamage: Unseen;
  readonly board: () => Board;
  readonly dispatch: () => Dispatch;
  readonly health: Health;
  /** lists the servers that are configured, in the background */
  readonly listServers: () => void;
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

/** Opens and ends what listens. The gate stands only when every listener does; one that cannot open ends the start with its line. */
export function createLife(deps: LifeDeps): Life {
  const { core, settings, gateway, modes, policy, health } = deps;
  const startedAtMs = core.clock.nowMs();
  const sockets = socketPaths(core.dataDir);
  let control: ControlServer | undefined;
  let listening: { port: number; url: string } | undefined;
  let endWatch: (() => void) | undefined;
  let stopped = false;

  const listen = async (port: number): Promise<Result<void>> => {
    const opened = await gateway.listenHttp(port);
    health.set('listener', opened.ok ? undefined : [opened.error.message, opened.error.fix].filter(Boolean).join(' '));
    if (!opened.ok) return opened;
    listening = opened.value;
    deps.board().changed('gate');
    return ok(undefined);
  };

  return {
    gateView: () => ({
      mode: modes.current(),
      ...(modes.untilMs() === undefined ? {} : { modeUntilMs: modes.untilMs() }),
      listening: listening !== undefined,
      port: listening?.port ?? core.port ?? settings.get().port,
      url: listening?.url ?? `http://127.0.0.1:${core.port ?? settings.get().port}/mcp`,
      // a broken edit is known to the policy and to whoever watches its file
      problems: [
        ...new Set([
          ...health.lines(),
          ...settings.problems,
          ...deps.audit.problems,
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
        dispatch: (name, input, unlock) => deps.dispatch()(name, input, { door: 'cli', ...(unlock === undefined ? {} : { unlock }) }),
        subscribe: (listener, topics) => deps.board().subscribe(listener, topics),
      });
      if (!opened.ok) return opened;
      control = opened.value;
      const [http, local] = await Promise.all([listen(core.port ?? settings.get().port), gateway.listenLocal(sockets.bridge)]);
      if (!local.ok) health.set('bridge', local.error.message);
      deps.watchPolicy.started();
      endWatch = deps.policyFile.watch((text) => void deps.watchPolicy.edited(text));
      const unseen = deps.unseen.take();
      if (unseen.length > 0)
        deps.notices.add({
          subject: 'unseen',
          kind: 'change',
          ...told('unseen', { sentence: unseen.join('\n') }),
          severity: 'caution',
          opens: 'overview',
        });
      health.set('damage', deps.unseenDamage.take().join(' ') || undefined);
      if (http.ok) deps.listServers();
      return http.ok ? (local.ok ? ok(undefined) : fail(local.error.code, local.error.message, local.error.fix)) : http;
    },

    async stop() {
      if (stopped) return;
      stopped = true;
      endWatch?.();
      deps.approvals.close();
      await control?.close();
      await gateway.close();
      await deps.upstreams.close();
      modes.close();
      await deps.settled();
      deps.audit.stop();
      deps.board().close();
      deps.closeFiles();
    },

    portChanged() {
      // Sessions end with the old listener; clients find the new address when they are connected again.
      health.set('port', `the port changed to ${settings.get().port}: restart Toolgate, then connect the applications again`);
    },
  };
}
