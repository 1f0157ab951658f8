import { attackReferences } from '../../../shared/attack-references.js';
import type { RiskClass, Severity } from '../../../shared/model/risk.js';
import { attacks } from '../../../shared/words/attacks/en.js';
import type { FlowLabel } from './labels.js';
import type { SignalName } from './signals.js';

export interface AttackPattern {
  readonly id: string;
  readonly title: string;
  /** one plain paragraph: what goes wrong, and why this tool is open to it */
  readonly text: string;
  /** a public description of the attack */
  readonly reference: string;
  /** the rule or guard that answers it, as a sentence */
  readonly answer: string;
}

export const attackPatterns: readonly AttackPattern[] = Object.entries(attacks).map(([id, said]) => ({
  id,
  ...said,
  reference: attackReferences[id as keyof typeof attacks],
}));

interface ToolFacts {
  readonly class: RiskClass;
  readonly severity: Severity;
  readonly signals: readonly SignalName[];
  readonly labels: readonly FlowLabel[];
}

/** Ids of the patterns that one tool is open to, most telling first. */
export function patternsOf(tool: ToolFacts): string[] {
  const has = (signal: SignalName): boolean => tool.signals.includes(signal);
  const changes = tool.class !== 'read';
  const found: string[] = [];
  const add = (id: string, when: boolean): void => {
    if (when) found.push(id);
  };
  add('destructive-action-autonomy', tool.class === 'destructive' || tool.class === 'financial');
  add('argument-injection', has('free-form-code') || (tool.class === 'execute' && has('file-system')));
  add('ssrf-via-url-argument', has('url-input'));
  add('credential-leak-via-errors', has('credentials'));
  add('token-misuse', changes && (has('credentials') || has('access-control')));
  add('confused-deputy', changes && tool.severity !== 'low');
  add('indirect-prompt-injection', tool.labels.includes('untrusted-content'));
  add('prompt-injection-via-tool-results', tool.labels.includes('untrusted-content'));
  add(
    'data-exfiltration-via-tool-chaining',
    tool.labels.includes('outward') || (tool.labels.includes('private-data') && has('credentials')),
  );
  add('runaway-tool-loops', changes || has('bulk'));
  add('approval-fatigue', tool.class === 'write' && tool.severity === 'medium');
  return found;
}

/** Ids of the patterns that a set of tools opens together, although no tool does alone. */
export function patternsOfCombination(tools: readonly Pick<ToolFacts, 'labels' | 'class'>[]): string[] {
  const some = (label: FlowLabel): boolean => tools.some((tool) => tool.labels.includes(label));
  const found: string[] = [];
  if (some('private-data') && some('outward')) found.push('data-exfiltration-via-tool-chaining');
  if (some('untrusted-content') && (some('outward') || tools.some((tool) => tool.class === 'execute' || tool.class === 'destructive')))
    found.push('indirect-prompt-injection');
  return found;
}
