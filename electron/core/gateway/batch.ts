import type { JsonArray } from '../../../shared/json/json.js';
import { nowhere, type Exchange } from './channel.js';
import { readEnvelope, type Incoming } from './envelope.js';
import type { HttpExchange } from './http-exchange.js';
import type { Session } from './session.js';

/** What the messages of a batch share. */
type Whole = Pick<HttpExchange, 'streaming' | 'push' | 'answer' | 'finish'>;

const maxBatch = 100;
export const noBatches = 'Invalid Request: batches are not part of this protocol version';

/** The messages of a batch (MCP 2025-03-26 only); a text is why it is none. */
export function readBatch(items: JsonArray): readonly Incoming[] | string {
  if (items.length === 0 || items.length > maxBatch) return `Invalid Request: a batch has 1 to ${maxBatch} messages`;
  return items.map((item) => readEnvelope(item));
}

/** Has a session take the messages of a batch. `open` gives where the answers go; false, and nothing is opened, where there are none. */
export function receiveBatch(session: Session, messages: readonly Incoming[], open: () => Whole): boolean {
  const isAnswered = ({ kind }: Incoming): boolean => kind === 'request' || kind === 'bad';
  const answered = messages.filter(isAnswered).length;
  const shares = answered === 0 ? [] : shareExchange(open(), answered);
  for (const message of messages) session.receive(message, (isAnswered(message) ? shares.shift() : undefined) ?? nowhere);
  return answered > 0;
}

/**
 * Shares one exchange among the requests of a batch: one array when nothing was said before the last answer,
 * else each answer as a message of its own.
 */
export function shareExchange(whole: Whole, count: number): Exchange[] {
  const answers: Buffer[] = [];
  let left = count;
  const settle = (bytes: Buffer | undefined) => {
    left--;
    if (bytes !== undefined) answers.push(bytes);
    if (whole.streaming) for (const answer of answers.splice(0)) whole.push(answer);
    if (left > 0) return;
    if (whole.streaming || answers.length === 0) whole.finish();
    else whole.answer(joined(answers));
  };
  return Array.from({ length: count }, () => {
    let over = false;
    const once = (bytes: Buffer | undefined) => {
      if (over) return;
      over = true;
      settle(bytes);
    };
    return { answer: once, push: (bytes) => whole.push(bytes), drop: () => once(undefined) };
  });
}

const joined = (messages: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('['),
    ...messages.flatMap((message, i) => (i === 0 ? [message] : [Buffer.from(','), message])),
    Buffer.from(']'),
  ]);
