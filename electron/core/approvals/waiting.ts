import type { Clock } from '../ports/clock.js';
import type { ApprovalAnswer, ApprovalQuestion } from '../ports/rooms.js';

const parkAfterMs = 50_000;
const tellEveryMs = 10_000;

/** The calls that wait for an answer now, each with its promise, its timers and the client's signal. */
export interface WaitingCalls {
  /** a promise that `settle` resolves; nothing else happens before `start` */
  register(question: ApprovalQuestion): Promise<ApprovalAnswer>;
  /** Starts the clocks of a call that still waits. `left`: the client cancelled or went away. `patienceOver`: 50 s, and nobody to tell. */
  start(callId: string, on: { left: () => void; patienceOver: () => void }): void;
  settle(callId: string, answer: ApprovalAnswer): void;
  question(callId: string): ApprovalQuestion | undefined;
}

export function createWaitingCalls(clock: Clock): WaitingCalls {
  const calls = new Map<string, { question: ApprovalQuestion; resolve: (answer: ApprovalAnswer) => void; stop: () => void }>();

  return {
    register(question) {
      if (calls.has(question.callId)) throw new Error('this call waits already');
      return new Promise((resolve) => void calls.set(question.callId, { question, resolve, stop: () => {} }));
    },
    start(callId, on) {
      const call = calls.get(callId);
      if (call === undefined) return;
      const { tellWaiting, signal, parting } = call.question;
      const ends = parting === undefined ? [signal] : [signal, parting];
      const unhear = (): void => ends.forEach((end) => end.removeEventListener('abort', on.left));
      for (const end of ends) end.addEventListener('abort', on.left, { once: true });
      call.stop = unhear;
      if (ends.some((end) => end.aborted)) return on.left();
      const stopClock = tellWaiting === undefined ? clock.after(parkAfterMs, on.patienceOver) : keepTelling(clock, tellWaiting);
      // Telling may have ended the wait already.
      if (calls.get(callId) !== call) return stopClock();
      call.stop = () => {
        stopClock();
        unhear();
      };
    },
    settle(callId, answer) {
      const call = calls.get(callId);
      if (call === undefined) return;
      calls.delete(callId);
      call.stop();
      call.resolve(answer);
    },
    question: (callId) => calls.get(callId)?.question,
  };
}

/** Progress at once and then every 10 s, strictly increasing, so that the client's own clock does not run out. */
function keepTelling(clock: Clock, tell: (step: number, message: string) => void): () => void {
  let step = 0;
  let stopped = false;
  let stopTimer = (): void => {};
  const next = (): void => {
    if (stopped) return;
    step += 1;
    try {
      tell(step, 'waiting for approval in Toolgate');
    } catch {
      // a client that is gone is seen by its signal
    }
    stopTimer = clock.after(tellEveryMs, next);
  };
  next();
  return () => {
    stopped = true;
    stopTimer();
  };
}
