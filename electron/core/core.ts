import type { Door } from '../../shared/commands/contract.js';
import type { GateView, Signal, Snapshot, Topic } from '../../shared/model/views.js';
import type { Result } from '../../shared/result.js';

/** Where a command came from. `unlock` is the code that `serve` printed on its own terminal, where the caller knows it.
 *  `confirmed`: the waiting change that a person has agreed to, as they were shown it. */
export interface Origin {
  readonly door: Door;
  readonly unlock?: string;
  readonly confirmed?: { readonly sentence: string; readonly diff: string | undefined };
}

/** The core's public face: commands in, news out. Every face (window, tray, CLI, browser) has only this. */
export interface Core {
  /** Validates and carries out one command of the table. Never throws: faults come back as failures. */
  dispatch(name: string, input: unknown, from: Origin): Promise<Result<unknown>>;
  readonly board: {
    snapshot(): Snapshot;
    /** that part of it alone: the whole counts the day's calls and puts every tool together */
    gate(): GateView;
    /** `topics` absent = all. A topic nobody listens to costs nothing. Returns the end of the subscription. */
    subscribe(listener: (signal: Signal) => void, topics?: readonly Topic[]): () => void;
  };
  /** whether a call came since the start */
  used(): boolean;
  /** What was found damaged in the data folder when it was opened, one line each for people: it has been replaced, so it is told this once. */
  readonly damage: readonly string[];
  /** Opens the listeners. Fails with one clear line when the gate cannot stand (port taken, data folder in use). */
  start(): Promise<Result<void>>;
  /** Ends listeners and servers, flushes the log. */
  stop(): Promise<void>;
}
