import type { Mode } from '../../shared/model/decision.js';
import type { Clock } from './ports/clock.js';
import type { ModeSource } from './ports/rooms.js';

export interface Modes extends ModeSource {
  untilMs(): number | undefined;
  /** `forMs` absent = until changed. A timed mode falls back to enforcing. */
  set(mode: Mode, forMs?: number): void;
  close(): void;
}

/** What survives a restart: a lockdown does, observing never does. */
export interface ModeMemory {
  load(): { mode: Mode; untilMs?: number } | undefined;
  save(value: { mode: Mode; untilMs?: number }): void;
}

/** Enforce, observe (timed or until stopped), lockdown. A restart returns to enforcing, except that a lockdown that has not ended stays. */
export function createModes(memory: ModeMemory, clock: Clock, changed: (mode: Mode, ended: boolean) => void): Modes {
  let mode: Mode = 'enforce';
  let untilMs: number | undefined;
  let cancel: (() => void) | undefined;

  const watchEnd = (): void => {
    cancel?.();
    cancel = undefined;
    if (untilMs === undefined) return;
    cancel = clock.after(Math.max(0, untilMs - clock.nowMs()), () => (ended() ? fallBack() : watchEnd()));
  };
  const ended = (): boolean => untilMs !== undefined && clock.nowMs() >= untilMs;
  const fallBack = (): void => {
    mode = 'enforce';
    untilMs = undefined;
    memory.save({ mode });
    changed(mode, true);
  };

  const before = memory.load();
  if (before?.mode === 'lockdown' && (before.untilMs === undefined || before.untilMs > clock.nowMs())) {
    mode = 'lockdown';
    untilMs = before.untilMs;
    watchEnd();
  }

  return {
    // An observe window that is over must not wait for its timer (the machine may have slept).
    current() {
      if (ended()) fallBack();
      return mode;
    },
    untilMs: () => untilMs,
    set(next, forMs) {
      mode = next;
      untilMs = forMs === undefined || next === 'enforce' ? undefined : clock.nowMs() + forMs;
      memory.save({ mode, ...(untilMs === undefined ? {} : { untilMs }) });
      watchEnd();
      changed(mode, false);
    },
    close() {
      cancel?.();
    },
  };
}
