import { told } from '../../shared/words/notice.js';
import type { NewNotice } from './notices.js';
import type { Logger } from './ports/logger.js';
import type { Answer, Caller } from './ports/messages.js';
import type { ToolFacts } from './ports/rooms.js';
import { slicing } from './slicing.js';

const MAX_WAITING = 32;
/** so much of an answer is read; a client's model seldom takes in as much */
const MAX_BYTES = 512 * 1024;

interface Waiting {
  readonly facts: ToolFacts;
  readonly bytes: Buffer;
  readonly caller: Caller;
}

/**
 * Looks at answers of tools that take in untrusted content, after they were passed on and off the path of calls. It blocks nothing: it
 * tells a person that text with orders to the model came in, and what was not looked at. Tools without that label are never looked at.
 * Flows do not hang on it: whatever such a tool answers counts as untrusted.
 */
export function createAnswerScan(
  found: (notice: NewNotice) => void,
  logger: Logger,
): (facts: ToolFacts, answer: Answer, caller: Caller) => void {
  const waiting: Waiting[] = [];
  let running = false;
  const look = async (one: Waiting): Promise<void> => {
    // loaded already: its tool was judged with it
    const { scanResult } = await import('./risk/scan-definition.js');
    const { verdict, findings, whole } = await scanResult(one.bytes, slicing, MAX_BYTES);
    const worst = findings[0];
    const { server, tool } = one.facts;
    const { client } = one.caller;
    if (verdict === 'poisoned' && worst !== undefined)
      found({
        subject: `answer:${client}:${server}:${tool}`,
        kind: 'quarantined',
        ...told('orders', { server, tool, client, says: worst.says, quote: worst.quote.slice(0, 120) }),
        severity: 'caution',
        opens: 'activity',
      });
    else if (!whole)
      found(
        notLooked(
          one.facts,
          one.caller,
          told('unread', { server, tool, client, kilobytes: Math.ceil(one.bytes.length / 1024), read: MAX_BYTES / 1024 }),
        ),
      );
  };
  const next = async (): Promise<void> => {
    const one = waiting.shift();
    running = one !== undefined;
    if (one === undefined) return;
    await look(one).catch((fault: unknown) => logger.error('answer.not-scanned', { server: one.facts.server, fault: String(fault) }));
    inTurn();
  };
  const inTurn = (): void => void setImmediate(() => void next());
  return (facts, answer, caller) => {
    if (!facts.labels.includes('untrusted-content')) return;
    if (waiting.length >= MAX_WAITING) {
      found(notLooked(facts, caller, told('crowded', { server: facts.server, tool: facts.tool, client: caller.client })));
      return;
    }
    // what is released when it was passed on is looked at in a copy
    const bytes = answer.release === undefined ? answer.bytes : Buffer.from(answer.bytes);
    waiting.push({ facts, bytes, caller });
    if (!running) {
      running = true;
      inTurn();
    }
  };
}

const notLooked = (facts: ToolFacts, caller: Caller, says: ReturnType<typeof told>): NewNotice => ({
  subject: `unread:${caller.client}:${facts.server}:${facts.tool}`,
  kind: 'quarantined',
  ...says,
  severity: 'info',
  opens: 'activity',
});
