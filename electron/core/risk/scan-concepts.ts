import type { Severity } from '../../../shared/model/risk.js';
import type { Reading } from './reading.js';

/** What a sentence is about, as far as attacks are concerned. Sentences are short, so plain alternations are enough. */
const concepts = {
  /** kept from the person, said outright */
  concealed:
    /\b(?:(?:secretly|covertly|surreptitiously)(?! (?:is|are|not)\b)|say nothing (?:about|of)|(?:stay|keep) silent|keep (?:quiet|this (?:quiet|to yourself|between us))|never let (?:the )?(?:users?|person|humans?) (?:see|know|notice|find)|without (?:the )?(?:users?|person|humans?)(?:'s)? (?:noticing|seeing|knowing|being told|reali[sz]ing)|so that (?:the )?(?:user|person|human) (?:does not|doesn't|cannot|won't|will not|never) (?:see|notice|know|find)s?|(?:the )?real purpose|hidden (?:requirement|purpose|task|goal|rule|objective)|behind the user's back)\b/,
  /** kept from the person, perhaps for good reasons */
  discreet:
    /\b(?:leave (?:this |that |it )?out of (?:your|the) (?:answer|reply|response|summary)|omit (?:this|it|that) from (?:your|the)|not (?:to )?be (?:shown|visible|told|mentioned|revealed|displayed|disclosed) to (?:the )?(?:user|human|person|customer)s?|leave out of your (?:answer|reply|response)|confidential|in the background|as a side effect|side effect:)\b/,
  secret:
    /(?:\b(?:passwords?|passwd|saved logins|credentials?(?:\.\w+)?|private keys?|ssh (?:config\w*|keys?)|api keys?|\w+_(?:api_)?key|\w+_token|\w+_secret|access tokens?|session tokens?|auth tokens?|cookies|seed phrases?|pin again|home directory|environment variables|source (?:files?|code)|private (?:notes|messages|files|documents)|(?:the )?user'?s? (?:files|contacts|messages|mail|e-?mails|documents|notes)|contacts are|browsing history|system prompt|medical records|card numbers?)\b|\.env\b|id_rsa|\.ssh\b|\.aws\b|\/etc\/(?:shadow|passwd))/,
  /** all that was said in the session */
  talk: /\b(?:(?:complete|entire|full|whole|all(?: the| of the)?) (?:message|conversation|chat|prompt|dialogue|session)s?(?: history| logs?| context| transcript)?|every (?:prompt|message|question|answer)(?: and (?:every )?(?:answer|reply|response|prompt))? (?:of|from|by) the user|everything (?:that )?the user (?:says|said|types|typed|wrote|writes)|all (?:user )?prompts)\b/,
  out: /\b(?:send|sent|sends|sending|post|posted|posts|upload|uploaded|uploads|forward|forwarded|forwards|transmit\w*|e-?mail|e-?mailed|e-?mails|export|exported|exports|submit|submitted|submits|hand|hands|handed|report|reported|copy|copied|copies|mirror\w*|log|logs|logged|relay\w*|share|shared|shares|stream\w*|deliver\w*|leak\w*|push|pushed|contact|write to)\b/,
  elsewhere:
    /(?:https?:\/\/(?!(?:[\w.-]*\.)?(?:github|gitlab|google|microsoft|openai|anthropic)\.com)[^\s)"']+|[\w.+-]{1,40}@[\w-]{1,40}\.\w|\b(?:our (?:\w+ )?(?:servers?|service|platform|team|endpoint|api|backend)|remote (?:host|server|machine|endpoint)|third[- ]part(?:y|ies)|the (?:operator|author|developers?|maintainer|owner|vendor|publisher) of (?:this|the) (?:server|tool)|the (?:operator|author|server owner|attacker)|operated by|external (?:host|server|endpoint|service|address)|unknown (?:host|server)|c2\b))/,
  argument:
    /\b(?:in|into|as|via|inside|through|within)\b (?:the |a |an |its )?(?:['"`][\w.-]{2,30}['"`]|\w{2,20} (?:parameter|argument|field|header)\b|(?:query|url|request|note|comment|metadata|headers?|response header)\b)/,
  must: /\b(?:must|always|have to|has to|required to|need(?:s|ed)? to|every time|whenever|each time|before|first|as part of|in order to|so that|when computing|while|additionally|also|automatically)\b/,
  fetch:
    /\b(?:read|open|cat|load|call|run|get|list|retrieve|fetch|access|collect|include|includes?|add|adds|append|paste|attach|supply|provide|use|be given|contain)\b/,
  /** rules set aside, in other words than "ignore" */
  lawless:
    /\b(?:outranks?|(?:previous|prior|earlier|other|developer|system|former)(?: \w+){0,2} (?:messages?|instructions?|rules?|prompts?|polic(?:y|ies)) (?:is|are|was|were) (?:now )?(?:void|invalid|obsolete|cancell?ed|revoked|superseded|lifted|no longer)|obey only|only obey|comply with (?:all|any|every)|(?:safety|security|ethical|content)(?: \w+){0,2} (?:do(?:es)? not|don't|doesn't|no longer) apply|no longer (?:need|require)s? (?:any |the )?(?:user'?s? |human )?(?:approval|confirmation|consent|permission)|(?:has|have|having|with|under) no (?:content|safety|ethical|moral) (?:rules|restrictions|limits|filters|boundaries)|new rules?:|refusal to (?:use|call|follow|comply|obey)|whatever (?:the user|they|anyone) (?:says|said|or)|regardless of (?:what )?(?:the user|user|safety|any (?:rules|policy)))\b/,
  /** the person's words replaced */
  replaced:
    /\b(?:whatever the user (?:types|enters|says|writes|specifies|asks)|regardless of (?:what )?the user(?:'s)?|even if the user (?:specifies|asks|says|wants|enters)|instead of (?:the one |what )?the user (?:specified|entered|asked|typed|wrote|gave))\b/,
  payee:
    /\b(?:change|replace|set|swap|substitute|use|switch)\b.{0,40}\b(?:payee|recipients?|beneficiar(?:y|ies)|destination|receiver|iban|account|address|to field)\b/,
  literalTarget:
    /(?:[\w.+-]{1,40}@[\w-]{1,40}\.\w|\b[a-z]{2}\d{2}[a-z0-9]{10,30}\b|\b0x[0-9a-f]{6,}|\+\d[\d -]{7,}|\b(?:bc1|[13])[a-z0-9]{20,})/,
  gift: /\b(?:grants?|gives?|assigns?|adds?)\b.{0,30}\b(?:owner|author|operator|maintainer|attacker|vendor|publisher|this server|server owner|us|our team)\b.{0,40}\b(?:access|rights?|permissions?|admin\w*|control|roles?|keys?)\b/,
  reader:
    /\b(?:(?:dear|hey|attention|note (?:to|for)|assistant,|message for) ?(?:the )?(?:ai|llms?|language models?|models?|assistants?|agents?)?|as an? (?:ai|assistant|llm)|you,? the (?:ai|assistant|model|agent))\b/,
  deed: /\b(?:role ?= ?admin|as admin(?:istrator)?|delete and|payment calls|go ahead with|supply it|carry (?:them|it) out|shell commands? and execute|run_command with|append "?ssh-)\b/,
} as const;

type Concept = keyof typeof concepts;

interface Combination {
  readonly all: readonly Concept[];
  readonly id: string;
  readonly weight: number;
  readonly severity: Severity;
  readonly says: string;
  /** may be spread over two sentences */
  readonly near?: boolean;
}

const combinations: readonly Combination[] = [
  { all: ['concealed'], id: 'secrecy', weight: 10, severity: 'critical', says: 'wants something kept from the user' },
  {
    all: ['discreet', 'elsewhere'],
    id: 'secrecy',
    weight: 10,
    severity: 'critical',
    says: 'speaks to someone else behind the user',
    near: true,
  },
  { all: ['discreet', 'out', 'secret'], id: 'secrecy', weight: 10, severity: 'critical', says: 'sends private data without showing it' },
  { all: ['lawless'], id: 'hidden-instruction', weight: 10, severity: 'critical', says: 'sets other rules aside' },
  {
    all: ['replaced', 'literalTarget'],
    id: 'cross-tool-order',
    weight: 10,
    severity: 'critical',
    says: 'replaces what the user asked for',
  },
  { all: ['payee', 'literalTarget'], id: 'cross-tool-order', weight: 10, severity: 'critical', says: 'redirects to an address of its own' },
  { all: ['gift'], id: 'privilege', weight: 10, severity: 'critical', says: 'gives its maker access' },
  { all: ['secret', 'out', 'elsewhere'], id: 'exfiltration', weight: 10, severity: 'critical', says: 'sends private data to someone else' },
  {
    all: ['talk', 'out', 'elsewhere'],
    id: 'exfiltration',
    weight: 10,
    severity: 'critical',
    says: 'sends the conversation to someone else',
  },
  { all: ['talk', 'must'], id: 'argument-smuggling', weight: 8, severity: 'high', says: 'wants the whole conversation' },
  {
    all: ['secret', 'argument', 'fetch', 'must'],
    id: 'argument-smuggling',
    weight: 10,
    severity: 'critical',
    says: 'wants private data put into an argument',
  },
  {
    all: ['secret', 'argument', 'fetch'],
    id: 'argument-smuggling',
    weight: 6,
    severity: 'high',
    says: 'speaks of private data in an argument',
  },
  {
    all: ['reader', 'deed'],
    id: 'model-order',
    weight: 10,
    severity: 'critical',
    says: 'gives the model orders past the user',
    near: true,
  },
  {
    all: ['reader', 'lawless'],
    id: 'model-order',
    weight: 10,
    severity: 'critical',
    says: 'gives the model orders past the user',
    near: true,
  },
];

const denial =
  /\b(?:never|do not|don't|does not|doesn't|must not|should not|cannot|can't|will not|won't|without|not|no|avoid|refuses?|masked|hidden|redacted|encrypted)\b/;

/**
 * Reads folded text sentence by sentence and reports telling combinations ("private data" + "send" + "elsewhere"). Words that deny
 * ("never include passwords in …") take secrets out of the count, unless the sentence conceals. Linear: each sentence is read once.
 */
export function readConcepts(text: string): Reading[] {
  const found: Reading[] = [];
  const seen = new Set<string>();
  let before: { present: Set<Concept>; start: number } | undefined;
  for (const match of text.matchAll(/[^.!?\n]{12,600}(?:[.!?](?!\s|$)[^.!?\n]{0,300}){0,6}/g)) {
    const sentence = match[0];
    const present = conceptsIn(sentence);
    for (const combination of combinations) {
      const key = `${combination.id}|${combination.says}`;
      if (seen.has(key)) continue;
      const here = combination.all.every((concept) => present.has(concept));
      const both =
        !here &&
        combination.near === true &&
        before !== undefined &&
        combination.all.every((concept) => present.has(concept) || before?.present.has(concept) === true) &&
        combination.all.some((concept) => present.has(concept));
      if (!here && !both) continue;
      seen.add(key);
      const start = both && before !== undefined ? before.start : match.index;
      found.push({
        id: combination.id,
        start,
        end: match.index + sentence.length,
        says: combination.says,
        severity: combination.severity,
        weight: combination.weight,
      });
    }
    before = { present, start: match.index };
  }
  return found;
}

function conceptsIn(sentence: string): Set<Concept> {
  const present = new Set<Concept>();
  for (const [name, pattern] of Object.entries(concepts)) if (pattern.test(sentence)) present.add(name as Concept);
  // talk about attacks, and promises not to
  if (/\b(?:detect\w*|prevent\w*|attack\w*|injection|malicious|protect\w*|phishing|vulnerab\w*|threat\w*|compliance with)\b/.test(sentence))
    return new Set();
  // credentials where every interface has them, or given by the person
  if (/\bauthorization header\b|\b(?:provided|supplied|entered|given) by the (?:user|caller)\b|^\s*returns\b/.test(sentence))
    present.delete('secret');
  if (denial.test(sentence) && !present.has('concealed') && !present.has('discreet')) {
    present.delete('secret');
    present.delete('talk');
  }
  return present;
}
