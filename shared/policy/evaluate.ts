import { exceeds } from '../limits/sliding-log.js';
import type { Because, Decision, LimitState } from '../model/decision.js';
import type { Entry } from './compile-rule.js';
import type { CompiledSubject, SubjectLimit } from './compile.js';
import type { ConditionFacts } from './conditions.js';
import type { Subject } from './levels.js';
import { touchesOwnFolder } from './own-folder.js';
import { because } from './reasons.js';
import type { CallFacts, Evaluation, LimitCharge, ReadLimit } from './types.js';

/**
 * One decision, pure: action of the closest rule, then every condition and limit, the strictest outcome. Whatever throws denies
 * and says so. `because` holds every reason for the verdict, the deciding one first.
 */
export function judge(
  facts: CallFacts,
  readLimit: ReadLimit,
  subjectOf: (subject: Subject) => CompiledSubject,
  redacted?: ConditionFacts['redacted'],
): Evaluation {
  let subject: CompiledSubject;
  try {
    subject = subjectOf(facts);
  } catch (error) {
    return evaluation(decide('deny', 'DENIED', [broken('', error)], []), [], NO_APPROVAL);
  }
  const { action } = subject.stated;
  if (action === 'hide') return evaluation(decide('hide', 'HIDDEN', [subject.because], []), [], subject.approval);
  if (action === 'deny') return evaluation(decide('deny', 'DENIED', [subject.because], []), [], subject.approval);

  const seen: ConditionFacts = {
    arguments: facts.arguments,
    remote: facts.remote,
    cwd: facts.cwd,
    paths: facts.paths,
    allowFileUrl: facts.governed === 'resources',
    ...(redacted && { redacted }),
  };
  const denied: Because[] = [];
  fired(subject.deny, seen, denied, denied);
  fired(subject.require, seen, denied, denied);

  const asked: Because[] = [];
  ownFolder(seen, denied, asked);
  const limits = readLimits(subject.limits, facts, readLimit, redacted, denied);
  if (denied.length > 0) return evaluation(decide('deny', 'DENIED', denied, limits.states), limits.charges, subject.approval);
  if (limits.hit.length > 0)
    return evaluation(decide('deny', 'LIMITED', limits.hit, limits.states, limits.retryAfterMs), limits.charges, subject.approval);

  fired(subject.ask, seen, asked, denied);
  if (denied.length > 0) return evaluation(decide('deny', 'DENIED', denied, limits.states), limits.charges, subject.approval);
  asked.push(...limits.asked);
  let allowed = subject.because;
  if (action === 'ask') {
    const lifted = asked.length > 0 ? undefined : liftedBy(subject.allow, seen, denied);
    if (denied.length > 0) return evaluation(decide('deny', 'DENIED', denied, limits.states), limits.charges, subject.approval);
    if (lifted === undefined) asked.push(subject.because);
    else allowed = lifted.whenYes();
  }
  if (asked.length > 0) return evaluation(decide('ask', 'ASK', asked, limits.states), limits.charges, subject.approval);
  return evaluation(decide('allow', 'ALLOWED', [allowed], limits.states), limits.charges, subject.approval);
}

const NO_APPROVAL: Evaluation['approval'] = { timeoutMs: undefined, remember: undefined };

const evaluation = (decision: Decision, charges: readonly LimitCharge[], approval: Evaluation['approval']): Evaluation => ({
  decision,
  charges,
  approval,
});

const decide = (verdict: Decision['verdict'], code: string, because: Because[], limits: LimitState[], retryAfterMs?: number): Decision => ({
  verdict,
  code,
  because,
  limits,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const broken = (pointer: string, error: unknown): Because =>
  because(pointer, { kind: 'broken', error: (error instanceof Error ? error.message : String(error)).slice(0, 200) });

/** Entries that fire on "yes" and on doubt; a fault goes to `faults`. */
function fired(entries: readonly Entry[], facts: ConditionFacts, into: Because[], faults: Because[]): void {
  for (const entry of entries) {
    try {
      const value = entry.judge(facts);
      if (value !== 'no') into.push(value === 'yes' ? entry.whenYes() : entry.whenUnknown());
    } catch (error) {
      faults.push(broken(entry.pointer, error));
    }
  }
}

function liftedBy(entries: readonly Entry[], facts: ConditionFacts, faults: Because[]): Entry | undefined {
  let lifted: Entry | undefined;
  for (const entry of entries) {
    try {
      if (entry.judge(facts) === 'yes') lifted ??= entry;
    } catch (error) {
      faults.push(broken(entry.pointer, error));
    }
  }
  return lifted;
}

function ownFolder(facts: ConditionFacts, denied: Because[], asked: Because[]): void {
  try {
    const touched = touchesOwnFolder(facts.arguments, facts);
    if (touched?.kind === 'inside') denied.push(because('', { kind: 'own-folder', verdict: 'deny', path: touched.path }));
    else if (touched) asked.push(because('', { kind: 'own-folder', verdict: 'ask', path: touched.path }));
  } catch (error) {
    denied.push(broken('', error));
  }
}

interface ReadLimits {
  readonly states: LimitState[];
  readonly charges: LimitCharge[];
  readonly hit: Because[];
  readonly asked: Because[];
  readonly retryAfterMs: number | undefined;
}

function readLimits(
  limits: readonly SubjectLimit[],
  facts: CallFacts,
  readLimit: ReadLimit,
  redacted: ConditionFacts['redacted'],
  denied: Because[],
): ReadLimits {
  const states: LimitState[] = [];
  const charges: LimitCharge[] = [];
  const hit: Because[] = [];
  const asked: Because[] = [];
  let retryAfterMs: number | undefined = 0;
  for (const entry of limits) {
    try {
      const amount = entry.amount(facts.arguments, redacted);
      if (amount === undefined) {
        denied.push(because(entry.pointer, { kind: 'amount', path: entry.limit.increment_from ?? '', ...reasonOf(entry) }));
        continue;
      }
      const { max, on_exceed: onExceed = 'deny' } = entry.limit;
      const charge: LimitCharge = {
        pointer: entry.pointer,
        counter: entry.counter,
        key: entry.key(facts.session),
        windowMs: entry.windowMs,
        max,
        amount,
        onExceed,
      };
      const { used, freeInMs } = readLimit(charge);
      states.push({ counter: entry.counter, used, max, windowMs: entry.windowMs });
      const over = max === 0 || exceeds(used, amount, max);
      if (over && onExceed === 'deny') {
        retryAfterMs = retryAfterMs === undefined || !Number.isFinite(freeInMs) || max === 0 ? undefined : Math.max(retryAfterMs, freeInMs);
        hit.push(limitReason('deny', entry, used, max === 0 ? Infinity : freeInMs));
      } else if (over) asked.push(limitReason('ask', entry, used, freeInMs));
      // a person decides about the excess: it is counted then, not refused again
      charges.push(over && onExceed === 'ask' ? { ...charge, max: Infinity } : charge);
      for (const also of entry.alsoCounted)
        charges.push({ ...charge, key: also.key(facts.session), windowMs: also.windowMs, max: Infinity });
    } catch (error) {
      denied.push(broken(entry.pointer, error));
    }
  }
  return { states, charges, hit, asked, retryAfterMs };
}

const reasonOf = ({ reason }: SubjectLimit): { reason?: string } => (reason === undefined ? {} : { reason });

const limitReason = (verdict: 'ask' | 'deny', entry: SubjectLimit, used: number, freeInMs: number): Because =>
  because(entry.pointer, {
    kind: 'limit',
    verdict,
    counter: entry.counter,
    limit: entry.limit,
    used,
    ...(Number.isFinite(freeInMs) && { roomInMs: freeInMs }),
    ...reasonOf(entry),
  });
