import type { attacks } from './words/attacks/en.js';

/** Where each attack is described in public; what it is, is said in the words. The only web addresses that a page of the window leads to. */
export const attackReferences: Readonly<Record<keyof typeof attacks, string>> = {
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

const all: ReadonlySet<string> = new Set(Object.values(attackReferences));

/** True for exactly these addresses. */
export const isAttackReference = (address: string): boolean => all.has(address);
