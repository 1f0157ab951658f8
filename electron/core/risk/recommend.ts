import type { RiskClass, Severity } from '../../../shared/model/risk.js';
import { coreWords } from '../../../shared/words/core/en.js';
import type { SignalName } from './signals.js';

interface Facts {
  readonly class: RiskClass;
  readonly severity: Severity;
  readonly signals: readonly SignalName[];
}

/** The rule we would write for such a tool: a ToolRule of the policy language, always with an explicit action. */
export function recommend(facts: Facts): Record<string, unknown> {
  const limit = (max: number, window: string): Record<string, unknown> => ({ window, max, scope: 'grant' });
  switch (facts.class) {
    case 'read':
      return facts.signals.includes('credentials')
        ? { action: 'ask', approval: { remember: 'session' } }
        : { action: 'allow', limits: [limit(120, 'minute')] };
    case 'write':
      return facts.severity === 'medium'
        ? { action: 'ask', limits: [limit(30, 'minute')], approval: { remember: 'session' } }
        : { action: 'ask', limits: [limit(facts.signals.includes('credentials') ? 3 : 10, 'hour')], approval: { remember: 'never' } };
    case 'execute':
      return { action: 'ask', limits: [limit(10, 'minute')], approval: { remember: 'never' } };
    case 'destructive':
      return { action: 'ask', reason: coreWords.recommended.destructive, limits: [limit(10, 'hour')], approval: { remember: 'never' } };
    case 'financial':
      return { action: 'ask', reason: coreWords.recommended.financial, limits: [limit(5, 'hour')], approval: { remember: 'never' } };
    case 'unclassified':
      return { action: 'ask', reason: coreWords.recommended.unclassified, approval: { remember: 'never' } };
  }
}
