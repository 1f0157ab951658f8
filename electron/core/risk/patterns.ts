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

/** Where each attack is described in public; what it is, is said in the words. */
const references: Readonly<Record<keyof typeof attacks, string>> = {
  'runaway-tool-loops': 'https://owasp.org/www-project-top-10-for-large-language-model-applications/',
  'confused-deputy': 'https://modelcontextprotocol.io/specification/2025-06-18/basic/security_best_practices',
  'mcp-rug-pull': 'https://nvd.nist.gov/vuln/detail/CVE-2025-54136',
  'tool-poisoning': 'https://owasp.org/www-project-mcp-top-10/',
  'tool-shadowing': 'https://github.com/invariantlabs-ai/mcp-injection-experiments',
  'indirect-prompt-injection': 'https://arxiv.org/abs/2302.12173',
  'prompt-injection-via-tool-results': 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/',
  'data-exfiltration-via-tool-chaining': 'https://simonwillison.net/2025/Jun/16/the-lethal-trifecta/',
  'credential-leak-via-errors': 'https://cwe.mitre.org/data/definitions/209.html',
  'destructive-action-autonomy': 'https://genai.owasp.org/llmrisk/llm062025-excessive-agency/',
  'argument-injection': 'https://cwe.mitre.org/data/definitions/88.html',
  'ssrf-via-url-argument': 'https://cwe.mitre.org/data/definitions/918.html',
  'compromised-mcp-package':
    'https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem',
  'mcp-typosquatting': 'https://cwe.mitre.org/data/definitions/1357.html',
  'token-misuse': 'https://www.rfc-editor.org/rfc/rfc8707',
  'approval-fatigue': 'https://attack.mitre.org/techniques/T1621/',
};

export const attackPatterns: readonly AttackPattern[] = Object.entries(attacks).map(([id, said]) => ({
  id,
  ...said,
  reference: references[id as keyof typeof attacks],
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
