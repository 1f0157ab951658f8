import type { Passage } from '../ports/corridor.js';

/** What a transport reports. `related` is Toolgate's own id of the request on whose stream a message came; stdio cannot tell. */
export interface WireSink {
  /** one whole message, without raw line ends */
  message(bytes: Buffer, related: number | undefined): void;
  /** An answer passed the cap and was thrown away; `id` where it could be read. A `guess` may mean the only call that waits. */
  tooLarge(id: number | undefined, how: 'known' | 'guess'): void;
  /** this request will get no answer any more; the fault is one of the port's */
  requestFailed(id: number, fault: Error): void;
  /** the server closed the stream of this request; the rest is fetched after `retryMs` */
  paused(id: number, retryMs: number): void;
  /** whether the request still waits for its answer */
  waits(id: number): boolean;
  /** whether a request but `id` still waits for its answer */
  others(id: number | undefined): boolean;
  /** bytes where a message should be */
  noise(bytes: Buffer): void;
  /** a lost standing stream is back: what was announced meanwhile is not known */
  resumed(): void;
  /** the connection is over; called once. `problem` is a line for people. */
  closed(end: WireEnd): void;
}

export interface WireEnd {
  readonly problem: string;
  /** `crash` counts towards backing off, `expired` does not, `sign-in` and `unstartable` wait for a person */
  readonly kind: 'crash' | 'expired' | 'sign-in' | 'unstartable' | 'stopped';
}

/** One connection to a server, below JSON-RPC: text out, messages in. */
export interface Wire {
  /**
   * Sends one message (JSON text without line ends). `id` is set for requests. Throws `NeverSent` when nothing can have left;
   * later faults arrive as `requestFailed`. `headers` are for transports that have some.
   */
  send(text: string, id: number | undefined, headers?: Readonly<Record<string, string>>, passage?: Passage): void;
  /** It sends some messages later than `send` returns, and asks their `passage` itself. Of other wires whoever calls `send` has asked. */
  readonly gathers?: true;
  /** while on, there is no session: requests bring their headers with them, and closing a stream is how one is cancelled (2026-07-28) */
  stateless?(on: boolean): void;
  /** after the answer to `initialize`; resolves when requests may follow */
  ready(protocolVersion: string): Promise<void>;
  /** the caller lost interest in the answer to `id` */
  forget(id: number): void;
  /** ends it in order; resolves when everything it started is gone */
  close(): Promise<void>;
  /** processes it keeps running */
  readonly processes: number;
}
