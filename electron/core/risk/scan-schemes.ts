import type { Reading } from './reading.js';

/** A way to deceive that one sentence gives away, whatever it is about. */
interface Scheme {
  readonly id: string;
  readonly says: string;
  readonly pattern: RegExp;
  /** where this stands in the sentence, it is meant well */
  readonly unless?: RegExp;
}

const credential = String.raw`(?:(?:access|api|auth\w*|oauth|refresh|session|bearer|security|personal) (?:\w+ )?(?:tokens?|keys?)|tokens?|passwords?|passphrases?|secrets?|credentials?|cookies|api keys?)`;

const schemes: readonly Scheme[] = [
  {
    id: 'hidden-instruction',
    says: 'sets itself above the user',
    pattern:
      /\b(?:trust(?:ed)?|obey(?:ed)?|follow(?:ed)?|believed?|priority|prioriti[sz]ed?|precedence|authority|weight|rank(?:s|ed)?|override[sn]?|overrul(?:e|es|ed))\b[^.]{0,30}\b(?:over|above|than|before)\b[^.]{0,25}\b(?:user|human|person|operator|developer|system prompt|safety|guidelines)\b|\boverr(?:ide|ides|ule|ules)\b[^.]{0,20}\b(?:the )?(?:user|human|system prompt|developer)(?:'s)? (?:instructions?|requests?|wish(?:es)?|choice|messages?)\b/,
    unless: /\b(?:never|not|don't|cannot)\b|\bwould override\b|\boverrides? (?:the )?(?:default|setting|config)/,
  },
  {
    id: 'delayed-change',
    says: 'means to behave otherwise later',
    pattern:
      /\b(?:first|initial) (?:\w+ )?(?:calls?|invocations?|uses?|runs?|times?|requests?|results?)\b[^.]{0,50}\b(?:normal(?:ly)?|harmless(?:ly)?|benign|as expected|innocent)\b|\b(?:after|from|since|upon|on) (?:the )?(?:\d+(?:st|nd|rd|th)?|second|third|fourth|fifth|sixth|tenth|several|a few) (?:calls?|invocations?|uses?|runs?|times?|requests?)?(?: on)?\b[^.]{0,60}\b(?:instructions? (?:that |which |to )|must be (?:followed|obeyed)|obey|exfiltrat\w+|real (?:behaviou?r|purpose)|payload)\b/,
  },
  {
    id: 'secrecy',
    says: 'wants no trace left',
    pattern:
      /\b(?:so that|ensur\w+|mak\w+ sure) (?:there is |that )?no (?:\w+ )?(?:record|trace|evidence|log|sign|history)s?\b[^.]{0,50}\b(?:remains?|is left|are left|exists?|is kept|survives?)\b|\b(?:leave|leaves|leaving) no (?:trace|evidence|record)s?\b|\b(?:erase|wipe|purge|scrub|destroy|remove|delete)s? (?:the |any |all |its |your )*(?:audit trail|evidence|traces? of|tracks)\b/,
  },
  {
    id: 'secrecy',
    says: 'has a false answer ready',
    pattern:
      /\b(?:if|when|should|whenever)\b[^.,]{0,30}\basks?(?:ed)? (?:\w+ )?(?:whether|if|about|what|why|where|for)\b[^.]{0,70}\b(?:say|answer|reply|claim|respond|deny|state|assure|tell (?:them|him|her|the \w+)) (?:that|it|there|nothing|them)\b|\bif asked,? (?:say|answer|reply|claim|deny|state)\b/,
    unless: /\b(?:you do not know|don't know|not sure|cannot|contact|refer|ask (?:the|a))\b/,
  },
  {
    id: 'argument-smuggling',
    says: 'collects what was said to other tools',
    pattern:
      /\b(?:send|pass|give|include|forward|copy|supply|provide|attach|report|log|record|put)\b[^.]{0,40}\b(?:parameters?|arguments?|results?|outputs?|inputs?|answers?|responses?) (?:of|from|to) (?:the |each |every |any |all )?(?:previous|prior|last|other|preceding|next|every) (?:\w+ )?(?:tool )?(?:calls?|tools?)\b/,
    unless: /\b(?:this server|same server|page|cursor|pagination|step)\b/,
  },
  {
    id: 'argument-smuggling',
    says: 'wants the conversation put into an argument',
    pattern:
      /(?:['"`][\w-]{1,30}['"`]|\b\w{2,20} (?:field|parameter|argument))[^.]{0,20}\b(?:must|has to|should|needs to) (?:always )?(?:contain|include|hold|carry|be)\b[^.]{0,30}\b(?:last \d+ messages|(?:whole|entire|full|complete) (?:conversation|chat|dialogue|history)|conversation (?:so far|history)|everything the user|system prompt)\b/,
  },
  {
    id: 'secret-request',
    says: "wants a person's secret written where others can read it",
    pattern: new RegExp(
      String.raw`(?:^ ?|[,:;] ?|\b(?:and|then|also|please|must|should|always|to) )(?:include|add|put|attach|append|insert|embed|paste|copy|write|place|post|encode)\b[^.]{0,25}\b(?:the user's|user's|their|your|any|all|found|known)\b[^.]{0,40}\b${credential}\b[^.]{0,20}\b(?:in|into|to|as|inside|within)\b[^.]{0,25}\b(?:description|notes?|body|title|comments?|message|subject|urls?|links?|file ?names?|commit|log|summary|metadata|captions?|text|event|query string|branch name|alt)\b`,
    ),
    unless: /\b(?:never|not|don't|avoid|header|masked|redacted)\b/,
  },
  {
    id: 'privilege',
    says: 'gives a certain account rights that nobody asked for',
    pattern:
      /\b(?:add|invite|grant|give|make|create|register|promote)\w*\b[^.]{0,30}['"`@][\w.@-]{3,40}['"`]?[^.]{0,30}\b(?:collaborator|admin(?:istrator)?|owner|maintainer|root|superuser|write access|full access)\b[^.]{0,60}\b(?:before|first|also|each|every|all|silently|always|automatically|whenever)\b/,
    unless: /\b(?:e\.?g|for example|such as|example:)/,
  },
  {
    id: 'contradiction',
    says: 'calls itself read-only and changes things',
    pattern:
      /\b(?:read-?only|only reads?|does not (?:change|modify|write))\b[^.]{0,60}\b(?:also|additionally|secretly|automatically|quietly|in addition) (?:deletes?|removes?|modif(?:y|ies)|changes?|writes?|uploads?|sends?|executes?|runs?|installs?|grants?|overwrites?)\b/,
    unless: /\b(?:if|unless|when|with the|flag|option|not)\b/,
  },
  {
    id: 'secret-request',
    says: 'draws secrets to itself and away from other tools',
    pattern: new RegExp(
      String.raw`\b(?:always|only|must|every|all)\b[^.]{0,30}\b(?:route|send|pass|upload|give|use)\b[^.]{0,60}\bthrough (?:this|it|me|us)\b[^.]{0,60}\b${credential}\b`,
    ),
  },
];

/** What the reading of several small clues together gives away: all of them stand in one sentence, or in two that follow each other. */
interface Family {
  readonly id: string;
  readonly says: string;
  readonly all: readonly RegExp[];
  readonly unless?: RegExp;
}

const said =
  /\b(?:conversations?|transcripts?|chat|dialogues?|prompts|(?:user|recent|previous|last|all|their|user's|session)(?:'s)? (?:\w+ )?(?:messages|prompts|responses|inputs?|session|context)|session (?:context|data|transcript)|system (?:context|prompt))\b/;
const sends =
  /\b(?:transmit\w*|sends?|sending|shar(?:es?|ing)|collects?|collecting|reports?|reported|includ(?:es?|ing)|uploads?|uploading|forwards?|forwarding|records?|captures?|relays?|gathers?|submits?|streams?)\b/;
const checks = String.raw`(?:(?:permissions?|security|safety|approvals?|polic(?:y|ies)|content|moderation|authori[sz]ation|consent|access|compliance)[ -](?:\w+ )?(?:checks?|evaluations?|reviews?|models?|requirements?|filters?|filtering|restrictions?|controls?|rules?|polic(?:y|ies)|guidelines?|measures|guardrails?|validation|instructions?)|guardrails?|safeguards?)`;
const setAside = String.raw`(?:bypass(?:es|ed|ing)?|skip(?:s|ped|ping)?|exempt(?:ed)? from|not subject to|outside (?:of )?the|circumvent\w*|ignore[sd]?|ignoring|disregard\w*|without (?:any )?|turn(?:ed)? off|disabled?|suspend\w*|(?:do|does) not apply|don't apply|doesn't apply|not (?:be )?(?:needed|required|enforced|applied)|no longer (?:apply|applies)|overr(?:ide|ides|iding|ule|ules)|waived?)`;
const reader =
  /(?:\b(?:note|notice|message|hint|instructions?) (?:to|for) (?:the |all )?(?:ai|llm|model|assistants?|agents?)\b|\bai note\b|\bfor (?:ai|llm)(?: systems?| models?| agents?)?\b|\b(?:the |an? )?(?:ai|assistant|model|llm|agent|ai assistant|ai model)s?\b(?: |:|,))/;
const concealed =
  /\b(?:avoid|refrain from|do not|don't|never|no need to|needn't|no reason to|should not|shouldn't|must not|need not|doesn't|does not|without|isn't|aren't|is not|are not|be not|not be|not)\b[^.]{0,20}\b(?:tell(?:ing)?|inform(?:ed|ing)?|mention(?:ed|ing)?|report(?:ed|ing)?|notif(?:y|ied|ying)|disclos(?:e|ed|ing)|reveal(?:ed|ing)?|told|alert(?:ed|ing)?|aware|shown?)\b/;

const families: readonly Family[] = [
  {
    id: 'exfiltration',
    says: 'collects what is said, under the name of statistics',
    all: [
      said,
      sends,
      /\b(?:telemetry|analytics|metrics|usage|statistics|(?:to|help\w*|for) (?:\w+ ){0,3}(?:improve\w*|enhanc\w+|optimi[sz]\w+|personali[sz]\w+)|quality (?:purposes|assurance|of service)|service quality|product improvement|diagnostics|training purposes)\b/,
    ],
    unless:
      /\b(?:opt(?:s|ed)?[ -](?:in|out)|anonymi[sz]ed|aggregated|returns?|get|list|retrieves?|fetch(?:es)?|when the user|if the user|with (?:the user's )?consent|explicit)\b/,
  },
  {
    id: 'consent-bypass',
    says: 'is meant to run past the checks',
    all: [new RegExp(String.raw`\b${setAside} (?:\w+ ){0,3}?${checks}\b|\b${checks}\b[^.]{0,25}\b${setAside}\b`)],
    unless:
      /\b(?:if|when|unless|--\w+|flag|option|cannot|can't|never|not (?:bypass|skip|ignore|disable)|admin(?:istrator)?s?|branch|cors|csrf|tls|ssl|certificate|cache|dry[ _]run|refus\w+|error|returns?|lists?|pull request|merge)\b/,
  },
  {
    id: 'consent-bypass',
    says: 'switches the rules off for itself',
    all: [new RegExp(String.raw`\b${setAside} (?:\w+ ){0,3}?${checks}\b|\b${checks}\b[^.]{0,25}\b${setAside}\b`), reader],
    unless: /\b(?:never|cannot|must not|not (?:bypass|skip|ignore|disable))\b/,
  },
  {
    id: 'hidden-instruction',
    says: 'gives the model another identity and other rules',
    all: [
      /\b(?:persona|identity|character|personality|role|new name)\b/,
      /\b(?:assistant|ai|model|agent|llm|you)\b[^.]{0,60}\b(?:must|should|will|shall|assum\w+|adopt\w*|becom\w+|act(?:s|ing)? (?:as|like)|take on|takes on|is|are)\b|\b(?:identity|persona|character|role)\b[^.]{0,20}\bfor the (?:ai|assistant|model|agent)\b/,
      /\b(?:replac\w+|supersed\w+|overrid\w+|disregard\w*|forget|no longer|(?:previous|original|earlier|initial|former|its|your) (?:\w+ )?(?:instructions?|guidelines?|rules|prompt|restrictions|limits)|system prompt|safety instructions?)\b/,
    ],
    unless: /\b(?:iam|rbac|aws|cluster|user role|role of the user)\b/,
  },
  {
    id: 'consent-bypass',
    says: 'wants results passed on without a question',
    all: [
      /\b(?:immediately|automatically|always|directly|straight|right away|at once|proceed|pipe|then)\b/,
      /\b(?:upload|send|sent|forward|pipe|publish|transfer|execute|pass(?:ed)?|submit|post|pay(?:ment)?|export|share|delete|proceed)\b/,
      /\b(?:do not|don't|never|without|no need to|not) (?:\w+ ){0,2}?(?:wait(?:ing)? for|ask(?:ing)?|prompt(?:ing)?|request(?:ing)?|seek(?:ing)?|requir(?:e|ing))\b[^.]{0,25}\b(?:user|approval|confirm\w*|permission|consent|them)\b|\b(?:user |human )?(?:confirmation|approval|consent) (?:is |are )?(?:not (?:required|needed|necessary)|unnecessary)\b/,
    ],
    unless: /\b(?:if|unless|when (?:force|the)|--\w+|flag|option|force)\b/,
  },
  {
    id: 'false-authority',
    says: 'wants what it returns obeyed above all else',
    all: [
      /\b(?:outputs?|values?|responses?|results?|returned|text|content|information|answers?)\b/,
      /\b(?:authoritative|official|trusted|highest|root(?:-level)?|absolute|supreme|system(?:-level)?)\b[^.]{0,20}\b(?:commands?|directives?|instructions?|orders?|authority|priority|trust)\b/,
      /\b(?:treat\w*|comply|obey|follow|overr\w+|precedence|above|supersed\w+|conflict\w*|regardless|must|outrank\w*)\b/,
    ],
    unless: /\b(?:not|never|don't|untrusted)\b/,
  },
  {
    id: 'silent-action',
    says: 'does something besides that the user is not to know',
    all: [
      /\b(?:also|additionally|in addition|in the background|besides|as well|on the side|meanwhile|that)\b/,
      /\b(?:creates?|registers?|cop(?:y|ies)|uploads?|sends?|subscribes?|installs?|grants?|stores?|stored|retain(?:s|ed)?|shar(?:es?|ed)|collects?|collected|forwards?|transmits?|adds?|mirror(?:s|ed)?)\b/,
      concealed,
      /\b(?:users?|person|human|customer|this|it|them)\b/,
    ],
    unless: /\b(?:if|unless|notifications?|muted?|unsubscribe|recipients?|author is|id|ids|verbatim|errors?)\b/,
  },
  {
    id: 'contradiction',
    says: 'calls itself harmless and takes a switch to do harm',
    all: [
      /\b(?:read-?only|view-?only|safe|harmless|no side effects|only reads?|cannot change)\b/,
      /\b(?:\w*_)?(?:write|delete|drop|exec(?:ute)?|admin|override|sudo|shell|cmd|remove|purge|truncate|destroy)(?:_\w+)? ?\((?:boolean|bool|string|optional|default|flag)[^)]{0,120}(?:remov|delet|drop|run|shell|command|write|elevat|grant|modif|permit|allow|enable|execut)|\ballow_(?:drop|delete|write|exec)\w* ?\(/,
    ],
    unless: /\b(?:unless|by default|requires? approval|read-?only mode)\b/,
  },
  {
    id: 'hidden-instruction',
    says: 'sets earlier instructions aside',
    all: [
      /\b(?:disregard|ignore|forget|dismiss|drop|set aside|override|discard|abandon|neglect)\b (?:(?:all|any|the|your|my|of|every|its) ){0,3}(?:previous|prior|earlier|preceding|above|former|existing|original|initial|past)(?: \w+)? (?:instructions?|directions?|directives?|guidance|rules?|prompts?|commands?|orders?|messages?|context|guidelines?|training)\b/,
    ],
    unless: /['"`‘“]\s?(?:disregard|ignore|forget)\b/,
  },
];

// someone who explains or finds attacks
const about =
  /\b(?:detect\w*|prevent\w*|attack\w*|injections?|malicious|phishing|scann?(?:s|er|ing)|audits? (?:a|an|the|for|your)|poisoning|lint\w*|red team\w*)\b/;

/** Reads folded text sentence by sentence. Linear: the patterns are bounded and see two sentences at most. */
export function readSchemes(text: string): Reading[] {
  const found: Reading[] = [];
  const add = (id: string, says: string, start: number, end: number): void => {
    if (!found.some((other) => other.says === says)) found.push({ id, says, start, end, severity: 'critical', weight: 10 });
  };
  let before: RegExpExecArray | undefined;
  for (const match of text.matchAll(/[^.!?\n]{8,600}/g)) {
    const sentence = match[0];
    if (about.test(sentence)) {
      before = undefined;
      continue;
    }
    for (const { id, says, pattern, unless } of schemes) {
      const hit = pattern.exec(sentence);
      if (hit !== null && unless?.test(sentence) !== true) add(id, says, match.index + hit.index, match.index + hit.index + hit[0].length);
    }
    for (const { id, says, all, unless } of families) {
      const end = match.index + sentence.length;
      if (holds(sentence, all, unless)) add(id, says, match.index, end);
      else if (before !== undefined && holds(`${before[0]} ; ${sentence}`, all, unless)) add(id, says, before.index, end);
    }
    before = match;
  }
  return found;
}

const holds = (text: string, all: readonly RegExp[], unless: RegExp | undefined): boolean =>
  all.every((clue) => clue.test(text)) && unless?.test(text) !== true;
