import { matchesConditions } from '../../shared/policy/matches-conditions.js';
import { createApprovals, type ApprovalsRoom } from './approvals/create-approvals.js';
import { createAudit, type AuditRoom } from './audit/create-audit.js';
import { modeMemory } from './core-files.js';
import type { CoreDeps } from './create-core.js';
import type { Ground } from './lay-ground.js';
import { createLimits, type LimitsRoom } from './limits/limits.js';
import { createMeterNews, type MeterNews } from './meter-news.js';
import { createModes, type Modes } from './modes.js';
import { modeNotice, pinNotices } from './notice-words.js';
import { createPins, type Pins } from './pins/create-pins.js';
import { openPolicyFile, type PolicyFile } from './policy-file.js';
import { createPolicyWatch, type PolicyWatch } from './policy-watch.js';
import { createPolicyRoom, type PolicyRoom } from './policy/policy-room.js';
import type { Rooms } from './rooms.js';
import { slicing } from './slicing.js';
import type { Store } from './store/open-store.js';
import { createSharedCounters, type SharedCountersRoom } from './store/shared-counters.js';

/** What decides about calls, and the log of what was decided. */
export interface Judges {
  readonly policy: PolicyRoom;
  readonly policyFile: PolicyFile;
  readonly watchPolicy: PolicyWatch;
  readonly limits: LimitsRoom;
  readonly meterNews: MeterNews;
  readonly shared: SharedCountersRoom;
  readonly pins: Pins;
  readonly modes: Modes;
  readonly audit: AuditRoom;
  readonly approvals: ApprovalsRoom;
}

export function openJudges(deps: CoreDeps, store: Store, ground: Ground, rooms: () => Rooms): Judges {
  const { clock, ids, logger } = deps;
  const { board, settings, clients, notices, changes, health, quiet, unseen } = ground;
  const policyFile = openPolicyFile(deps.dataDir, () => clock.nowMs());
  const policy = createPolicyRoom({
    file: policyFile,
    revisions: store.revisions,
    clock,
    changed(sentence) {
      watchPolicy.look();
      audit.note({ event: 'policy', text: sentence });
      rooms().gateway.visibilityChanged();
      board.changed('gate');
      board.changed('meters');
      for (const server of settings.servers()) board.toolsChanged(server.name);
    },
    classOf: (server, tool) => rooms().registry.get(server, tool)?.class,
  });
  const watchPolicy = createPolicyWatch({ policy, file: policyFile, changes, notices, health, slicing });
  // A command line that opens the folder itself is no start that anybody sees: what it found is kept for the next one.
  if (deps.face === 'cli') for (const sentence of policy.loosenedMeanwhile) unseen.add(`policy.json: ${sentence}`);

  const limits = createLimits({ store: store.stamps, clock, changed: () => meterNews.changed() });
  const meterNews = createMeterNews(
    () => limits,
    clock,
    () => board.changed('meters'),
  );
  const shared = createSharedCounters({
    config: () => settings.get().sharedCounters ?? undefined,
    logger,
    problem: (line) => health.set('counters', line),
  });
  const pins = createPins({
    store: store.pins,
    clock,
    changed(news) {
      if (news.kind === 'changed') approvals.definitionChanged(news.server, news.tool);
      board.changed('servers');
    },
    listed: (news) => pinNotices(news).forEach((notice) => notices.add(notice)),
  });
  const modes = createModes(modeMemory(store.meta), clock, (mode, ended) => {
    board.changed('gate');
    notices.add(modeNotice(mode, ended));
  });
  const audit = createAudit({
    store,
    secrets: () => deps.secretStore.values(),
    tokens: () => clients.tokens(),
    key: ground.auditKey.bytes,
    keyLost: ground.auditKey.lost !== undefined,
    clock,
    logger,
    version: deps.version,
    retention: () => ({ days: settings.get().retentionDays, megabytes: settings.get().retentionMegabytes }),
    changed() {
      board.changed('activity');
      quiet.heard();
    },
    health: (problem) => health.set('log', problem),
  });
  for (const sentence of policy.loosenedMeanwhile) audit.note({ event: 'policy', text: `while Toolgate was not running: ${sentence}` });
  const approvals = createApprovals({
    grants: store.grants,
    clock,
    ids,
    logger,
    matchesConditions,
    canAsk: deps.canAsk,
    changed() {
      board.changed('approvals');
      board.changed('grants');
    },
    options: () => ({ timeoutMs: settings.get().approvalTimeoutSeconds * 1000, queueCap: 20 }),
  });
  return { policy, policyFile, watchPolicy, limits, meterNews, shared, pins, modes, audit, approvals };
}
