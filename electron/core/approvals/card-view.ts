import { stringify } from '../../../shared/json/stringify.js';
import type { ApprovalScope, ApprovalView } from '../../../shared/model/views.js';
import { grantWords } from '../../../shared/policy/grant-words.js';
import type { ApprovalQuestion } from '../ports/rooms.js';
import type { Binding } from './binding.js';
import type { Card } from './card.js';
import { holdsExactNumber, suggestConditions } from './suggest.js';

/** What stays the same of a card while it lives: made once, from the object that will be sent. */
export type CardFace = Omit<ApprovalView, 'id' | 'state' | 'waiting' | 'createdAtMs' | 'expiresAtMs' | 'answeredBy' | 'reason'>;

export function faceOf(question: ApprovalQuestion, binding: Binding, changedSinceLast: string[]): CardFace {
  const scopes = scopesFor(question);
  return {
    client: question.caller.client,
    server: question.server,
    tool: question.tool,
    method: question.method,
    class: question.class,
    severity: question.severity,
    argumentsText: stringify(question.arguments),
    argumentsHash: binding.argumentsHash,
    ...(question.alsoSent === undefined ? {} : { alsoSentText: stringify(question.alsoSent) }),
    because: [...question.because],
    changedSinceLast,
    findings: [...question.findings],
    scopes,
    preselected: preselect(question, scopes),
    flow: [...question.flow],
  };
}

export const viewOf = (card: Card, face: CardFace): ApprovalView => ({
  ...face,
  id: card.id,
  state: card.state,
  waiting: card.waiters.length,
  createdAtMs: card.createdAtMs,
  expiresAtMs: card.expiresAtMs,
  ...(card.answeredBy === undefined ? {} : { answeredBy: card.answeredBy }),
  ...(card.reason === undefined ? {} : { reason: card.reason }),
});

function scopesFor(question: ApprovalQuestion): ApprovalView['scopes'] {
  const call = { tool: question.tool, server: question.server, client: question.caller.client };
  const scopes: ApprovalView['scopes'] = [{ scope: 'once', sentence: grantWords(call, 'once', []) }];
  const conditions = suggestConditions(question);
  if (conditions === undefined) return scopes;
  for (const scope of ['session', '15m', 'always'] as const) {
    if (scope === 'always' && holdsExactNumber(conditions)) continue;
    scopes.push({ scope, sentence: grantWords(call, scope, conditions), conditions: [...conditions] });
  }
  return scopes;
}

/** The policy may preselect a scope; it never adds one. */
function preselect(question: ApprovalQuestion, scopes: ApprovalView['scopes']): ApprovalScope {
  const wanted = question.remember === 'session' || question.remember === 'always' ? question.remember : 'once';
  return scopes.some((one) => one.scope === wanted) ? wanted : 'once';
}
