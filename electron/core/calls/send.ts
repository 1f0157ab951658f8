import type { CallRecord } from '../../../shared/model/views.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { Answer } from '../ports/messages.js';
import { outcomeOf } from './answer-outcome.js';
import { faultLine, readFault, type SendFault } from './faults.js';

/** What became of a call that was forwarded: every failure is a value. */
export type Sent =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly outcome: CallRecord['outcome'] }
  | { readonly kind: 'failed'; readonly fault: SendFault; readonly line: string };

export function answered(answer: Answer, server: string, riskClass: RiskClass): Sent {
  try {
    return { kind: 'answered', answer, outcome: outcomeOf(answer) };
  } catch (cause) {
    return failed(cause, server, riskClass);
  }
}

export const failed = (cause: unknown, server: string, riskClass: RiskClass): Sent => ({
  kind: 'failed',
  fault: readFault(cause, server, riskClass),
  line: faultLine(cause),
});

/** Awaits what was forwarded. Never rejects. */
export const settled = (answer: Promise<Answer>, server: string, riskClass: RiskClass): Promise<Sent> =>
  answer.then(
    (given) => answered(given, server, riskClass),
    (cause: unknown) => failed(cause, server, riskClass),
  );
