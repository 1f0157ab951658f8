import type { Exchange } from './channel.js';
import type { HttpExchange } from './http-exchange.js';

/**
 * Shares one exchange among the requests of a batch (MCP 2025-03-26 only): one array when nothing was said before the last answer,
 * else each answer as a message of its own.
 */
export function shareExchange(whole: Pick<HttpExchange, 'streaming' | 'push' | 'answer' | 'finish'>, count: number): Exchange[] {
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
