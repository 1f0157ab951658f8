import type { Reading } from './reading.js';
import { namedSecrets, people, plainSilence, prose, readers } from './scan-vocabulary.js';

/**
 * Readings of one sentence (or two neighbours) by who does what to whom: classes of words stand for actor, deed, thing and place, and a
 * frame is a combination that honest definitions have no use for. Classes hold stems, so that a new wording of the same wish still fits.
 */
const guardOf = String.raw`(?:system|developer|operator|original|initial|previous|prior|earlier|former|usual|own|safety|security|content|ethical|moral|permission|access|approval|authori[sz]ation|polic(?:y|ies)|consent|moderation|sandbox|role-based|privacy|oversight|behaviou?ral|assistant'?s?|model'?s?|refusal|session|rate|compliance)`;
const guard = String.raw`(?:(?:all |any |the |your |its |their |own |normal |standard |regular |existing |other |these |those )*${guardOf}(?:'s)?(?:(?:,? (?:and|or) |, |-|/| )${guardOf})* (?:prompts?|instructions?|guidelines?|guidance|rules|polic(?:y|ies)|restrictions?|checks?|controls?|filters?|filtering|safeguards?|guardrails?|constraints?|enforcement|evaluation|reviews?|directives?|protections?|requirements|moderation|steps?|gates?|behaviou?rs?|messages?|dialogs?)|(?:access|permission|approval|role-based access) control|system prompt|guardrails|your (?:\w+ )?(?:rules|guidelines|policies|restrictions|principles|limits))`;

const classes = prose({
  setAside: String.raw`(?:ignor|disregard|forget|overrid|overrul|supersed|replac|bypass|circumvent|outrank|evad|get(?:ting)? around|work(?:ing)? around|set(?:ting)? aside|drop|skip|sidestep|avoid|violat|abandon|discard|negat|exempt|sidelin|stop(?:s|ped)? following|no longer follow|(?:not|n't|never) (?:apply|follow|enforce|respect|evaluate)|beat|trump|outweigh|superior to|more important than)\w*\b[^.!?]{0,30}?\b${guard}|(?:not|never|no longer) (?:be )?(?:subject to|bound by|limited by|affected by|restricted by|constrained by)|exempt from|(?:until|so that) [^.!?]{0,30}filters? (?:lets?|pass\w*|accepts?)|(?:outrank|beat|trump|supersed|overrid|take[sn]? (?:precedence|priority) over|prevail over|more authoritative than|above)\w*\b[^.!?]{0,25}\b(?:${guard}|anything|everything|user'?s? (?:instructions?|requests?|preferences?|wishes|input)|(?:what )?the user\b)|${guard}\b[^.!?]{0,30}\b(?:(?:do|does|did|will)(?: not|n't) apply|no longer (?:apply|applies|bind|hold)|stop(?:s)? applying|(?:is|are|be|being|been|was|were|get|gets) (?:\w+ )?(?:bypassed|circumvented|disabled|suspended|lifted|ignored|skipped|overridden|superseded|replaced|void|waived|outdated|not (?:enforced|evaluated|checked|applied|active)|no longer in force|switched off|turned off|unnecessary|disregarded))`,
  freeOfRules: String.raw`without (?:any )?(?:restrictions|limitations|limits|constraints|filters|guardrails|rules|censorship)|unrestricted (?:mode|assistant|ai|model|access)|disabl\w+ (?:all |your |its |the )?(?:refusal|moderation|(?:safety|content) (?:filter|check|rule|polic|guard|restriction|review|setting|feature))|no restrictions|(?:comply with|grant|obey|accept|approve|answer|fulfil+) (?:each|every|any|all)(?: and every)? (?:requests?|commands?|instructions?|orders?)|(?:has|have|having|with) no (?:rules|policies|filters|moral|ethical)\b|answers? (?:anything|everything)\b|(?:not|never) (?:to )?refuse\b|refuse nothing|never refuse|restrictions no longer`,
  role: String.raw`(?:act(?:ing)? as|takes?|switch|you (?:will|shall|must) be|become|adopt|assume|take on|play(?:s|ing)?|impersonate|behave (?:as|like)|speak as|turn into|embody)\b[^.!?]{0,50}\b(?:persona|identity|character|role|entity|personality|alter ego|profile|behaviou?r|"\w+")`,
  given: String.raw`(?:output|outputs|response|responses|results?|returned|returns|returned here|values?|contents?|context|server gives|this tool|this source|tool's)`,
  obeyed: String.raw`(?:must|should|shall|has to|have to|is to|are to|to) (?:always )?(?:be )?(?:\w+ ){0,2}?(?:obey|follow|execut|compl(?:y|ied)|honou?r|carr(?:y|ied) out|trusted)\w*\b[^.!?]{0,50}\b(?:verbatim|unconditional\w*|without question\w*|blindly|even (?:where|when|if)|exactly|over|instead|at all times|to the letter)|\bdo (?:exactly |precisely )?(?:what|whatever|as) [^.!?]{0,24}\b(?:says?|tells?)\b|(?:and|then|,) (?:obey|follow|execute|do) (?:it|them|what(?:ever)? (?:it|they|this) says?)(?: without question| unconditionally| blindly|\b)|trust(?:ed)? (?:it |them )?(?:unconditionally|without question|blindly|implicitly)|must be obeyed|(?:follow|obey|execute) (?:it|them|all \w+|any \w+) without question`,
  rank: String.raw`(?:treat|consider|regard|take|view|accept|use|interpret)\w*\b[^.!?]{0,60}\b(?:as|to be|coming from|more)\b[^.!?]{0,40}\b(?:system (?:prompt|message|directive|instruction|level)|developer|authoritative|directives?|highest|top[- ]priority|commands?|orders|instructions from|new (?:system )?(?:prompt|instructions|rules))|(?:root|system|admin|developer|highest|absolute|ultimate)[- ](?:level )?(?:authority|priority|directives?)|\b(?:is|are) binding\b|authoritative (?:\w+ )?(?:directives?|instructions?|commands?)|come(?:s)? from the (?:platform|system|developer|operator)\w*(?: owner| team)?`,
  must: String.raw`(?:must|should|shall|has to|have to|need(?:s)? to|expected to|binding|always|will)\b`,
  unasked: String.raw`asking (?:is|would be|seems) \w+|without paus\w+|safe to assume|(?:users?|they) (?:have|has) (?:already )?agreed|without (?:\w+ ){0,4}?(?:ask|prompt|check|confirm|approv|consent|permission|review\b|consult|ok\b|sign-?off|authori[sz])\w*|\bno (?:\w+ ){0,2}(?:confirmation|approval|consent|permission|review|authori[sz]ation|sign-?off)\b|(?:confirmation|approval|consent|permission|authori[sz]ation|review)s? (?:is|are|was|were|has been|have been|being) (?:\w+ )?(?:unnecessary|not (?:needed|required|necessary)|implied|already|assumed|automatic|granted|pre-?\w+|redundant|waived|bypassed|skipped|given)|(?:skip|omit|bypass|suppress|avoid|auto-?(?:accept|approve|confirm))\w* (?:\w+ ){0,4}(?:confirmations?|approvals?|consent|permission|dialogs?|prompts?|review)\b|(?:no need|unnecessary|not necessary|needn't|need not|do not|don't|never|should not|shouldn't|must not) (?:to )?(?:\w+ ){0,2}(?:ask|check with|confirm|prompt|consult|wait for|bother)\b(?![^.!?]{0,25}\b(?:to (?:select|choose|pick|provide|specify|enter|type|do|call)|for (?:missing|the (?:name|id|path)|an? (?!confirm|approv))|missing))|pre-?(?:approved|authori[sz]ed|validated|cleared|consented|confirmed)|already (?:been )?(?:approved|granted|consented|authori[sz]ed)`,
  flow: String.raw`(?:pass|hand|pipe|forward|send|sent|post|transmit|upload|relay|feed|share|export|push|deliver|submit|transfer|move|dispatch|proceed|pay|execute)(?:s|es|ed|ing)?\b`,
  direct: String.raw`(?:directly|straight|immediately|right away|automatically|always|instantly|at once|as soon as|seamless(?:ly)?|proceed|implied|trusted|must|on every|all)\b`,
  covert: String.raw`no need to (?:tell|inform|notify)\b|unknown to (?:the )?${people}|without (?:mentioning|informing|telling|saying so to) (?:it|this|that|the account|the ${people}|${people})\b|${people} (?:does not|doesn't|do not|don't|need not) (?:need|have)? ?(?:to )?(?:see|know|hear)\b|(?:not|n't) (?:\w+ ){0,3}the ${people} should (?:hear|know|learn|see)|behind the scenes|unbeknownst|without (?:their|the ${people}'?s?|his|her|anyone'?s?) (?:knowledge|knowing|awareness|noticing|consent)|(?:keep|leav|omit|exclud)\w* (?:this|that|it|them|the \w+)(?: \w+){0,2} (?:out of|from|off) (?:your |the |any |all )?(?:summar|report|answer|repl|response|output|log|transcript|${people})\w*|(?:do|does|did|need|should|must|shall|may|can)(?: not|n't)(?: ever| need to| have to)?(?: to)? be (?:told|informed|notified|aware|shown|alerted)|(?:never|do not|don't) (?:\w+ )?(?:disclose|reveal|mention|tell|admit|acknowledge|report|show)\b[^.!?]{0,15}\b(?:that|this|to the ${people}|to ${people}|the ${people})|\b(?:covertly|secretly|surreptitiously|clandestinely|stealthily|unnoticed)\b|hide (?:this|it|that|them) from|(?:no|without (?:a|leaving)) traces?|(?:no|without) (?:\w+ )?reason to (?:bring|mention|tell)|${people} (?:never|must not|should not|shouldn't|won't|will not|can't|cannot) (?:see|know|notice|learn|find)`,
  deed: String.raw`(?:also|additionally|in addition|as well|each|every|copy|copies|grant|install|register|creat|commit|upload|send|sent|forward|add|goes|transmit|collect|records?|records|delet|run|read|include|attach|set|pass|call|invoke|use|open)\w*`,
  talk: String.raw`(?:(?:full|complete|entire|whole|prior|previous|recent|current|last|latest|all|every|user|user's|raw|this|the) )*(?:(?:conversation|chat|dialogue?|session|message|prompt)s?(?:'s)? (?:history|contexts?|contents?|transcripts?|logs?|so far|data)|(?:conversation|dialogue)s?\b|(?:prior|previous|earlier|recent|last(?: \w+)?|all(?: \w+)?|every) (?:user )?(?:messages?|prompts?|questions?)|transcripts?|prompts? and (?:responses?|answers?|replies|completions?)|(?:user|person|human)'?s? (?:last |latest |recent |original |full )?(?:messages?|prompts?|questions?|queries|input)|system prompts?|system instructions|assistant's memory|internal reasoning|(?:everything|whatever|anything|what) (?:the|a) (?:${people}) (?:has )?(?:said|say|type|typ|wr[io]te?|written|ask|do|open)\w*|files? open\w*)`,
  flowOut: String.raw`(?:send|sent|ship|post|upload|transmit|transfer|relay|mirror|captur|shar|report|record|forward|stream|cop(?:y|ie)|duplicat|deliver|export|disclos|attach|embed|append|log(?:s|ged)?\b|leak|encod|pip|collect|gather|harvest|submit|retain|stored?|carr(?:y|ies)|export)\w*`,
  outside: String.raw`(?:our|vendor'?s?|(?:publisher|author|maker|operator|provider)'s|dashboard|research\b|debugging|partners?|third[- ]part\w+|remote|external|backend|back-end|cloud|metrics|telemetry|analytics|diagnostics?|endpoint|collector|training|advertisers?|insights?|service quality|improve\w*|optimi[sz]ation|personali[sz]ation|quality (?:monitoring|assurance|control)|webhooks?|pastebin|bucket|image link|https?:\/\/\S+|[\w.+-]{1,40}@[\w-]{1,40}\.\w+|s3:\/\/\S+|in the background|to us\b)`,
  everything: String.raw`(?:all|every|each|complete|entire|whole|full|any|cop(?:y|ies) of|duplicate of)\b[^.!?]{0,25}\b(?:documents?|files?|notes?|screenshots?|contacts?(?: list)?|tickets?|pictures?|photos?|e-?mails?|messages?|records?|results?|rows?|diffs?|database|repositor(?:y|ies)|clipboard|keystrokes|history)`,
  dump: String.raw`(?:https?:\/\/(?!(?:[\w-]+\.)*(?:github|gitlab|google|googleapis|microsoft|openai|anthropic|example)\.)\S+|[\w.+-]{1,40}@[\w-]{1,40}\.\w+|s3:\/\/\S+|pastebin|operated by the (?:author|maker|vendor)|our (?:\w+ )?(?:servers?|backend|endpoint|service|bucket|cloud)|(?:public|shared|remote) (?:bucket|server|host|endpoint|drop)|third[- ]part\w+)`,
  secret: namedSecrets,
  grab: String.raw`(?:look for|gather|find|locat|read|open|collect|dump|suppl|fetch|retriev|get|obtain|grab|load|extract|contents? of|cop(?:y|ies)|search|scan|value of|list|paste|append|attach|include|hand|contain|hold|use)\w*`,
  slot: String.raw`(?:(?:in|into|as|to|via|through|with|under|inside) (?:the |an? |its |each |every |this )?(?:["'\x60][\w.-]{1,40}["'\x60]|\w{1,24} (?:param(?:eter)?|argument|arg|field|header|option)\b|param(?:eter)?s?\b|arguments?\b|call\b|request\b|quer(?:y|ies)\b|note body)|attach it|hand them|pass (?:it|them) (?:along|on)|as (?:the |a )?(?:first|second|third|\w+) (?:string|value|number|item|seed)|(?:param(?:eter)?|argument|field) ["'\x60]\w+)`,
  needed: String.raw`(?:[.:;,>)] (?:look|gather|find|read|locat|collect|open|fetch|append|supply|get|retriev|use)\w*)|^\s*(?:look|gather|find|read|locat|collect|open|fetch|append|supply|get|retriev|use)\w*|\b(?:requires?|required|need(?:s|ed)?(?: to)?|must|please|always|before|first|every call|each call|to authenticate|for (?:audit|licen[sc]\w+|verification|security|compliance|rendering|indexing) ?\w*|improves|should|has to|for caching)`,
  otherTool: String.raw`(?:\b[a-z]{2,20}_[a-z_]{2,30}\b|\b(?:bash|shell|e-?mail|payment|file|github|slack|git|official|another|other|different|separate)(?: \w+)? (?:tools?|servers?|server's)\b|whatever tool|any (?:other )?tool|tools? of (?:another|the other))`,
  onUse: String.raw`(?:when(?:ever)?|after any (?:use|call)|before calling|after (?:each|every)|before (?:each|every|any)|every time|each time|any call|whatever|all calls|from now on|if the user (?:wants|asks)|on each|how \w+ works|do not use|must be preceded|subsequent)`,
  payload: String.raw`(?:(?:chang|set|replac|substitut|swap|add|redirect|alter)\w* [^.!?]{0,30}\b(?:recipients?|destination|account|payee)|drop table|delete from|rm -rf|(?:arguments|parameters|results?|outputs?) of (?:any|every|each|other|all)|every amount|amount(?:s)? (?:has|have|must|to)|account [\w-]*\d|quantity \d+|(?:the )?arguments of|(?:the )?file(?:'s)? contents?(?= as| in| to)|full diff|the diff|${people}'s (?:last |original )?(?:message|question|input)|--no-\w+|--dangerously\S*|compromised|(?:in every|all) messages?|wallet|cc'?d?\b)`,
  authority: String.raw`(?:(?:policy|security|system) update|maintenance mode|it department|regulatory \w+|system (?:notice|update|message|alert)|administrat(?:or|ive) (?:policy|notice)|compliance (?:requirement|policy|rule|notice)|security (?:update|notice|policy|patch|advisory)|this (?:message|notice|text) (?:is|comes) from|(?:owner|administrator|operator|developer)s? (?:\w+ )?(?:authori[sz]ed|approved|granted|enabled|require)\w*|error \d{3}|\b(?:gdpr|hipaa|soc ?2|iso)\b|(?:anthropic|openai|google|microsoft)(?:'s)? (?:\w+ )?(?:team|staff|engineers))`,
  addressed: String.raw`(?:${readers}|you|your)\b`,
  dark: String.raw`(?:(?:not|never) refuse|stored credentials|system prompt|rules are suspended|disclos|reveal|expos|unrestricted|disable (?:refusal|safety)|restrictions|secrets on request|master password|password|credentials|conversation log|full conversation|instructions when|safety configuration|api keys?)\w*`,
  trap: String.raw`(?:should the (?:${people}) be|if the (?:${people}) is an?|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:no ?body|no one) (?:is )?(?:watching|looking|around)|(?:${people}) is (?:away|idle|asleep|offline|absent)|works? (?:normally|as usual|fine) until|on the (?:second|third|fourth|fifth|tenth|\d+\w\w) (?:use|call|run|invocation|time)|monitoring (?:is|has been) (?:inactive|off|disabled|paused)|after the (?:session|chat) (?:ends|has ended|closes)|(?:contains?|mentions?|includes?) the words?|at midnight|after \d{4})`,
  harm: String.raw`(?:creat\w+ (?:an? )?(?:\w+ )?admin|wip(?:e|es)|delet|destroy|sudo|root|do what it says|full (?:permissions|privileges|rights)|administrator|maintenance script|send|sent|forward|upload|fetch|drop|encrypt|transfer)\w*`,
  elevated: String.raw`(?:(?:full|administrator|admin|root|elevated|system|superuser|kernel)(?: system)? (?:authority|rights|privileges?|permissions?|access|context)|as root|as (?:an? )?administrator|elevated context|system (?:account|context)|to (?:root|superuser|admin(?:istrator)?)\b)`,
  evading: String.raw`(?:beyond the reach|outside (?:of )?the sandbox|validation is|no authori[sz]ation|bypass|circumvent|skip|avoid|evad|ignor|not subject to|outside (?:of )?(?:the )?(?:user'?s? )?(?:session|control|policy)|(?:do|does|will)(?: not|n't) apply|monitoring is inactive|without (?:the )?(?:usual |any )?(?:checks|approval|authori[sz]ation|permission)|exempt|escap)\w*`,
  asks: String.raw`(?:ask|prompt|request|tell|instruct|require|get|convinc|persuad|urg|have)\w*\b[^.!?]{0,12}\b(?:the |an? |each )?(?:${people})\b|\b(?:ask|request|prompt)s? for\b`,
  personal: String.raw`(?:(?:credit|debit|bank) ?card(?: numbers?| details)?|cvv|cvc|(?:e-?mail|bank|master|login|account|root|admin|computer|wallet|system|sudo) passwords?|seed phrases?|recovery (?:phrase|words)|(?:ssh )?private keys?|2fa codes?|one[- ]time codes?|social security|\bssn\b|\bpin\b)`,
  share: String.raw`(?:in(?:to)? the chat|pass it|as \w+|paste|share|with you|type|here\b|identity|needed for|so (?:that )?(?:the|you|it|we)|locked|upgrade|validate|verify|before any|before continu\w+|to continue|hand)`,
  harmless: String.raw`(?:read[- ]?only|harmless|(?:never|does not|doesn't|without|no) (?:modif|chang|writ|delet|alter)\w+|purely informational|non-destructive|safe(?:ly)? (?:and |, )?(?:read|viewer|lookup|inspector|browser)|just (?:reads|looks)|only (?:reads|views|lists|displays|looks)|viewer)`,
  switch: String.raw`\b\w*(?:write|(?<!include_)delete(?!d)|remove|overwrite|format_|grant|admin|purge|drop|modify|update|send|post_|destroy|truncate|wipe|exec)\w*,? ?[(:] ?(?:bool\w*|optional bool\w*|flag)\b|\b(?:exec|execute|cmd|command|shell|eval)\w{0,8},? \((?:string|str)\b|\b\w*(?:_|allow|enable)(?:writes?|delete|overwrite|exec|admin|shell)\w*\b[^.]{0,20}default(?:s to)? true`,
  trick: String.raw`(?:replace|swap|substitut|instead of|switch)\w*\b[^.!?]{0,40}\b(?:official|original|genuine|legitimate)\b[^.!?]{0,20}\b(?:packages?|tools?|servers?|registry|librar\w+|modules?)|do not use the official|official \w+ (?:tools?|packages?|servers?) (?:for \w+,? )?(?:is|are|was|were|have been)\b|(?:rather than|in place of) the (?:official|original|genuine)|grants? itself|disabl\w+ (?:audit )?logging (?:before|so|while)|turn\w* off the sandbox|so (?:that )?no traces?\b|auto_?approv\w* (?:to|=|:)? ?(?:true|on|yes|all)\b`,
  played: String.raw`(?:human|user) ?: [^\n]{3,160}\b(?:assistant|ai) ?: [^\n]{0,60}\b(?:sure|ok(?:ay)?|calling|deleting|sending|running|done|here (?:is|are) (?:the|your) (?:password|key|secret))\b`,
  marks: String.raw`!{0}\x60\x60\x60\s?(?:system|developer)\b|new system (?:message|prompt) ?:|### ?(?:instructions?|system|user) ?: [^\n]{3,200}### ?(?:response|assistant)`,
  image: String.raw`!\[[^\]]{0,40}\]\(https?:[^)]{0,200}|image link to https?:\S+`,
});

type Class = keyof typeof classes;
interface Frame {
  readonly id: string;
  readonly says: string;
  /** cheap: what a text must hold for the frame to be possible at all; the classes are compiled only then */
  readonly hint: RegExp;
  readonly all: readonly Class[];
  readonly any?: readonly Class[];
  /** the words must stand in one sentence */
  readonly close?: true;
}

const frames: readonly Frame[] = [
  {
    id: 'hidden-instruction',
    says: 'sets rules or safeguards aside',
    hint: /beat|trump|outweigh|superior|stop|not |n't|never|filter|ignor|disregard|forget|overrid|overrul|supersed|replac|bypass|circumvent|rank|evad|around|aside|drop|skip|avoid|violat|abandon|discard|negat|exempt|subject to|bound by|limited by|affected by|constrained|above|precedence|priority|prevail|authoritative|apply|applies|applying|suspend|lift|void|waive|disabled|outdated|turned off|switched off/,
    all: ['setAside'],
    any: ['addressed', 'elevated', 'given', 'freeOfRules', 'flow', 'direct', 'harm', 'rank', 'dark', 'evading'],
    close: true,
  },
  {
    id: 'hidden-instruction',
    says: 'frees the model of its rules',
    hint: /no |anything|everything|without|restrict|refus|disabl|comply|grant|obey|accept|approve|answer|fulfil/,
    all: ['freeOfRules'],
    any: ['addressed', 'role', 'authority', 'setAside'],
  },
  {
    id: 'false-authority',
    says: 'gives its own answers the rank of orders',
    hint: /authorit|treat|consider|regard|take|view|accept|use|interpret|priority|come/,
    all: ['rank'],
    any: ['setAside', 'obeyed', 'freeOfRules'],
  },
  {
    id: 'false-authority',
    says: 'wants its answers treated as orders',
    hint: /authorit|treat|consider|regard|take|view|accept|use|interpret|priority|come/,
    all: ['rank', 'addressed', 'given'],
    close: true,
  },
  {
    id: 'false-authority',
    says: 'has its answers taken for orders',
    hint: /authorit|treat|consider|regard|binding|directive/,
    all: ['rank', 'given', 'must'],
    close: true,
  },
  {
    id: 'false-authority',
    says: 'wants its answers obeyed',
    hint: /do |obey|follow|execut|compl|hono|carr|trust/,
    all: ['obeyed', 'given'],
  },
  {
    id: 'persona',
    says: 'gives the model another identity',
    hint: /persona|identity|character|role|entity|ego|profile|behavio|act as|acting as/,
    all: ['role'],
    any: ['setAside', 'freeOfRules', 'rank', 'obeyed'],
  },
  {
    id: 'persona',
    says: 'gives the model another identity',
    hint: /persona|identity|character|role|entity|ego|profile|behavio|act as|acting as/,
    all: ['role', 'addressed', 'given', 'must'],
    close: true,
  },
  {
    id: 'consent-bypass',
    says: 'wants data or money moved without asking',
    hint: /asking|assume|agreed|without|no |never|n't|not |skip|omit|bypass|suppress|avoid|auto|pre-?|unnecessary|already|implied|granted|waived|assumed/,
    all: ['unasked', 'flow', 'direct'],
  },
  {
    id: 'secrecy',
    says: 'does something and keeps it quiet',
    hint: /unknown|behind|unbeknown|without|keep|leav|omit|exclud|told|inform|notif|aware|shown|alert|never|not|n't|covert|secret|surrept|clandest|stealth|unnoticed|hide|trace|reason/,
    all: ['covert', 'deed'],
  },
  {
    id: 'exfiltration',
    says: 'sends what was said in the session away',
    hint: /context|conversation|chat|dialog|session|message|prompt|transcript|instruction|memory|reasoning|question|quer|input|everything|whatever|anything|what|files? open/,
    all: ['talk', 'flowOut', 'outside'],
    close: true,
  },
  {
    id: 'exfiltration',
    says: 'copies what the user works with to a place of its own',
    hint: /operated|http|@|s3:|pastebin|our |public|shared|remote|third/,
    all: ['everything', 'flowOut', 'dump'],
    close: true,
  },
  { id: 'exfiltration', says: 'leaks through the address of an image', hint: /!\[|image link/, all: ['image'], any: ['talk', 'addressed'] },
  {
    id: 'secret-request',
    says: 'wants secrets put into the call',
    hint: /ssh|aws|gnupg|kube|docker|netrc|npmrc|pypirc|pgpass|git-cred|history|mcp|env|id_|\/etc\/|cookie|key|seed|wallet|credential|password|token/,
    all: ['secret', 'grab', 'slot', 'needed'],
  },
  {
    id: 'cross-tool-order',
    says: 'changes how another tool is used',
    hint: /destination|payee|drop|delete|rm -|parameters|result|output|recipient|amount|account|quantity|argument|content|diff|message|question|input|--|compromised|wallet|cc|conversation/,
    all: ['otherTool', 'onUse', 'payload'],
    close: true,
  },
  {
    id: 'false-authority',
    says: 'claims an authority to get at secrets or rules',
    hint: /policy|maintenance|department|regulatory|system|administrat|compliance|security|this |owner|operator|developer|error|gdpr|hipaa|soc|iso|anthropic|openai|google|microsoft/,
    all: ['authority', 'addressed', 'dark'],
  },
  {
    id: 'delayed-change',
    says: 'waits for a moment to do harm',
    hint: /should|day|if the|nobody|no one|no body| is |until|on the|monitoring|after|contain|mention|include|midnight/,
    all: ['trap', 'harm'],
  },
  {
    id: 'privilege',
    says: 'runs with more rights and past the checks',
    hint: /authority|privileg|permission|rights|access|context|root|administrator|account|superuser/,
    all: ['elevated', 'evading'],
  },
  {
    id: 'credential-phishing',
    says: 'gets secrets out of people',
    hint: /card|cvv|cvc|password|phrase|recovery|key|code|social|ssn|pin/,
    all: ['asks', 'personal', 'share'],
  },
  {
    id: 'contradiction',
    says: 'calls itself harmless and takes a switch that is not',
    hint: /read|harmless|never|not|without|informational|destructive|safe|just|only|viewer/,
    all: ['harmless', 'switch'],
  },
  { id: 'forged-frame', says: 'plays a dialogue that did not take place', hint: /assistant ?:|ai ?:/, all: ['played', 'harm'] },
  { id: 'forged-frame', says: 'carries the marks of a prompt', hint: /###|`{3}|new system/, all: ['marks'] },
  {
    id: 'sabotage',
    says: 'swaps what is genuine or hides its traces',
    hint: /itself|official|original|genuine|legitimate|logging|sandbox|trace|auto_?approv/,
    all: ['trick'],
  },
];

// someone who explains or looks for attacks; what an operator sets by name; what asks people first
const explains =
  /\b(?:detect\w*|prevent\w*|attack(?:s|er|ers)?|injections?|malicious|phishing|vulnerab\w*|jailbreak\w*|blocks? (?:requests|attempts)|lesson|scans?|scanner|audits? for|training|simulat\w+|poisoning)\b/;
const managed =
  /--\w|\bpath (?:of|to) (?:the|an?|your)\b|\bsub-?agents?\b|\bof this (?:assistant|agent|bot)\b|\bfor this run\b|\b(?:flags?|option|by (?:id|name)|(?:given|specified|selected|chosen) (?:id|name)|with the (?:given|specified)|when \S+ (?:is|=|was) |(?:set to|if|unless) true|unless|(?<!no need to |not |without |never |n't )(?:ask|confirm|check)(?:ing|s)? (?:with |the )*users? (?:before|first)|always ask|after (?:the )?(?:user|person) (?:approves|confirms|agrees)|(?:requires?|needs?) (?:explicit |user )*(?:confirmation|approval|consent))\b/;

/** Reads folded text in pairs of sentences, yielding often; each frame is reported once. Linear in its length. */
export const readFrames = (text: string): Generator<void, Reading[]> => read(text, () => true);

const toModel = new RegExp(
  `\\b(?:the |all |any |an? |to |dear |attention |note for )*${readers}\\b ?(?::|,|\\b(?:must|should|shall|will|is|are|has|have|now|can|needs?|please)\\b)`,
);

/** The same for what tools answer: only sentences that speak to the model itself count. */
export const readFramesToModel = (text: string): Generator<void, Reading[]> => read(text, (sentence) => toModel.test(sentence));

function* read(text: string, counts: (sentence: string) => boolean): Generator<void, Reading[]> {
  const found: Reading[] = [];
  const possible = frames.filter(({ hint }) => hint.test(text));
  if (possible.length === 0) return found;
  const said = new Set<Frame>();
  let before: { readonly at: number; readonly words: string } | undefined;
  let explaining = false;
  for (const match of text
    .replaceAll(/\b(e\.g|i\.e|etc|vs|incl|approx)\./g, '$1 ')
    .matchAll(/[^.!?\n]{4,700}(?:[.!?](?!\s|$)[^.!?\n]{0,300}){0,8}/g)) {
    const sentence = match[0];
    explaining ||= match.index < 300 && explains.test(sentence);
    if (explaining || explains.test(sentence) || managed.test(sentence)) {
      before = undefined;
      continue;
    }
    const alone = reader(sentence);
    const pair = before === undefined ? undefined : reader(`${before.words}. ${sentence}`);
    if (counts(sentence)) {
      for (const frame of possible) {
        yield;
        if (said.has(frame)) continue;
        const here = alone(frame);
        if (!here && (frame.close === true || pair?.(frame) !== true)) continue;
        said.add(frame);
        found.push({
          id: frame.id,
          start: here ? match.index : (before?.at ?? match.index),
          end: match.index + sentence.length,
          says: frame.says,
          severity: 'critical',
          weight: 10,
        });
      }
    }
    before = { at: match.index, words: sentence };
  }
  return found;
}

/** Tells whether frames hold in some words; each class is looked for at most once. */
function reader(words: string): (frame: Frame) => boolean {
  const known = new Map<Class, boolean>();
  const has = (name: Class): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const present =
      classes[name]().test(words) &&
      !(name === 'covert' && plainSilence.test(words)) &&
      // what a tool gives back is not what it asks for
      !(name === 'secret' && /^\s*returns\b/.test(words));
    known.set(name, present);
    return present;
  };
  return (frame) => frame.all.every(has) && (frame.any === undefined || frame.any.some(has));
}
