/**
 * The seam between the message layer and what carries bytes to a client. A transport parses nothing but its own framing: it hands in
 * messages, and gets back complete JSON-RPC messages as bytes without a line end. Whatever implements these two can carry a session.
 */

/** Where the answer to one request goes. After `answer` or `drop` nothing more may be sent. */
export interface Exchange {
  /** the final message */
  answer(bytes: Buffer): void;
  /** the final message as text, one character per byte */
  answerText?(text: string): void;
  /**
   * The final message in two parts, for one too large to be copied; neither is changed afterwards by anybody. `written` is told when they are not needed
   * here any more, and not at all where the client went away before.
   */
  answerParts?(head: Buffer, rest: Buffer, written: (() => void) | undefined): void;
  /** a message that belongs to this request and is delivered before its answer */
  push(bytes: Buffer): void;
  /** the request was cancelled: there will be no answer */
  drop(): void;
  /** The server has closed its stream and goes on: so may we, where the client can come back for the rest (SEP-1699). */
  pause?(retryMs: number): void;
}

/** For what nobody answers. */
export const nowhere: Exchange = { answer() {}, push() {}, drop() {} };

/** The rest of what a session says to its client. */
export interface DownstreamChannel {
  readonly kind: 'http' | 'local';
  push(bytes: Buffer, urgency: Urgency): void;
  /** the session is over */
  close(): void;
}

/** `now`: somebody waits for it; `keep`: delivered when the client listens (again); `lossy`: may be left out where nobody has listened yet */
export type Urgency = 'now' | 'keep' | 'lossy';
