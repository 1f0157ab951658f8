import type { Mode } from '../../shared/model/decision.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Clock } from './ports/clock.js';
import type { ModeSource } from './ports/rooms.js';

export interface Modes extends ModeSource {
  untilMs(): number | undefined;
  /** `forMs` absent = until changed. A timed mode falls back to enforcing. Where it cannot be written down, what tightens holds all the same. */
  set(mode: Mode, forMs?: number): Result<void>;
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
  /** of observing, on the clock that never jumps: whichever says so first ends it */
  let endsMonotonicMs = Infinity;
  let cancel: (() => void) | undefined;

  const watchEnd = (): void => {
    cancel?.();
    cancel = undefined;
    if (untilMs === undefined) return;
    const leftMs = Math.min(untilMs - clock.nowMs(), endsMonotonicMs - clock.monotonicMs());
    cancel = clock.after(Math.max(0, leftMs), () => (ended() ? fallBack() : watchEnd()));
  };
  const ended = (): boolean => untilMs !== undefined && (clock.nowMs() >= untilMs || clock.monotonicMs() >= endsMonotonicMs);
  const save = (next: Mode, until: number | undefined): boolean => {
    try {
      memory.save({ mode: next, ...(until === undefined ? {} : { untilMs: until }) });
      return true;
    } catch {
      return false;
    }
  };
  const fallBack = (): void => {
    mode = 'enforce';
    untilMs = undefined;
    endsMonotonicMs = Infinity;
    // where this fails, what is stored is over at the next start too
    save(mode, untilMs);
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
      const lastsMs = next === 'enforce' ? undefined : forMs;
      const until = lastsMs === undefined ? undefined : clock.nowMs() + lastsMs;
      const loosens = mode === 'lockdown' || next === 'observe';
      const saved = save(next, until);
      if (!saved && loosens)
        return fail('NOT_STORED', 'The mode could not be written to the disk.', 'Check the disk and try again. Nothing was changed.');
      mode = next;
      untilMs = until;
      endsMonotonicMs = next === 'observe' && lastsMs !== undefined ? clock.monotonicMs() + lastsMs : Infinity;
      watchEnd();
      changed(mode, false);
      if (saved || next === 'enforce') return ok(undefined);
      return fail(
        'NOT_STORED',
        'Lockdown is on, but it could not be written to the disk and would be over after a restart.',
        'Check the disk and set it again.',
      );
    },
    close() {
      cancel?.();
    },
  };
}
