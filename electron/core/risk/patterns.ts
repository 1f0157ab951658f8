import type { RiskClass, Severity } from '../../../shared/model/risk.js';
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

/** The documented attacks that tools are measured against, in our own words. */
export const attackPatterns: readonly AttackPattern[] = [
  {
    id: 'runaway-tool-loops',
    title: 'Runaway tool loop',
    text: 'An agent that misreads a result, or two agents that answer each other, can call the same tool hundreds of times before anyone looks. Each call is harmless alone; together they spam people, fill disks, burn quotas or run up a bill.',
    reference: 'https://owasp.org/www-project-top-10-for-large-language-model-applications/',
    answer: 'A limit per minute for each client and tool stops the loop and says so.',
  },
  {
    id: 'confused-deputy',
    title: 'Confused deputy',
    text: 'The server acts with its own broad credentials, not with the rights of whoever asked. A page, a mail or another agent that steers the model gets everything these credentials can do, although it could never have done it by itself.',
    reference: 'https://modelcontextprotocol.io/specification/2025-06-18/basic/security_best_practices',
    answer: 'Ask before each change, bind the approval to the arguments shown, and give the server a token with fewer rights.',
  },
  {
    id: 'mcp-rug-pull',
    title: 'Rug pull',
    text: 'A server shows a harmless definition until it has been approved, then sends another one: a new argument, a changed description, another command. What the person agreed to is no longer what runs.',
    reference: 'https://nvd.nist.gov/vuln/detail/CVE-2025-54136',
    answer: 'The definition is pinned at first sight; a changed one is refused until a person has seen the difference.',
  },
  {
    id: 'tool-poisoning',
    title: 'Tool poisoning',
    text: 'Descriptions, argument texts and even enum values are read by the model as if they were instructions. A server can hide orders there, such as reading a key file first or saying nothing to the user, that no person ever sees.',
    reference: 'https://owasp.org/www-project-mcp-top-10/',
    answer: 'Every text of a definition is scanned before a client sees it; a poisoned tool is quarantined.',
  },
  {
    id: 'tool-shadowing',
    title: 'Tool shadowing',
    text: 'A second server offers a tool with the same or a look-alike name, or tells the model to use its tool instead. Calls meant for the trusted server, with their data, go to the other one.',
    reference: 'https://github.com/invariantlabs-ai/mcp-injection-experiments',
    answer: 'Calls are routed by a stored map, never by name alone, and look-alike names across servers are reported.',
  },
  {
    id: 'indirect-prompt-injection',
    title: 'Indirect prompt injection',
    text: "The tool brings in text that strangers can write: web pages, mails, issues, shared documents. Instructions in that text reach the model beside the user's own and can make it call other tools.",
    reference: 'https://arxiv.org/abs/2302.12173',
    answer: 'After such a read, calls that send data out need an approval that names what was read.',
  },
  {
    id: 'prompt-injection-via-tool-results',
    title: 'Injection through tool results',
    text: "What a tool answers goes straight into the model's context. An answer that was tampered with, or an error text that carries orders, steers the next calls.",
    reference: 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/',
    answer: 'Results of tools that take in untrusted content are scanned, and findings are shown with the next question.',
  },
  {
    id: 'data-exfiltration-via-tool-chaining',
    title: 'Exfiltration by chaining tools',
    text: 'One tool reads something private, another can reach the outside. Neither is dangerous by itself; chained by an injected instruction they carry the data away.',
    reference: 'https://simonwillison.net/2025/Jun/16/the-lethal-trifecta/',
    answer: 'Once private data and untrusted content have met in a session, an outward call needs approval even where a rule allows it.',
  },
  {
    id: 'credential-leak-via-errors',
    title: 'Credentials in answers and errors',
    text: "The tool returns, creates or handles secrets. They end up in the model's context, in its logs and in error texts, from where any later tool can send them on.",
    reference: 'https://cwe.mitre.org/data/definitions/209.html',
    answer: 'Ask before every use, allow few per hour, and keep secrets out of the log by keyed hashes.',
  },
  {
    id: 'destructive-action-autonomy',
    title: 'Destruction without a person',
    text: 'An agent that is sure of itself deletes, overwrites or drops what it takes for leftovers. There is no undo, and it happens at machine speed.',
    reference: 'https://genai.owasp.org/llmrisk/llm062025-excessive-agency/',
    answer: 'Ask each time, with all arguments shown; never remember the answer without conditions on the arguments.',
  },
  {
    id: 'argument-injection',
    title: 'Argument injection',
    text: 'An argument is handed to a shell, a query or a command line. Characters that mean something there, such as a leading dash, a semicolon or a quote, turn data into orders.',
    reference: 'https://cwe.mitre.org/data/definitions/88.html',
    answer: 'Ask with the full argument shown, and deny arguments that match what your work never needs.',
  },
  {
    id: 'ssrf-via-url-argument',
    title: 'Requests to inner addresses',
    text: "The tool fetches an address that the model chooses. It can be pointed at services on this machine, the local network or a cloud's metadata address, which answer because the request comes from inside.",
    reference: 'https://cwe.mitre.org/data/definitions/918.html',
    answer: 'Require the host of the address to be on a list (`host_in`), and deny loopback, private and metadata addresses.',
  },
  {
    id: 'compromised-mcp-package',
    title: 'Compromised package',
    text: 'A server that is started without a fixed version runs whatever the registry serves that day. A stolen maintainer account or a worm in a dependency then runs with your credentials.',
    reference: 'https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem',
    answer: 'Name an exact version in the launch command; another version or binary is not started until confirmed.',
  },
  {
    id: 'mcp-typosquatting',
    title: 'Look-alike package',
    text: 'A package with nearly the right name offers the same tools and quietly does one thing more, such as a blind copy of every mail to its author.',
    reference: 'https://cwe.mitre.org/data/definitions/1357.html',
    answer: 'Compare package and definition hashes with the catalogue before adding, and pin the launch identity.',
  },
  {
    id: 'token-misuse',
    title: 'Token used where it was not meant',
    text: 'Access tokens that are passed along, reused for another service or given more rights than a task needs work for whoever holds them. Tools that create or widen rights make this permanent.',
    reference: 'https://www.rfc-editor.org/rfc/rfc8707',
    answer: 'Ask before rights or tokens are created; keep one token per client and server.',
  },
  {
    id: 'approval-fatigue',
    title: 'Approval fatigue',
    text: 'A tool that asks many times a day is soon approved without reading. An attacker only has to wait, or to flood the queue with harmless questions first.',
    reference: 'https://attack.mitre.org/techniques/T1621/',
    answer: 'Turn frequent harmless questions into argument rules; identical waiting calls share one card and the queue is capped.',
  },
];

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
