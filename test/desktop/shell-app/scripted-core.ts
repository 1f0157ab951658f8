import { mode as modeSchema } from '../../../shared/model/decision.js';
import type { ApprovalView, CallRecord, Notice, Signal, Snapshot, Topic, Topics } from '../../../shared/model/views.js';
import { fail, ok } from '../../../shared/result.js';
import type { Core } from '../../../electron/core/public.js';
import type { DesktopPorts } from '../../../electron/desktop/start-desktop.js';

/** What tests reach through `globalThis.shell`: every command that came in, and a board they can write on. */
export interface ShellUnderTest {
  readonly commands: { readonly name: string; readonly input: unknown; readonly door: string }[];
  readonly ports: DesktopPorts;
  publish<T extends Exclude<Topic, 'tools'>>(topic: T, value: Topics[T]): void;
  snapshot(): Snapshot;
}

const emptySnapshot = (ports: DesktopPorts): Snapshot => ({
  revision: 0,
  gate: {
    mode: 'enforce',
    listening: true,
    port: 7411,
    url: 'http://127.0.0.1:7411/mcp',
    problems: [],
    version: ports.version,
    face: 'desktop',
    dataDir: ports.dataDir,
    startedAtMs: 0,
    policyRevision: 1,
    secretsIn: ports.secretStore.place.name,
  },
  servers: [],
  tools: {},
  clients: [],
  approvals: [],
  grants: [],
  meters: [],
  activity: { today: { calls: 0, asked: 0, refused: 0 }, minutes: [], recent: [] },
  notices: [],
  changes: [],
  settings: {
    port: 7411,
    theme: 'system',
    zoom: 100,
    language: 'en',
    startAtLogin: false,
    notifications: true,
    approvalWindow: true,
    approvalTimeoutSeconds: 240,
    retentionDays: 90,
    updates: true,
    retentionMegabytes: 500,
    callTimeoutSeconds: 60,
    maxRequestMegabytes: 16,
    maxAnswerMegabytes: 100,
    projectFolders: [],
    firstRunDone: false,
  },
});

/** A core whose state the test writes: the shell is only views of the board and a door for commands. */
export function createScriptedCore(ports: DesktopPorts): { core: Core; shell: ShellUnderTest } {
  let state = emptySnapshot(ports);
  const listeners = new Map<(signal: Signal) => void, readonly Topic[] | undefined>();
  const commands: ShellUnderTest['commands'] = [];
  const publish = (topic: Topic, value: unknown): void => {
    state = { ...state, revision: state.revision + 1, [topic]: value };
    const signal = { topic, revision: state.revision, value } as Signal;
    for (const [listener, topics] of listeners) if (!topics || topics.includes(topic)) listener(signal);
  };
  const core: Core = {
    damage: [],
    used: () => false,
    async dispatch(name, input, { door }) {
      commands.push({ name, input, door });
      const fields = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
      if (name === 'gate.status') return ok(state.gate);
      if (name === 'mode.set') {
        publish('gate', { ...state.gate, mode: modeSchema.parse(fields['mode']) });
        return ok(state.gate);
      }
      if (name === 'settings.set') {
        publish('settings', { ...state.settings, ...fields });
        return ok(state.settings);
      }
      if (name === 'approval.deny') {
        publish(
          'approvals',
          state.approvals.filter((approval) => approval.id !== fields['id']),
        );
        return ok({});
      }
      if (name === 'notice.read') {
        publish(
          'notices',
          state.notices.map((notice) => (notice.id === fields['id'] ? { ...notice, read: true } : notice)),
        );
        return ok({});
      }
      return fail('UNKNOWN_COMMAND', `there is no command ${name}`);
    },
    board: {
      snapshot: () => state,
      gate: () => state.gate,
      subscribe(listener, topics) {
        listeners.set(listener, topics);
        return () => void listeners.delete(listener);
      },
    },
    start: async () => ok(undefined),
    stop: async () => undefined,
  };
  return { core, shell: { commands, ports, publish, snapshot: () => state } };
}

export type { ApprovalView, CallRecord, Notice };
