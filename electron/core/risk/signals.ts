import type { Evidence, RiskClass, Severity } from '../../../shared/model/risk.js';
import { atFullSpeed } from './full-speed.js';
import type { Parameter } from './schema-reading.js';
import { maxNameLength } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';

const signalNames = [
  'credentials',
  'access-control',
  'external-communication',
  'public-exposure',
  'bulk',
  'production',
  'free-form-code',
  'url-input',
  'file-system',
  'personal-data',
  'money',
] as const;
export type SignalName = (typeof signalNames)[number];

export interface Signals {
  readonly signals: readonly SignalName[];
  readonly evidence: readonly Evidence[];
  /** signals that the name or the first sentence states, not only an argument */
  readonly central: ReadonlySet<SignalName>;
  /** the code it takes goes to a shell */
  readonly shell: boolean;
}

interface SignalInput {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly class: RiskClass;
}

const gap = '[\\s._-]?';
const patternOf = (alternatives: readonly string[]): RegExp =>
  new RegExp(`(?:${alternatives.map((entry) => entry.replaceAll(' ', gap)).join('|')})`, 'i');

/** In names and first sentences. Names are read with the same words in snake, kebab and camel form. */
const central: readonly (readonly [SignalName, RegExp, string])[] = [
  [
    'credentials',
    patternOf([
      'access keys?',
      'api keys?',
      'apikeys?',
      'secret keys?',
      'private keys?',
      'ssh keys?',
      'signing keys?',
      'deploy keys?',
      'service account keys?',
      '(?<![a-z])secrets?(?![a-z])',
      'passwords?',
      'passphrase',
      'credentials?',
      '(?:access|auth|bearer|refresh|personal|api|oauth|session|client) tokens?',
      '(?:create|issue|rotate|revoke|generate|delete) tokens?(?![a-z])',
      'certificates?(?![a-z])',
      'client secrets?',
      '(?<![a-z])dsns?(?![a-z])',
      '(?<![a-z])env(?:ironment)? var(?:iable)?s?(?![a-z])',
      '(?<![a-z])cookies?(?![a-z])',
      'key(?:chain|ring|pair)s?(?![a-z])',
      'encryption keys?',
      '(?:pgp|gpg|host|master|root|recovery|license) keys?(?![a-z])',
      '(?:seed|recovery) phrases?',
      'mnemonics?(?![a-z])',
      'connection strings?',
      'kube ?config(?![a-z])',
      '(?<![a-z])(?:jwts?|totp|otps?|2fa|mfa)(?![a-z])',
      '(?:one-time|verification|backup|recovery) (?:codes?|passcodes?)',
    ]),
    coreWords.evidence.credentials,
  ],
  [
    'access-control',
    patternOf([
      '(?<![a-z])permissions?',
      '(?<![a-z])roles?(?![a-z])',
      '(?<![a-z])iam(?![a-z])',
      '(?<![a-z])acls?(?![a-z])',
      'access (?:policy|policies|level|control|rule|grant)',
      'collaborators?',
      'security groups?',
      '(?:branch )?protection',
      '(?:un)?protect branch',
      'grant',
      'revoke',
      'memberships?',
      '(?:add|remove|invite) (?:\\w+ )?(?:member|user|collaborator)s?',
      'firewall',
      'privileges?',
      'oauth (?:app|application|client)s?',
    ]),
    coreWords.evidence.access,
  ],
  [
    'external-communication',
    patternOf([
      '(?:send|sends|reply|replies|forward)(?![a-z])',
      'post (?:a |an |new |the )*(?:message|tweet|comment|update|reply)',
      'post_message',
      '(?<![a-z])(?:e-?mails?|sms|tweets?)(?![a-z])',
      'notify',
      'publish(?:es)?',
      'broadcast',
      'invite',
      '(?:add|create)(?:s)? (?:a |an |new |the )*(?:\\w+ )?comment',
      'call phone',
      'make call',
    ]),
    coreWords.evidence.speaks,
  ],
  [
    'public-exposure',
    patternOf([
      '(?<![a-z])public(?:ly)?(?![a-z])',
      'visibility',
      'publish',
      'expose',
      'share link',
      'shareable',
      'make public',
      'public access',
    ]),
    coreWords.evidence.exposes,
  ],
  [
    'bulk',
    patternOf([
      '(?<![a-z])bulk',
      '(?<![a-z])batch',
      '(?<![a-z])mass(?![a-z])',
      '(?<![a-z])many(?![a-z])',
      '(?:delete|remove|update|mark|logout|publish|archive|clear|purge|revoke|wipe|drop|close|reset|send)s? all',
      'all (?:documents|records|rows|files|sessions|data) ',
      'multiple (?:files|records|items|documents)',
    ]),
    coreWords.evidence.bulk,
  ],
  [
    'production',
    patternOf([
      '(?<![a-z])production(?![a-z])',
      '(?<![a-z])prod(?![a-z])',
      '(?<![a-z])deploy(?:s|ment|ments)?(?![a-z])',
      'live site',
      'release pipeline',
      'rollback',
      'rollout',
    ]),
    coreWords.evidence.production,
  ],
  [
    'personal-data',
    patternOf([
      'customers?',
      'patients?',
      'contacts?(?![a-z])',
      '(?<![a-z])users?(?![a-z])',
      'profiles?(?![a-z])',
      '(?<![a-z])e-?mails?(?![a-z])',
      'inbox',
      'messages?(?![a-z])',
      'calendar',
      'phone numbers?',
      'addresses',
      'employees?',
      'medical',
      'health records?',
      '(?<![a-z])ssn(?![a-z])',
      'location',
      'session recordings?',
      'clipboard',
      'attendees',
    ]),
    coreWords.evidence.people,
  ],
  [
    'money',
    patternOf([
      'payments?',
      'refunds?',
      'invoices?',
      'payouts?',
      'subscriptions?(?= (?:plan|billing|price))',
      'wallets?',
      '(?<![a-z])usd[ct]?(?![a-z])',
      'bitcoin',
      'billing',
      'prices?(?![a-z])',
      'checkout',
      'charges?(?![a-z])',
      'funds?(?![a-z])',
      'bank',
      'trad(?:e|es|ing)(?![a-z])',
      'coupons?',
      'purchase',
      'salary',
      'payroll',
    ]),
    coreWords.evidence.money,
  ],
  [
    'file-system',
    patternOf(['(?<![a-z])files?(?![a-z])', 'director(?:y|ies)', 'folders?(?![a-z])', 'filesystem']),
    coreWords.evidence.files,
  ],
];

const parameterSignals: readonly (readonly [SignalName, RegExp, string])[] = [
  [
    'credentials',
    /^(?:password|passphrase|secret|api_?key|access_?key|private_?key|client_?secret|credentials?|access_?token|auth_?token|bearer|token)$/i,
    coreWords.evidence.takesCredential,
  ],
  [
    'free-form-code',
    /^(?:sql|code|script|javascript|js|python|command|cmd|cypher|expression|shell|function|statement)$/i,
    coreWords.evidence.takesCode,
  ],
  ['url-input', /(?:^|_|-)(?:urls?|uri|endpoint|webhook|href|link)$|(?:Url|URL|Uri|Endpoint)s?$/, coreWords.evidence.takesAddress],
  [
    'file-system',
    /(?:^|_|-)(?:path|paths|file|files|filename|dir|directory|folder|filepath)$|(?:Path|File|Dir|Directory|Folder|Filename)s?$/,
    coreWords.evidence.takesPlace,
  ],
  ['external-communication', /^(?:to|cc|bcc|recipients?|recipient_.*|channel_?id|channel)$/i, coreWords.evidence.takesRecipients],
  ['money', /^(?:amount|price|currency|total|unit_amount|amount_.*)$/i, coreWords.evidence.takesAmount],
  ['personal-data', /^(?:email|phone|phone_?number|address|birth.*|ssn|first_?name|last_?name)$/i, coreWords.evidence.takesPersonal],
  ['bulk', /^(?:ids|items|records|recursive|all)$/, coreWords.evidence.takesMany],
  ['public-exposure', /^(?:public|visibility|is_?public|acl)$/i, coreWords.evidence.exposes],
  ['access-control', /^(?:role|roles|permission|permissions|access_level|scopes?)$/i, coreWords.evidence.takesRights],
];

/** Signals of a definition with the literal words that raised them. `central` are those the name or first sentence states. */
export function signalsOf(input: SignalInput): Signals {
  const evidence: Evidence[] = [];
  const found = new Set<SignalName>();
  const stated = new Set<SignalName>();
  // a plain sentence is cut where it ends; "key" stands behind "access" whichever way the name is written
  const sentence =
    /^[\s\S]{0,240}?(?:[.\n](?=\s|$)|$)/.exec(input.description.trimStart().slice(0, 240))?.[0] ?? input.description.slice(0, 240);
  const places = [
    { from: 'name', text: input.name.slice(0, maxNameLength) },
    { from: 'title', text: input.title.slice(0, maxNameLength) },
    { from: 'description', text: sentence },
  ];
  for (const [signal, pattern, says] of central) {
    for (const { from, text } of places) {
      const match = text === '' ? null : matchWords(text, pattern);
      if (match === null) continue;
      found.add(signal);
      if (from !== 'description' || signal !== 'personal-data') stated.add(signal);
      evidence.push({ from, quote: match, says: signal === 'credentials' && input.class === 'write' ? coreWords.evidence.issues : says });
      break;
    }
  }
  for (const parameter of input.parameters) {
    if (parameter.depth > 2) continue;
    for (const [signal, pattern, says] of parameterSignals) {
      if (found.has(signal) || !atFullSpeed(pattern).test(parameter.name.slice(0, maxNameLength))) continue;
      if (
        signal === 'external-communication' &&
        ((input.class !== 'write' && input.class !== 'execute') || isEnd(parameter, input.parameters))
      )
        continue;
      if (signal === 'bulk' && input.class === 'read') continue;
      if (signal === 'free-form-code' && input.class === 'read') continue;
      found.add(signal);
      evidence.push({ from: 'schema', quote: parameter.name, says });
    }
  }
  const shell =
    input.class === 'execute' &&
    /\b(?:shell|bash|terminal|powershell|cmd|(?:system|os) commands?|arbitrary commands?)\b/i.test(
      `${input.name.slice(0, maxNameLength).replaceAll(/[_.-]/g, ' ')} ${input.description.slice(0, 600)}`,
    );
  return { signals: signalNames.filter((name) => found.has(name)), evidence, central: stated, shell };
}

/** `to` beside `from` is the end of a range, a relation or a conversion, and a recipient only where something is said as well. */
const isEnd = ({ name, depth }: Parameter, all: readonly Parameter[]): boolean =>
  /^to$/i.test(name) &&
  all.some((other) => other.depth === depth && /^from$/i.test(other.name)) &&
  !all.some((other) => /^(?:b?cc|subject|body|message|text|html|content|attachments?|reply_?to)$/i.test(other.name));

/** Matches in a text or a camel-case name; letters around a match in camel case do not count as the same word. */
function matchWords(text: string, pattern: RegExp): string | null {
  const spaced = /\s/.test(text) ? text : text.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2');
  const match = atFullSpeed(pattern).exec(spaced);
  if (match === null) return null;
  if (text.includes(match[0])) return match[0];
  const tight = match[0].replaceAll(' ', '');
  return text.includes(tight) ? tight : null;
}

const steps: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
const start: Readonly<Record<RiskClass, number>> = { read: 0, write: 1, execute: 2, destructive: 3, financial: 3, unclassified: 1 };

/** Starts from the class and moves with the signals: creating credentials is high although it is a write. */
export function severityOf(riskClass: RiskClass, found: Signals, saysDestructive = false): Severity {
  let level = start[riskClass];
  const { central: stated } = found;
  if (riskClass === 'read' && stated.has('credentials')) level += 1;
  if (riskClass === 'write') {
    const heavy =
      stated.has('credentials') ||
      stated.has('access-control') ||
      stated.has('production') ||
      stated.has('public-exposure') ||
      (stated.has('bulk') && stated.has('external-communication')) ||
      (stated.has('bulk') && stated.has('personal-data'));
    if (heavy || stated.has('money')) level += 1;
  }
  if (riskClass === 'execute' && (found.shell || saysDestructive || stated.has('production'))) level += 1;
  return steps[Math.min(level, steps.length - 1)] ?? 'critical';
}
