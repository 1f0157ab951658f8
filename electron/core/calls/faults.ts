import type { RiskClass } from '../../../shared/model/risk.js';
import type { CallRecord } from '../../../shared/model/views.js';
import { AccessRefused, AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent, NoAnswer } from '../ports/upstreams.js';
import { cancelled, type Refusal } from './refusals.js';

/** What a failed forwarding means: words for the agent, outcome for the log, and whether the request provably never left. */
export interface SendFault {
  readonly refusal: Refusal;
  readonly outcome: CallRecord['outcome'];
  readonly neverLeft: boolean;
}

/** Translates what forwarding threw. A call that may have been carried out is called retryable only where it merely looked. */
export function readFault(cause: unknown, server: string, riskClass: RiskClass): SendFault {
  const harmless = riskClass === 'read';
  const maybeDone = harmless ? 'Trying again can help.' : 'It may or may not have been carried out: find out before trying again.';
  const unavailable = (reason: string, advice: string, retryable: boolean): Refusal => ({ code: 'UNAVAILABLE', reason, advice, retryable });

  if (cause instanceof NeverSent)
    return {
      refusal: unavailable(`${server} could not be reached, and the call was not sent${because(cause)}`, 'Trying again can help.', true),
      outcome: 'error',
      neverLeft: true,
    };
  if (cause instanceof CallCancelled) return { refusal: cancelled(), outcome: 'cancelled', neverLeft: false };
  if (cause instanceof CallTimedOut)
    return { refusal: unavailable(`${server} did not answer in time.`, maybeDone, harmless), outcome: 'timeout', neverLeft: false };
  if (cause instanceof AnswerTooLarge)
    return {
      refusal: unavailable(
        `The answer of ${server} was larger than Toolgate passes on${because(cause)}`,
        'Trying again will not help; ask for less.',
        false,
      ),
      outcome: 'error',
      neverLeft: false,
    };
  if (cause instanceof AccessRefused)
    return {
      refusal: unavailable(`${server} refused access${because(cause)}`, 'A person has to sign in or give other credentials first.', false),
      outcome: 'error',
      neverLeft: false,
    };
  if (cause instanceof NoAnswer)
    return {
      refusal: unavailable(`${server} gave no answer that can be passed on${because(cause)}`, maybeDone, harmless),
      outcome: 'unknown',
      neverLeft: false,
    };
  if (cause instanceof FateUnknown)
    return {
      refusal: unavailable(`The connection to ${server} broke while the call was under way.`, maybeDone, harmless),
      outcome: 'unknown',
      neverLeft: false,
    };
  return { refusal: unavailable(`The call to ${server} failed.`, maybeDone, harmless), outcome: 'unknown', neverLeft: false };
}

/** Texts of the known faults are made by Toolgate itself and may be shown; anything else is not. */
const because = (cause: Error): string => (cause.message === '' ? '.' : `: ${cause.message.replace(/[.\s]+$/, '')}.`);

/** One short line for the log record. */
export const faultLine = (cause: unknown): string =>
  (cause instanceof Error ? `${cause.constructor.name}: ${cause.message}` : String(cause)).slice(0, 300);
