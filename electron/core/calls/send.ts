import type { CallRecord } from '../../../shared/model/views.js';
import type { CallIntent, Forward } from '../ports/corridor.js';
import type { Answer } from '../ports/messages.js';
import { outcomeOf } from './answer-outcome.js';
import { faultLine, readFault, type SendFault } from './faults.js';
import type { RiskClass } from '../../../shared/model/risk.js';

export type Sent =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly outcome: CallRecord['outcome'] }
  | { readonly kind: 'failed'; readonly fault: SendFault; readonly line: string };

/** Forwards, once, and turns every failure into a value. Never rejects. */
export async function send(
  intent: CallIntent,
  forward: Forward,
  callTimeoutMs: number,
  riskClass: RiskClass,
  paramsText?: string,
  mayGoOn?: () => boolean,
): Promise<Sent> {
  try {
    const answer = await forward(intent.params, callTimeoutMs, intent.signal, paramsText, mayGoOn);
    return { kind: 'answered', answer, outcome: outcomeOf(answer) };
  } catch (cause) {
    return { kind: 'failed', fault: readFault(cause, intent.server, riskClass), line: faultLine(cause) };
  }
}
