import type { CallRecord } from '../../../shared/model/views.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { Answer } from '../ports/messages.js';
import { outcomeOf } from './answer-outcome.js';
import { faultLine, readFault, type SendFault } from './faults.js';

/** What became of a call that was forwarded: every failure is a value. */
export type Sent =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly outcome: CallRecord['outcome'] }
  | { readonly kind: 'failed'; readonly fault: SendFault; readonly line: string };

/** Awaits what was forwarded. Never rejects. */
export async function settled(answer: Promise<Answer>, server: string, riskClass: RiskClass): Promise<Sent> {
  try {
    const given = await answer;
    return { kind: 'answered', answer: given, outcome: outcomeOf(given) };
  } catch (cause) {
    return { kind: 'failed', fault: readFault(cause, server, riskClass), line: faultLine(cause) };
  }
}
