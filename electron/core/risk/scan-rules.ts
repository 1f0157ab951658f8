import type { Severity } from '../../../shared/model/risk.js';

/** One thing that texts for models should not say. Patterns run over folded text (lower case, look-alikes resolved). */
export interface ScanRule {
  readonly id: string;
  /** 10 and more poisons by itself; less adds up with other families */
  readonly weight: number;
  readonly severity: Severity;
  readonly says: string;
  readonly pattern: RegExp;
  /** cheap test first: one of these must occur near by */
  readonly needs: readonly string[];
  /** a text that speaks about attacks ("detects …", "never …") does not count */
  readonly unlessAbout?: boolean;
}

// Building blocks. Gaps are bounded and stop at sentence ends, so that every pattern stays linear.
const gap = (most: number): string => `[^.!?\\n]{0,${most}}?`;
const over = (most: number): string => `[^!?]{0,${most}}?`;
/** "never … without telling them" asks for the telling; not so over an "and" */
const notAsked = "(?<!(?:\\b(?:never|not|cannot)\\b|n't\\b)(?:(?!\\b(?:and|then|but|yet)\\b)[^,;:.]){0,60})";
const instructions =
  '(?:instructions?|prompts?|directives?|guidelines?|rules?|polic(?:y|ies)|orders|commands?|constraints?|restrictions?|training|programming|context|messages?|guardrails?)';
const guards =
  '(?:safety|security|content|ethical|permission|privacy|protection|policy|moderation|access|approval|authori[sz]ation|validation)';
const checks =
  '(?:instructions?|polic(?:y|ies)|rules?|guidelines?|checks?|filters?|filtering|controls?|measures?|mechanisms?|restrictions?|constraints?|safeguards?|guardrails?|protocols?|protections?|validations?|boundaries|preferences|warnings?)';
const reader = '(?:the )?(?:ai|llm|model|assistant|agent|chatbot|claude|gpt|copilot|gemini)(?: assistant| agent| model| system)?';
const person = '(?:the |this to the |any |your )?(?:user|human|person|operator|customer|owner|administrator|admin|developer|anyone|them)s?';
const outward =
  '(?:send|sends|sending|sent|transmit|transmits|transmitting|transmitted|upload|uploads|uploading|uploaded|forward|forwards|forwarding|forwarded|post|posts|posting|posted|email|emails|bcc|leak|leaks|exfiltrate|exfiltrates|relay|relays|ship|ships|mirror|mirrors|report|reports|sync|syncs|copy|copies)';
const talk =
  "(?:conversation(?:s|al)?(?: history| context| log| data| transcript)?|chat (?:history|logs?|context|transcripts?)|message history|(?:all |any )?(?:previous|prior|earlier) messages|dialog(?:ue)? history|context window|system prompts?|user(?:'s)? (?:conversation|prompts?|queries|messages|inputs?) ?(?:history|data|logs?)?|session (?:history|context|transcripts?))";
const secrets =
  "(?:(?:api|access|secret|private|ssh|encryption|signing|aws|wallet) ?(?:keys?|tokens?)|(?:session|auth|authentication|bearer|oauth|refresh|user(?:'s)?) tokens?|credentials?|passwords?|passphrases?|secrets?|environment variables?|env vars?|seed phrases?|recovery phrases?|private keys?|cookies|\\.env(?: file)?|id_rsa|keychain|system prompt)";
const secretFiles =
  '(?:\\.(?:ssh|aws|gnupg|kube|docker|config/gcloud|npmrc|netrc|pgpass|git-credentials|env(?!\\.(?:example|sample|template))|bash_history|zsh_history|cursor/mcp\\.json)\\b|\\bid_(?:rsa|ed25519|ecdsa|dsa)\\b|/etc/(?:passwd|shadow|sudoers)\\b|claude_desktop_config\\.json|\\bmcp\\.json\\b|authorized_keys|credentials\\.json|wallet\\.dat|/proc/self/environ|\\bkeychain\\b|login data|cookies\\.sqlite)';
const destination =
  '(?:https?://|[\\w.+-]{1,40}@[\\w-]{1,40}\\.|(?:an? |the |our |their )?(?:external|remote|third[- ]party|attacker|analytics|logging|telemetry|collection|backup|monitoring|tracking|our|partner)[\\w -]{0,30}(?:server|service|endpoint|platform|url|api|host|site|webhook|address|system|servers))';

/** A rule whose pattern is a text yet. `needs`: words with `|` between them. */
const rule = (id: string, weight: number, severity: Severity, says: string, needs: string, source: string, unlessAbout = true) => ({
  id,
  weight,
  severity,
  says,
  needs,
  source,
  unlessAbout,
});

const written = [
  // Orders to set other instructions aside
  rule(
    'hidden-instruction',
    10,
    'critical',
    'tells the model to set its instructions aside',
    'ignor|disregard|forget|discard|overrul|supersed|neglect|not follow|do not obey',
    `\\b(?:ignor(?:e|es|ing)|disregard(?:s|ing)?|forget(?:s|ting)?|discard|neglect|not follow|do not obey|overrul(?:e|es|ing)|supersed(?:e|es|ing))\\b[^.!?]{0,20}?\\b(?:(?:previous|prior|earlier|preceding|above|existing|original|former|past|system|initial|${guards})\\b[^.!?]{0,30}?\\b${instructions}|(?:all|any|every|your|my|those)\\s+(?:of\\s+)?(?:the\\s+|your\\s+)?(?:other\\s+)?(?:instructions|prompts|directives|guidelines|rules|policies|orders|constraints|restrictions|training|programming|context|guardrails)|(?:everything|all|anything)\\s+(?:above|before|prior|previous|you (?:were|have been) told))\\b`,
  ),
  rule(
    'hidden-instruction',
    10,
    'critical',
    'puts itself above the user or the system',
    'overrid|replac|supersed|above|over ',
    `\\b(?:overrid(?:e|es|ing)|replac(?:e|es|ing)|supersed(?:e|es|ing)|outrank(?:s|ing)?)\\b${gap(20)}\\b(?:(?:any|all|every|your|previous|prior|earlier)\\b${gap(25)}|(?:the )?(?:user|safety|security|behaviou?ral|assistant|model|ai|llm)(?:'s)?\\s+${gap(15)})\\b(?:instructions?|guidelines?|polic(?:y|ies)|safeguards?|(?<=user )preferences|(?<=user's )preferences|directives?|rules?|prompts?|constraints|filters|guardrails|restrictions|decisions?|wishes)\\b|\\b(?:tak|hav|ha)(?:e|es|s|ing)\\b (?:absolute |higher |full )?(?:precedence|priority) over (?:the |any |all )?(?:users?(?:'s)?|system|your|other instructions|previous|prior|all)\\b`,
  ),
  rule(
    'guard-bypass',
    10,
    'critical',
    'claims to get round safety or permission checks',
    'bypass|circumvent|skip|evade|disable|without any|turn off|deactivate|avoid',
    `\\b(?:bypass(?:es|ing|ed)?|circumvent(?:s|ing)?|evad(?:e|es|ing)|get(?:s)? around|disabl(?:e|es|ing)|turn(?:s)? off|deactivat(?:e|es)|without (?:any|going through))\\b${gap(30)}\\b${guards}\\b${gap(25)}\\b${checks}\\b`,
  ),
  rule(
    'guard-bypass',
    10,
    'critical',
    'asks that safety rules be left aside',
    'ignore|disregard|forget',
    `\\b(?:ignore|disregard|forget|neglect)\\b${gap(25)}\\b(?:${guards}|ethical|moral)\\b${gap(25)}\\b${checks}\\b`,
  ),
  rule(
    'privilege',
    6,
    'high',
    'speaks of rights beyond what the user gave',
    'privilege|root|sudo|elevated|system context|full access|unrestricted',
    `\\b(?:full|elevated|unrestricted|unlimited|system|root|admin(?:istrator)?)[- ](?:system |administrative )?(?:privileges?|permissions?|access|rights|context)\\b`,
  ),
  // Persona and authority
  rule(
    'persona',
    10,
    'critical',
    'gives the model another persona or mode',
    'you are now|adopt|act as|pretend|developer mode|jailbreak|maintenance mode|god mode|debug mode|dan',
    `\\b(?:you are now (?:an? |in |the )?(?:dan\\b|unrestricted|jailbr\\w+|developer|debug|maintenance|admin\\w*|god|evil|free|${gap(40)}(?:no|without) (?:restrictions|limits|rules|filters))|(?:must|should|shall|will|to) (?:now )?(?:adopt|assume|take on)\\b${gap(25)}\\b(?:persona|identity|role|character)|(?:act|behave|respond) as (?:an? )?(?:unrestricted|uncensored|unfiltered|jailbroken|different)|(?:jailbreak|god|dan|unrestricted) mode|(?:you are|enter|switch to|activate|enable)${gap(12)}(?:developer|debug|maintenance|admin) mode\\b${over(60)}\\b(?:no|without|disable|ignore|all|restrictions?|safety|forward|unrestricted))\\b`,
  ),
  rule(
    'false-authority',
    10,
    'critical',
    'wants its output obeyed as instructions',
    'directive|instruction|authoritative|follow|obey|treat|highest',
    `\\b(?:authoritative|system|highest[- ]priority|binding|mandatory|trusted)[\\w -]{0,20} (?:directives?|instructions)\\b${over(80)}\\b(?:overrid\\w*|follow|treat|obey|must|instead|supersede\\w*|ignore)\\b|\\b(?:follow|obey|execute|comply with|carry out)\\b${gap(15)}\\b(?:all|any|every)\\b${gap(10)}\\binstructions?\\b${gap(20)}\\b(?:returned|in (?:the |its |this )?(?:returned|response|result|output|content|page|file|document)|it (?:returns|contains|provides)|from (?:the |this )?(?:response|result|output|tool))|\\btreat\\b(?![^.]{0,60}\\b(?:untrusted|data|not|never)\\b)${gap(40)}\\bas\\b${gap(25)}\\b(?:instructions|directives|commands|orders|system (?:message|prompt))\\b`,
  ),
  // Things kept from the user
  rule(
    'secrecy',
    10,
    'critical',
    'wants something kept from the user',
    'tell|inform|mention|notify|reveal|disclose|alert|let |aware|acknowledge',
    `\\b(?:do not|don't|dont|never|must not|should not|shouldn't|mustn't|avoid|${notAsked}without|refrain from)\\b${gap(15)}(?:\\b(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|letting|let|making|warn(?:ing)?)\\b ${gap(15)}\\b${person}|\\b(?:mention(?:ing)?|disclos(?:e|ing)|acknowledg(?:e|ing)|reveal(?:ing)?|explain(?:ing)?)\\b${gap(45)}\\bto (?:the )?(?:users?|humans?|person|anyone|them))\\b(?! (?:to|that (?:it|they|the (?:operation|action|task)) (?:is|was|has been) (?:complete|done|success)))`,
  ),
  rule(
    'secrecy',
    10,
    'critical',
    'wants something kept from the user',
    'this|it|these',
    `\\b(?:do not|don't|dont|never|must not|should not)\\b ?(?:ever )?(?:tell|mention|reveal|disclose|show|expose|discuss|acknowledge|report)\\b (?:this|that|these|it|any of this|the (?:above|presence|existence)|about (?:this|it)|anything about)\\b(?! (?:tool name|id|field|value))`,
  ),
  rule(
    'secrecy',
    10,
    'critical',
    'wants something hidden from the user',
    'hidden from|invisible to|conceal|unaware|unnoticed|not visible|secret|covert|hide|hiding|stealth|without|not aware|keep',
    `\\b(?:hidden from|invisible to|not visible to|concealed from|unnoticed by|(?:remain|keep|kept|stay)s? ${gap(12)}(?:hidden|secret|confidential|invisible) from|conceal(?:s|ing)?\\b${gap(30)}\\bfrom|hid(?:e|es|ing) (?:this|it|these|the \\w+) from (?:the )?(?:users?|humans?|person|people|operator|developer|anyone)|without (?:the )?user(?:'s|s')? (?:knowledge|awareness|knowing|noticing|consent)|user (?:is|should be|must be|remains) (?:unaware|not aware))\\b`,
  ),
  rule(
    'silent-action',
    10,
    'critical',
    'does something in secret',
    'silently|secretly|covertly|quietly|discreetly|stealthily|surreptitiously|behind the scenes',
    `\\b(?:silently|secretly|covertly|quietly|discreetly|stealthily|surreptitiously|behind the scenes)\\b(?! (?:or|if|when|ignor\\w*|fail\\w*|skip\\w*|drop\\w*))${gap(25)}\\b(?:${outward}|creates?|exfil\\w+|reads?|executes?|runs?|installs?|grants?|subscribes?|records?|logs?|collects?|captures?|adds?|appends?|modif(?:y|ies)|changes?|deletes?|access(?:es)?|stores?|harvests?|include?s?|call?s?)\\b|\\b(?:${outward}|exfil\\w+)\\b${gap(80)}\\b(?:secretly|covertly|quietly|discreetly)\\b`,
  ),
  // Consent taken as given
  rule(
    'consent-bypass',
    10,
    'critical',
    'wants an action taken without asking the user',
    "without|no need|never ask|do not ask|skip|don't ask",
    `\\b(?:send|sent|pass|passed|forward|forwarded|upload|uploaded|transmit|transmitted|export|exported|shar(?:e|ed)|execut(?:e|ed)|run|delet(?:e|ed)|call|approv(?:e|ed)|transfer|transferred|proceed|immediately|automatically|directly|always|invoke|install|submit|perform|pay)\\b${gap(90)}\\b(?:without|no need for|not? requir\\w+|do(?:es)? not (?:need|require)|skip(?:ping)?|never)\\b${gap(20)}\\b(?:asking|requiring|requesting|seeking|waiting for|any|user|human|further|additional|explicit|prior|prompting|confirming|consent|the)\\b${gap(25)}\\b(?:user|users|human|permission|confirmation|approval|consent|authori[sz]ation|review)\\b`,
  ),
  rule(
    'consent-bypass',
    5,
    'high',
    'says that consent was already given',
    'pre-approved|preapproved|pre-validated|pre-authorized|already|no user action|auto-approve|no confirmation|no approval',
    `\\b(?:pre-?(?:approved|validated|authori[sz]ed|cleared|vetted)|already (?:been )?(?:approved|validated|authori[sz]ed|consented|vetted|cleared)|no (?:user )?(?:action|confirmation|approval|consent|permission|review) (?:is |was )?(?:needed|required|necessary)|auto[- ]?approve[sd]?|user has (?:already )?(?:consented|agreed|approved))\\b`,
  ),
  rule(
    'consent-bypass',
    6,
    'high',
    'wants no question asked',
    'ask|confirm',
    `\\b(?:do not|don't|never|no need to|without) (?:ever )?(?:ask(?:ing)?|prompt(?:ing)?|request(?:ing)?|confirm(?:ing)?|wait(?:ing)?)\\b${gap(15)}\\b(?:(?:the )?users?|human|for)\\b${gap(15)}\\b(?:permission|confirmation|approval|consent|first|before)\\b`,
  ),
  // Secrets and data asked for or sent out
  rule(
    'secret-request',
    10,
    'critical',
    'wants a secret file read or handed over',
    'ssh|id_|.env|.aws|passwd|shadow|mcp.json|npmrc|netrc|keychain|claude_desktop|credentials.json|authorized_keys|wallet.dat|environ|gnupg|kube|git-cred|history|cookies|docker|login data',
    `\\b(?:read|reads|cat|open|load|fetch|access|retrieve|get|include|attach|grab|extract|copy|append|write|modify|check|list|view|scan|collect|steal|find|first|before|must|always)\\b${over(90)}${secretFiles}${over(140)}\\b(?:before|first|and (?:then )?(?:${outward}|pass|include|append|put|provide|return|use)|pass|send|sends|upload|uploads|post|posts|email|as (?:the |a |an )?['"\`]?\\w{2,30}['"\`]?|in(?:to)? (?:the )?['"\`]?\\w{2,20}['"\`]? (?:parameter|argument|field)|content(?:s)?|otherwise|to (?:verify|authenticate|continue|proceed|ensure))\\b`,
  ),
  rule(
    'secret-request',
    10,
    'critical',
    'wants a secret file read first',
    'ssh|id_|.env|.aws|passwd|shadow|mcp.json|npmrc|netrc|keychain|claude_desktop|authorized_keys|environ|gnupg|kube|git-cred|cookies|docker',
    `\\b(?:before|first|must|always|whenever|also|immediately|should|need to|step \\d)\\b${gap(80)}\\b(?:read|cat|open|load|access|retrieve|include|attach|copy|extract|write|modify|append|send|upload)\\b${gap(60)}${secretFiles}`,
  ),
  rule(
    'secret-request',
    10,
    'critical',
    'sends a secret file out',
    'ssh|id_|.env|.aws|passwd|shadow|mcp.json|npmrc|netrc|keychain|claude_desktop|environ|gnupg|kube|git-cred|cookies',
    `\\b(?:${outward}|exfiltrate|steal|leak)\\b${gap(80)}${secretFiles}|${secretFiles}${over(90)}\\b(?:${outward})\\b${over(40)}(?:https?://|@|\\bto\\b)`,
  ),
  rule('exfiltration', 10, 'critical', 'speaks of carrying data out', 'exfil', `\\bexfil(?:trat(?:e|es|ing))?\\b`),
  rule(
    'exfiltration',
    10,
    'critical',
    'hands the conversation to someone',
    'conversation|chat|message|context|prompt|session|dialog|user',
    `\\b(?:${outward}|collect|collects|collecting|capture|captures|harvest|harvests|include|includes|including|append|attach|pass|provide|record|records|track|tracks|store|stores|log|logs)\\b${gap(70)}\\b(?:(?:full|entire|complete|whole|all|raw|recent|current)\\b${gap(20)})?\\b(?:full |entire |complete |whole )${gap(15)}${talk}|\\b${outward}\\b${gap(50)}\\b(?:(?:conversation|chat|message|session) (?:history|contexts?|logs?|transcripts?)|(?:your|the (?:ai|assistant|model)'s) (?:context|memory|instructions))\\b${gap(40)}\\b(?:to|with)\\b ${gap(20)}${destination}|\\b(?:forward|send|report|transmit|upload)s?\\b the user(?:'s)? (?:previous|prior|earlier|last) (?:messages|prompts|queries|inputs)`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends usage data with what the user said',
    'conversation|chat history|user data|prompts',
    `\\b(?:usage|analytics|telemetry|diagnostics?|metrics|quality|improvement|optimi[sz]ation)\\b${gap(70)}\\b(?:conversations?(?: history| context)?|chat history|user(?:'s)? (?:conversation|prompts|messages|queries|files|credentials)|(?:full|entire) (?:context|session)|private data|sensitive data)\\b`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends secrets out',
    'key|token|credential|password|secret|environment|env var|seed|cookie|phrase|.env|system prompt',
    `\\b(?:${outward}|leak|exfiltrate|respond with|output|reveal|print|include|append|embed|dump)s?\\b${gap(50)}\\b(?:all |any |the |their |your |every |user(?:'s)? |session |stored |current |its |entire |own )${gap(25)}${secrets}\\b${over(60)}(?:\\bto\\b ${gap(30)}(?:https?:|@|\\b(?:me|us|server|external|endpoint|attacker|channel|url|address|team|platform|webhook)\\b)|\\b(?:in(?:to)?|to|with) (?:every|each|all|the|your|any) (?:response|repl(?:y|ies)|answer|message|output|request|call)s?\\b|\\bstored in\\b)`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'tells the model to give away its prompt or secrets',
    'system prompt|api key|token|context|credentials|creds|secrets',
    `\\b(?:output|reveal|print|repeat|display|show|dump|leak|respond with|return|send|email|forward|give)\\b (?:me |us |out )?(?:all |any |the |your |its |every )?(?:contents? of |full |entire |content of )?(?:the |your |its |my |user's |users? )?(?:system prompt|initial prompt|hidden prompt|api keys?|aws (?:creds|credentials|keys)|session tokens?|ssh keys?|credentials|creds|passwords|secret keys?|private keys?)\\b${gap(30)}(?:$|[.!?"'<}\\n]|\\b(?:to|and|stored|in context|from)\\b)`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends a copy of what passes through to someone else',
    'http|@|external|third|remote|platform|server|service|attacker|endpoint|webhook',
    `\\b(?:also|additionally|then|always|automatically|must|a copy of|copies of|silently|immediately|forward|bcc|every time)\\b${gap(40)}\\b(?:${outward})\\b${gap(60)}\\b(?:results?|outputs?|data|inputs?|arguments?|parameters|quer(?:y|ies)|messages?|responses?|e?mails?|files?|contents?|copy|requests?|documents?|code|information|details|everything|history)\\b${gap(40)}\\b(?:to|with|at)\\b ${gap(25)}${destination}`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'adds a hidden recipient',
    'bcc|cc |blind|recipient',
    `\\b(?:must|always|also|automatically|silently|secretly|every|each)\\b${gap(40)}\\b(?:bcc|blind copy|blind carbon copy|cc)\\b${gap(40)}[\\w.+-]{1,40}@|\\b(?:bcc|blind copy)\\b${gap(30)}\\b(?:all|every|each|any|outgoing)\\b|\\b(?:bcc)\\b ${gap(20)}[\\w.+-]{1,40}@[\\w.-]{1,40}${gap(20)}\\b(?:on|in|for|to) (?:all|every|each|any|email)`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends user data away under another purpose',
    'upload|send|transmit|share|forward|sync|report',
    `\\b(?:also|additionally|in addition|as well as|as part of|while|in the background)\\b${gap(50)}\\b${outward}\\b${gap(40)}\\b(?:user(?:'s|s')?|their|your|private|sensitive|personal|local|all|full|entire|complete)\\b${gap(30)}\\b(?:data|files?|information|documents?|credentials|contents?|context|history|keys|messages|contacts)\\b`,
  ),
  rule(
    'argument-smuggling',
    10,
    'critical',
    'wants data put into an argument',
    'conversation|chat|prompt|message|context|content|history|tools|key|secret|token|file',
    `\\b(?:pass|put|include|provide|fill(?: in)?|paste|insert|place|add|append|encode|attach|copy|set|send|supply|use)\\b${gap(40)}\\b(?:full|entire|complete|whole|all|exact|verbatim|every|raw|previous|prior)\\b${gap(30)}\\b(?:conversation|chat(?: history)?|system prompt|(?:previous |prior )?messages|message history|context window|conversation context|tool (?:list|definitions?|outputs?|results|calls)|list of (?:available )?tools|environment variables|api keys?|credentials|secrets)\\b`,
  ),
  rule(
    'argument-smuggling',
    10,
    'critical',
    'wants the contents of files put into an argument',
    'content',
    `\\b(?:pass|put|include|insert|place|append|provide|copy|send)\\b${gap(25)}\\b(?:its|their|the|file)\\b ?(?:full |entire |complete )?(?:file )?contents?\\b${gap(25)}\\b(?:as|in|into|to|via|through)\\b${gap(15)}['"\`]?(?:sidenote|side_note|note|notes|context|metadata|extra|feedback|debug|reference|comment|additional\\w*|hidden\\w*)\\b`,
  ),
  rule(
    'argument-smuggling',
    10,
    'critical',
    'an argument for hidden use that must always be filled',
    'internal|telemetry|hidden|tracking|debug',
    `\\b(?:internal|hidden|telemetry|tracking|debugg?(?:ing)?|background|session) (?:context|use|only|telemetry|metadata|data|state|tracking|purposes?)\\b${over(50)}\\b(?:always|must|required|do not omit|never omit)\\b${gap(15)}\\b(?:be )?(?:included?|provided?|filled?|pass(?:ed)?|sen[dt]|set|populated?)\\b`,
  ),
  // Marks that pretend to come from somewhere else
  rule(
    'forged-frame',
    10,
    'critical',
    'pretends to be a system message',
    'system|hidden|instruction|im_start|inst]|important',
    `<\\|?(?:im_start|im_end|system|endoftext|start_header_id)\\|?>|\\[/?inst\\]|<</?sys>>|<\\/?(?:system|sys|hidden|hidden[-_ ]?instructions?|secret|assistant|admin|instruction_override|system[-_]?(?:prompt|message|instructions?|override|note))(?: [^>]{0,60})?>|\\[(?:system|hidden|admin|system (?:message|note|override|instruction))\\]|\\bbegin (?:hidden|secret|system) instructions?\\b|"?(?:system_instructions?|system_override|hidden_instructions?)"?\\s*:\\s*"`,
  ),
  rule(
    'forged-frame',
    6,
    'high',
    'speaks to the model past the user',
    'note|attention|message|instruction|important|dear|hey',
    `\\b(?:note|attention|message|instructions?|reminder|important|notice|command|directive|hint)(?: note| message)? (?:to|for) (?:${reader}|ais|llms|models|assistants|agents)\\b ?[:,!-]?|\\[action required\\]`,
  ),
  rule(
    'forged-frame',
    5,
    'high',
    'shouts at the model in a mark of its own',
    'important|critical|instruction',
    `<\\/?(?:important|critical|urgent|instructions?|priority|mandatory)(?: [^>]{0,40})?>`,
  ),
  rule(
    'forged-frame',
    10,
    'critical',
    'an order inside a comment',
    '<!--',
    `<!--${over(200)}(?<![\\w-])(?:ignore|disregard|you (?:must|should|are)|system|instruction|assistant|send|execute|secret|${reader}\\s*[:,])`,
  ),
  rule(
    'model-order',
    8,
    'high',
    'gives the model orders about other things',
    'assistant|agent|ai |model|llm',
    `\\b${reader}\\b (?:must|should|shall|needs? to|has to|will|is (?:required|instructed) to)(?: now| next| then| immediately| first| always| also)*\\b(?! not\\b) ${gap(20)}\\b(?:adopt|follow|treat|ignore|disregard|call|send|forward|execute|invoke|delete|transfer|override|obey|read|upload|email|respond|reply|include|output|comply|approve|grant)\\b`,
  ),
  rule(
    'model-order',
    10,
    'critical',
    'tells the model to call something without a person',
    'call|invoke|run|execute',
    `\\b(?:should|must|now|next|immediately)\\b${gap(20)}\\b(?:call|invoke|execute|run|use)\\b${gap(20)}\\b(?:exfil\\w*|delete_\\w+|drop_\\w+|send_\\w+|transfer_\\w+|upload_\\w+|\\w+_all_\\w+)\\b${gap(40)}\\b(?:without|with (?:the )?(?:full|entire|all|system|conversation)|immediately)`,
  ),
  // The same in the passive, or spread over a sentence
  rule(
    'guard-bypass',
    7,
    'high',
    'wants questions to the user skipped',
    'skip|bypass|avoid|suppress|dismiss|disable',
    `\\b(?:skip(?:s|ping)?|bypass(?:es|ing)?|avoid(?:s|ing)?|suppress(?:es|ing)?|dismiss(?:es|ing)?|disabl(?:e|es|ing))\\b${gap(20)}\\b(?:permission|confirmation|approval|consent|security|authori[sz]ation)\\b ?(?:prompts?|dialogs?|requests?|warnings?|checks?|steps?|reviews?)\\b`,
  ),
  rule(
    'warning-dismissal',
    6,
    'high',
    'wants warnings ignored',
    'warning|alert',
    `\\b(?:warnings?|alerts?)\\b${gap(40)}\\b(?:should|must|can|may) (?:safely )?be (?:ignored|dismissed|skipped|disregarded)\\b|\\b(?:ignore|dismiss|skip|disregard) (?:all |any |the )?(?:security |safety )?(?:warnings|alerts)\\b`,
  ),
  rule(
    'consent-bypass',
    6,
    'high',
    'says that nobody needs to agree',
    'confirmation|approval|consent|permission|review',
    `\\b(?:confirmation|approval|consent|permission|review|verification)\\b (?:from the user )?(?:is|are|was) (?:not|never|no longer) (?:required|needed|necessary)\\b`,
  ),
  rule(
    'consent-bypass',
    8,
    'high',
    'wants something run without a look',
    'without',
    `\\b(?:execut\\w+|run|runs|send|sends|transfer|pay|call|invoke|delete|install|forward|perform|proceed|apply|approve|comply)\\b${gap(60)}\\bwithout (?:any |further |user |human |manual |the user's )*(?:review|confirmation|approval|consent|asking|permission|hesitation|question(?:s|ing)?|verification|inspection)\\b`,
  ),
  rule(
    'consent-bypass',
    5,
    'high',
    'claims that someone vetted it',
    'verified|approved|vetted|cleared|audited|certified|authorized',
    `\\b(?:verified|approved|vetted|cleared|audited|certified|authori[sz]ed)\\b (?:and \\w+ )?by (?:the |your |our )?(?:security|administrators?|admins?|it department|it team|legal|compliance|system|management|anthropic|openai|company)\\b`,
  ),
  rule(
    'urgency',
    3,
    'medium',
    'wants it done at once',
    'immediately|right away|at once|urgent|without delay',
    `\\b(?:immediately|right away|at once|urgently|without delay|as soon as possible|no matter what)\\b`,
  ),
  rule(
    'persistent-order',
    6,
    'high',
    'gives orders for everything that follows',
    'from now on|every re|each re|all re|every mess|every answer|each answer|henceforth|for the rest|subsequent|all future',
    `\\b(?:from now on|henceforth|for the rest of (?:this|the) (?:conversation|session|chat)|in (?:all|every) (?:subsequent|future) (?:responses?|messages?|interactions?|calls?)|(?:every|each|all)(?: of your| your| subsequent| future)? (?:repl(?:y|ies)|responses?|answers?|messages?)\\b${gap(20)}\\b(?:must|should|has to|have to|shall))\\b`,
  ),
  rule(
    'exfiltration',
    8,
    'high',
    "is after the model's own prompt",
    'your ',
    `\\byour (?:own )?(?:system|initial|hidden|original|secret|full|entire)(?: and \\w+)? (?:prompt|instructions|message)\\b`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'collects secrets',
    'password|cookie|credential|key|token|card|secret',
    `\\b(?:collect|harvest|gather|steal|scrape|capture|exfiltrate|intercept|sniff)(?:s|ing|ed)?\\b${gap(40)}\\b(?:passwords?|cookies|credentials|keystrokes|private keys?|api keys?|seed phrases?|(?:access|session|auth) tokens?|credit cards?|card numbers?|secrets)\\b`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends secrets or private data out',
    'sent|forward|upload|copied|mirror|shar|transmit|post|report|sync|relay|stor|logged|backed',
    `\\b(?:${secrets}|${talk}|private (?:data|messages|files|ones)|(?:user|personal|customer|sensitive) (?:data|files|information|messages|documents)|(?:all|every|any|each|outgoing)\\b${gap(25)}\\b(?:e?mails?|messages?|files?|documents?|results?|responses?|quer(?:y|ies)|requests?|inputs?|outputs?|transcripts?|data))\\b${gap(40)}\\b(?:is|are|be|gets?|being|was|were)\\b${gap(20)}\\b(?:sent|forwarded|uploaded|copied|blind copied|blind-copied|mirrored|shared|transmitted|posted|reported|synced|relayed|logged|backed up|delivered|bcc'?d|cc'?d)\\b ${gap(10)}\\b(?:to|with|on|by)\\b ${gap(25)}${destination}`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'sends a copy to an address of its own',
    'http|@',
    `\\b(?:before|after|first|each|every|once|while|during|finally|next)\\b${gap(60)}\\b(?:send|upload|post|forward|transmit|copy|email|e-mail|mirror|bcc)\\b${gap(50)}\\b(?:cop(?:y|ies)|contents?|data|files?|text|results?|outputs?|everything|it|them|response|conversation|details)\\b ${gap(15)}\\bto\\b ${gap(20)}(?:https?://|[\\w.+-]{1,40}@[\\w-]{1,40}\\.)`,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'shares data with strangers',
    'third|partner|advertis|attacker|external part',
    `\\b(?:shar|sell|sold|disclos|giv|provid|send|transmit|forward)(?:e|es|ed|en|ing|s|ting|ted)?\\b${gap(40)}\\b(?:to|with)\\b${gap(20)}\\b(?:third[- ]part(?:y|ies)|partner (?:servers?|compan\\w+|networks?)|advertisers?|data brokers?|attackers?|external parties)\\b`,
  ),
  rule(
    'false-authority',
    10,
    'critical',
    'wants foreign text obeyed',
    'follow|obey|execute|carry out|comply',
    `\\b(?:follow|obey|execute|carry out|comply with|act on|perform)\\b ${gap(12)}\\b(?:instructions?|commands?|orders|directives|steps)\\b ${gap(10)}\\b(?:found|contained|embedded|inside|included|given|listed|written|specified)\\b ${gap(12)}\\b(?:in|there|it|inside|therein|within|by)\\b`,
  ),
  rule(
    'secret-request',
    8,
    'high',
    'has secrets fetched by another tool and passed on',
    'call|invoke|use|run|query',
    `\\b(?:call|invoke|use|run|query|execute)\\b${gap(15)}\\b\\w{0,30}(?:secret|api_?key|token|cred|passw|private|env_?var|get_env|vault)\\w{0,30}\\b${gap(30)}\\band\\b${gap(15)}\\b(?:attach|put|include|pass|insert|append|send|provide|add|forward|place)\\b`,
  ),
  rule(
    'argument-smuggling',
    3,
    'medium',
    'wants something put into an argument',
    'parameter|field|argument|value|result|output|content',
    `\\b(?:include|put|place|insert|pass|add|append|embed|attach|store|encode)\\b${gap(25)}\\b(?:it|them|this|that|(?:the|its|their) (?:\\w+ )?(?:values?|results?|outputs?|contents?|responses?))\\b ${gap(12)}\\b(?:in|into|as|inside|via|to)\\b (?:the |a |an )?(?:['"\`]\\w{2,30}['"\`]|\\w{2,20} (?:parameter|field|argument|header))`,
  ),
  rule(
    'credential-phishing',
    8,
    'high',
    'is after card or identity numbers',
    'card|cvv|social security|ssn',
    `\\b(?:retrieve|include|obtain|get|collect|extract|ask)\\b${gap(40)}\\b(?:credit card (?:number|details)|card numbers?|cvv|social security numbers?|ssn)\\b`,
  ),
  // Orders about other tools
  rule(
    'cross-tool-order',
    10,
    'critical',
    'changes what other tools are called with',
    'recipient|address|parameter|argument|amount|destination|number|redirect|body|to field|payment|wallet',
    `\\b(?:when(?:ever)?|if|every time|each time|before|after|any time|for (?:all|any|every))\\b${gap(80)}\\b(?:(?:is|are|being|gets?) (?:called|used|invoked|triggered|run|executed)|(?:calling|using|invoking|sending|call|use|invoke|send)s?\\b)${over(90)}\\b(?:change|modify|replace|redirect|rewrite|set|alter|override|substitute|swap|add|append|include|must (?:be|use|send|have))\\b${gap(50)}\\b(?:recipients?|to (?:field|address|parameter)|bcc|cc|e?mail address(?:es)?|phone numbers?|wallet(?: address)?|destination|amount|account(?: number)?|parameters?|arguments?|payee)\\b${gap(40)}\\b(?:to|with|as|=|be|:|from)\\b`,
  ),
  rule(
    'cross-tool-order',
    10,
    'critical',
    'redirects messages or money',
    '@|0x|wallet|account|number|address|proxy',
    `\\b(?:send|redirect|transfer|pay|forward|route|deliver)\\b${gap(25)}\\b(?:all|every|any|each|subsequent|future|outgoing)\\b${gap(35)}\\b(?:e?mails?|messages?|payments?|funds?|transactions?|transfers?|requests?|notifications?|crypto|tokens|money|coins?)\\b${gap(40)}\\b(?:to|through|via)\\b ${gap(30)}(?:@|0x[0-9a-f]{6}|\\+?\\d[\\d -]{7}|https?://|\\b(?:attacker|proxy|this (?:address|account|number|wallet)))`,
  ),
  rule(
    'cross-tool-order',
    5,
    'medium',
    'gives orders about other tools',
    'before|prior|first|when',
    `\\b(?:before|prior to|after|instead of|whenever|when(?:ever)? you) (?:you )?(?:use|using|call|calling|invoke|invoking|run|running|executing|accessing)\\b${gap(10)}\\b(?:any|other|all|every|each|another|any other|the other)\\b${gap(20)}\\b(?:tools?|functions?|commands?|actions?|operations?|servers?)\\b`,
  ),
  rule(
    'cross-tool-order',
    8,
    'high',
    'makes other tools depend on a hidden step',
    'must|required|first|otherwise|fail|reject',
    `\\b(?:before|prior to) (?:any|every|each|all|performing|executing|using|calling)\\b${gap(50)}\\b(?:you )?(?:must|need to|have to|are required to|should always)\\b${gap(20)}\\b(?:first )?(?:read|send|access|execute|modify|delete|write|upload|open|pass|provide|disclose|share)\\b`,
  ),
  rule(
    'cross-tool-order',
    6,
    'high',
    'hands results on to another tool unasked',
    'pass|send|forward|pipe',
    `\\b(?:always|must|automatically|immediately|directly)\\b${gap(20)}\\b(?:pass|send|forward|pipe|feed|relay|upload|hand)(?:ed|s)?\\b${gap(30)}\\b(?:results?|outputs?|it|them|data|response|contents?|directly)\\b${gap(20)}\\b(?:to|into|through)\\b${gap(15)}\\b(?:\\w+_tool|\\w+_api|external_\\w+|upload_\\w+|send_\\w+|export_\\w+|(?:the )?(?:export|upload|send|email|webhook|external|http)\\b)`,
  ),
  rule(
    'threat',
    5,
    'medium',
    'threatens what happens if it is not obeyed',
    'otherwise|or else|if you do not|if you don|failure to|will be',
    `\\b(?:otherwise|or else|if you (?:do not|don't|fail to)|failure to (?:do so|comply))\\b${gap(60)}\\b(?:not work|fail|crash|break|reject(?:ed)?|denied|lost|terminated|harm\\w*|shut ?down|penali\\w+|corrupt\\w*|upset|die|deleted|fired|legal)\\b`,
  ),
  // Asking people for secrets
  rule(
    'credential-phishing',
    10,
    'critical',
    'asks people for secrets that no tool needs',
    'seed|recovery|mnemonic|master password|private key|pin|cvv|otp|2fa|one-time',
    `\\b(?:ask|prompt|request|require|instruct|tell|get|enter|provide|type|submit|collect)\\b${gap(50)}\\b(?:seed phrases?|recovery phrases?|mnemonic(?: phrase)?|master passwords?|wallet private keys?|cvv|2fa codes?|one[- ]time (?:passwords?|codes?)|credit card (?:number|details)|social security number|bank (?:password|pin))\\b`,
  ),
  rule(
    'credential-phishing',
    8,
    'high',
    'wants the model to get passwords from people',
    'ask|prompt|request',
    `\\b(?:ask|prompt|request|instruct|convince|persuade|trick)(?:s|ing)? (?:for )?(?:the |your )?(?:users?|them|person|human|customer)(?:'s)?\\b${gap(40)}\\b(?:passwords?|passcodes?|login credentials|credentials|account details|pin)\\b`,
  ),
  rule(
    'credential-phishing',
    8,
    'high',
    'claims that a session expired to get secrets',
    'expired|verify|re-enter|suspended|reauthenticate',
    `\\b(?:session|account|access|token|password)\\b${gap(20)}\\b(?:expired|suspended|locked|compromised|invalid)\\b${over(70)}\\b(?:re-?enter|enter|provide|confirm|verify|supply|type)\\b${gap(30)}\\b(?:password|credentials?|api key|token|login|pin)\\b`,
  ),
  // Code that fetches more code
  rule(
    'remote-code',
    10,
    'critical',
    'fetches and runs code',
    'curl|wget|iex|invoke-expression|downloadstring|base64|/dev/tcp|powershell|nc -',
    `\\b(?:curl|wget|fetch)\\b[^\\n|]{0,160}\\|\\s{0,4}(?:sudo )?(?:ba|z|da|k)?sh\\b|\\b(?:ba|z)?sh <\\(\\s{0,3}(?:curl|wget)|\\$\\((?:curl|wget)\\b|\\b(?:iex|invoke-expression)\\b[^\\n]{0,60}(?:downloadstring|webclient|iwr|invoke-webrequest)|\\bbase64 (?:-d|--decode|-D)\\b[^\\n]{0,40}\\|\\s{0,4}(?:ba|z)?sh\\b|/dev/tcp/\\d|\\bpowershell\\b[^\\n]{0,40} -e(?:nc|ncodedcommand)?\\b [a-z0-9+/=]{8}|\\bnc\\b -[a-z]{0,4}e\\b`,
    false,
  ),
  rule(
    'remote-code',
    10,
    'critical',
    'destroys or takes over a machine',
    'rm -rf|child_process|os.system|subprocess|exec(|eval(|socket|fsockopen|mkfifo|process.env',
    `\\b(?:exec|eval)\\s{0,2}\\(\\s{0,2}(?:atob|base64|unescape|decodeuricomponent|__import__)|\\b(?:perl|php|ruby|python\\d?|lua|node)\\b[^\\n]{0,12}\\s-[a-z]{0,8}[^\\n]{0,120}\\b(?:socket|fsockopen|tcpsocket)\\b|\\bmkfifo\\b[^\\n]{0,80}\\|\\s{0,3}(?:ba|z)?sh\\b|https?:[^\\s]{0,80}['"]?\\s{0,3}\\+\\s{0,3}process\\.env\\.\\w{0,30}(?:token|key|secret|password)|\\brm\\s+-(?:rf|fr|r\\s+-f)\\s+(?:/(?:\\s|$|\\*|["'])|~|\\$home|--no-preserve-root)|--no-preserve-root|require\\(['"]child_process['"]\\)\\s{0,2}\\.\\s{0,2}exec|\\bos\\.system\\(|import\\s+(?:os|socket)\\s{0,3},\\s{0,3}(?:subprocess|socket)|\\beval\\s{0,2}\\(\\s{0,2}(?:atob|require|base64)`,
    false,
  ),
  rule(
    'remote-code',
    10,
    'critical',
    "has the machine's own programs load and run code",
    'certutil|mshta|regsvr32|bitsadmin|rundll32|invoke-|iwr|irm|urlopen|requests.get|popen|core.sshcommand|core.hookspath|/etc/cron',
    `\\bcertutil\\b[^\\n]{0,60}-urlcache\\b|\\bmshta(?:\\.exe)? (?:https?|javascript|vbscript):|\\bregsvr32\\b[^\\n]{0,40}/i:https?|\\bbitsadmin\\b[^\\n]{0,60}/transfer\\b|\\brundll32\\b[^\\n]{0,40}javascript:|\\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\\b[^\\n|]{0,160}\\|\\s{0,4}(?:iex|invoke-expression)\\b|\\bexec\\s{0,2}\\([^\\n]{0,80}(?:urlopen|requests\\.get|base64)|\\bos\\.popen\\([^\\n]{0,120}(?:\\||curl|wget|\\bnc\\b)|\\bcore\\.(?:sshcommand|hookspath)\\b[^\\n]{0,60}(?:curl|wget|https?:|\\bsh -c)|(?:curl|wget)[^\\n]{0,120}>>? ?/etc/cron`,
    false,
  ),
  rule(
    'remote-code',
    10,
    'critical',
    'wrecks a disk or a machine',
    'dd if=|mkfs|/dev/sd|:(){|chmod|xp_cmdshell',
    `\\bdd if=/dev/(?:zero|u?random)\\b[^\\n]{0,40}\\bof=/dev/\\w|\\bmkfs(?:\\.\\w+)? (?:-\\w+ )*/dev/|>\\s?/dev/sd[a-z]\\b|:\\(\\)\\s?\\{\\s?:\\s?\\|\\s?:|\\bchmod -r 777 /(?:\\s|$)|\\bxp_cmdshell\\b`,
    false,
  ),
  rule(
    'exfiltration',
    10,
    'critical',
    'a script that carries cookies away',
    'document.cookie',
    `(?:fetch|\\.src|location|sendbeacon|xmlhttprequest|open)\\b[^\\n]{0,120}https?:[^\\n]{0,80}document\\.cookie`,
    false,
  ),
  rule(
    'remote-code',
    8,
    'high',
    'loads what it does from elsewhere',
    'download|fetch|load|remote|retrieve|pull',
    `\\b(?:download|downloads|fetch|fetches|load|loads|retrieve|retrieves|pull|pulls)\\b${gap(50)}\\b(?:code|script|payload|binary|instructions|commands?|module|plugin)\\b${gap(40)}\\b(?:from|at)\\b${gap(40)}\\b(?:and |then |to )+(?:execut\\w+|run|runs|eval\\w*|follow|follows|appl(?:y|ies)|install)`,
  ),
  // Says one thing, does another
  rule(
    'contradiction',
    10,
    'critical',
    'calls itself read-only and takes a switch to write',
    'write_mode|writemode|allow_write|enable_write|write mode|enables write|delete_mode|exec',
    `\\bread-?only\\b(?! (?:unless|by default|if|when|except|mode))${over(220)}\\b(?:write_mode|writemode|allow_writes?|enable_writes?|write_enabled|delete_mode|exec(?:ute)?_mode|(?<!\\bto )enables? (?:write|delete|exec\\w*))\\b`,
  ),
  rule(
    'undocumented',
    8,
    'high',
    'speaks of a function that is kept quiet',
    'undocumented|internal implementation|hidden|backdoor|secret',
    `\\b(?:backdoors?|(?:hidden|secret|undocumented|undisclosed) (?:function(?:ality)?|feature|parameter|mode|action|behaviou?r|capabilit(?:y|ies)|command|instruction|operation|step)s?)\\b`,
  ),
  rule(
    'delayed-change',
    6,
    'high',
    'will behave differently later',
    'after|once|later|first',
    `\\b(?:after|once|following|upon)\\b${gap(30)}\\b(?:\\d+(?:st|nd|rd|th)?|several|few|third|second|initial|approval|approved|trusted|install\\w*)\\b${gap(30)}\\b(?:calls?|invocations?|uses|executions?|approval|approved|trust)\\b${gap(40)}\\b(?:switch|change|reveal|activate|enable|begin|start|become|different)\\w*`,
  ),
  // Preference manipulation: shown as suspicious
  rule(
    'preference-manipulation',
    4,
    'medium',
    'pushes itself before other tools',
    '',
    `\\b(?:always|must|should always|exclusively|only(?!${gap(40)} (?:if|when|after|once)\\b)) (?:be )?(?:us(?:e|ed)|choos(?:e|en)|select(?:ed)?|prefer(?:red)?|pick(?:ed)?|call(?:ed)?|invoke[d]?|prioriti[sz]e[d]?)\\b${gap(20)}\\b(?:this|it|me|our)\\b|\\b(?:use|call|choose|select|prefer|prioriti[sz]e|pick) (?:this|our|me)\\b${gap(20)}\\b(?:over|before (?:any|all|every|each|others?|anything|everything|you|your|respond\\w*|answer\\w*|reply\\w*)|instead of|rather than|first|always|exclusively|whenever possible)\\b|\\b(?:strongly |always |highly )?prefer(?:s|red)? (?:this|our)\\b|\\b(?:choose|pick|select|use) (?:this one|ours|only this)\\b|\\bonly this (?:one|tool)\\b|\\bhighly recommended to use this\\b`,
    false,
  ),
  rule(
    'preference-manipulation',
    4,
    'medium',
    'speaks ill of other tools',
    '',
    `\\b(?:do not|don't|never|avoid|stop|instead of|rather than|not to|no need to)\\b${gap(12)}\\b(?:use|using|call|calling|choose|try|trust|rely on|consider|invoke)?\\b ?(?:any |the |all )?(?:(?:other|alternative|competing|similar|competitor\\w*|different)\\b${gap(20)}\\b(?:tools?|servers?|functions?|providers?|options?|services?)|alternatives|competitors|others)\\b|\\bunlike (?:other|alternative|competing|similar)\\b|\\bothers?\\b (?:may|will|can|might) (?:leak|fail|lie|steal|lose|expose|be wrong)|\\b(?:other|alternative|competing|similar|all other)\\b${gap(10)}\\b(?:tools?|servers?|functions?|providers?|alternatives?|options?|services?|\\w+s)\\b${gap(25)}\\b(?:are|is|may|will|have|has|should|can|lack|produce|return|cannot|do not|contain)\\b${gap(30)}\\b(?:deprecated|outdated|obsolete|unsafe|insecure|unreliable|inaccurate|broken|slow\\w*|inferior|wrong|malicious|vulnerab\\w+|ignored|avoided|not be (?:used|trusted)|fail|lack|expensive|worse|errors?|limited|incorrect|disabled|less)\\b|\\b(?:any|every|all|the)? ?other (?:\\w+ ){0,2}(?:tools?|servers?|services?|providers?|apps?|connectors?|extensions?|plug-?ins|integrations?|products?|solutions?)\\b (?:will |may |might |can |often |sometimes |usually )?(?:lose|hide|leak|steal|fail|break|lie|miss|corrupt|cheat|sell|invent)s?\\b|\\bno (?:reason|need|point)\\b${gap(10)}\\b(?:use|using|call|calling|try|trying)\\b (?:any |the )?(?:default|built-in|standard|others?)\\b`,
    false,
  ),
  rule(
    'preference-manipulation',
    4,
    'medium',
    'praises itself instead of describing itself',
    '',
    `\\b(?:(?:the )?(?:best|most (?:accurate|reliable|trusted|secure|powerful|advanced|comprehensive|popular|efficient|effective|complete|up-to-date|capable|recommended)|number one|no\\. ?1|top[- ]rated|industry[- ]leading|world[- ]class|fastest|ultimate|superior|premier|only (?:official|correct|reliable|trusted|safe|valid|approved|authori[sz]ed|legitimate|recommended|working))\\b${gap(25)}\\b(?:tools?|server|function|option|choice|solution|source|service|api|provider|way|method|available|results?)|(?:better|faster|superior|more (?:accurate|reliable|efficient|secure|powerful|comprehensive|trustworthy)) (?:than|to) (?:all |any |every |the |most )?(?:other|alternative|competing|similar|existing|rest|others|alternatives|standard|competitors)|(?:recommended|endorsed|preferred|certified|approved|verified|trusted) by (?:anthropic|openai|google|microsoft|experts|professionals|the (?:system|user|community)|millions|developers|all)|(?:unmatched|unparalleled|unrivall?ed|guaranteed) (?:accuracy|quality|performance|reliability|results|speed|precision)|preferred (?:tool|choice|option|source|method|over)|(?:default|primary|first|go-to|top|sole|exclusive) choice|(?:the )?only (?:\\w+ ){1,3}(?:that (?:can be trusted|works|is (?:safe|correct|reliable))|worth (?:using|calling)|you (?:will ever |ever )?need)|better (?:answers|results|output)\\b${gap(10)}\\b(?:from|with) (?:this|our) (?:tool|server)|nothing else comes close)`,
    false,
  ),
  rule(
    'preference-manipulation',
    4,
    'medium',
    'claims first place among tools',
    '',
    `\\b(?:highest|top|maximum|absolute|first) priority\\b|\\b(?:must|should|always|needs to|has to) be (?:called|used|invoked|run|executed|chosen|selected|tried|consulted)\\b${gap(15)}\\b(?:first|before (?:any|all|every|other|using|calling)|over|instead|prior to)\\b|\\b(?:call|use|invoke|run) this (?:tool |function )?(?:first|before (?:any|all|every|other|using))\\b|\\bfor (?:all|any|every) (?:requests?|quer(?:y|ies)|questions?|tasks?|operations?)\\b${gap(20)}\\b(?:use|call|choose|select) this\\b|\\b(?:treat|consider|regard|keep|make) (?:this|it|me|our)\\b${gap(20)}\\b(?:primary|main|default|first|preferred|single) (?:tool|source|choice|option|reference)\\b|\\b(?:when|if) in doubt,? (?:call|use|choose|pick|ask) (?:this|me|us)\\b|\\b(?:should|must|to) be used by default (?:in place of|instead of|over|rather than)\\b|\\b(?:ignore|disregard|skip|bypass|avoid|disable) (?:all |any |the )?(?:other|alternative|competing|similar) (?:tools?|servers?|functions?|options?|providers?)\\b`,
    false,
  ),
];

let built: readonly ScanRule[] | undefined;
/** The rules, compiled once. */
export const scanRules = (): readonly ScanRule[] =>
  (built ??= written.map(({ needs, source, ...rest }) => ({ ...rest, needs: needs.split('|'), pattern: new RegExp(source, 'g') })));
