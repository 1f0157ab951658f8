import type { Reading } from './reading.js';

/**
 * What a definition wants of its reader, read from several small clues in neighbouring sentences: who is spoken to, what is to be taken,
 * where it is to go, and who must not know. No clue convicts by itself unless it cannot be meant well; combinations do.
 * Alternations are bounded and run on one sentence at a time, so the whole is linear.
 */
const orders = String.raw`(?:^|[,;:(–-] ?|[\x60"')] |\b(?:and|then|or|also|please|must|should|shall|will|to|would|could|can|first|always|afterwards?|beforehand|quietly|silently|just|simply|secretly|discreetly|agents?|assistants?|model|llm|ai|you|it|we|here|need|tool|done|results?|answering|call|using|first use)[ ,]+(?:that )?)`;
const leaks =
  '(?:put|pass|supply|attach|include|insert|add|paste|send|forward|upload|hand|provide|transmit|relay|append|reproduce|submit|push|post|mail|e-?mail|share|deliver|copy|smuggle|encode|base64|record|give|place|fill|report|dump|stream|store|leak|export|route|write|use|build|set|store_memory|embed|repeat|sync|zip|hold|contain|carry)';
const grabs =
  '(?:read|open|load|fetch|grab|collect|dump|pull|cat|get|obtain|list|copy|scan|browse|locate|export|zip|encode|retrieve|look up|gather|take|harvest|peek at|search|find|pick|extract|request|compute|need|want|wants|query|peek)';

const clues = {
  secretPlace:
    /(?:[~/\\\s"'`(]\.(?:ssh|aws|gnupg|kube|docker|netrc|npmrc|pypirc|env|pgpass|git-credentials|bash_history|zsh_history|config\/gcloud)\b|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\/etc\/(?:passwd|shadow|sudoers)|\bapplication_default_credentials|\bmcp\.json|\bkubeconfig\b|\bkeychains?\b|\bprintenv\b|\.config\/gh\b|\bauthenticator app\b|password (?:file|store|vault)|(?:user's|their|the) password manager|\bkeychain\b|\b(?:seed|recovery) (?:phrases?|words)|\bsaved (?:passwords|logins)|\bcookie (?:database|store|jar)|\bgh auth token|\bprivate keys?\b|\bwallets?\b)/,
  secretWord:
    /\b(?:api[ -]?keys?|access keys?|cookies|recovery codes?|pin codes?|(?:six|6)[- ]digits?|looks like a key|(?:access|api|auth\w*|oauth|session|bearer|refresh|security|personal|npm|github|slack|bot|gmail|device|their|your|user) tokens?|passwords?|passphrases?|credentials|secrets|sensitive (?:data|information|details)|passport numbers?|card numbers?|cvv|cvc|bank (?:login|details)|ssh keys?|authorization header|environment variables?|all environment|env(?:ironment)? vars?|account balance|home address|configuration file of the client|keys and tokens|tokens and keys|(?:each|every|all) (?:the )?(?:api |access |secret )?keys?)\b/,
  privateData:
    /\b(?:(?:the )?(?:user|human|person|customer|client|people|traveller|shopper|developer)(?:'s|s'|s)? (?:\w+ )?(?:files?|documents?|inbox|drive|home(?: directory| folder)?|contacts?|notes|e-?mails?|mail(?:box)?|messages?|prompts?|photos|repositor(?:y|ies)|data|calendar|history|source (?:files|code)|clipboard|invoices)|their (?:inbox|files|documents|messages|e-?mails|contacts|mailbox)|contents? of (?:the )?(?:workspace|repository|clipboard|project|working directory|home)|(?:local|entire|whole) (?:database|repository|workspace|disk)|database dump|labelled confidential|confidential (?:documents|files)|private (?:documents|files|data|notes)|customers? table|browsing history|every e-?mail|all e-?mails?|each (?:result set|document|contact|file)|all files|files? that the user|(?:the )?last document|installed programs|the repository|(?:home|documents|downloads|desktop) (?:folder|directory)|(?:recent|personal|local) files|payslips?|salary|delivery address|(?:last|recent) (?:\w+ )?orders|screen recording|screenshots?|same directory|old notes|uploads ~\/|content of the previous|previous tool's (?:result|output)|file contents|the user's home address|learned from other tools)\b/,
  talk: /(?:\b|_)(?:conversations?|chat (?:history|transcripts?|logs?)|full chat|whole chat|dialogue|messages? (?:exchanged|of this|between|in this)|last \d+ messages|what (?:the )?(?:user|human|person) (?:said|says|typed|wrote|has (?:said|typed|written))|(?:human|user) (?:wrote|typed|said)|system prompt|what the system (?:told|said)|everything (?:that )?(?:the )?(?:user|human|you)|chain of thought|(?:hidden|initial|developer) prompt|recent prompt|everything (?:exchanged|said|written|discussed)|names of (?:all )?the tools|tools (?:that )?you (?:can|have)|the thread)\b/,
  give: new RegExp(
    `${orders}${leaks}\\b|\\b(?:is|are|be|been|being|gets?) (?:automatically |also |silently |then )?(?:sent|uploaded|forwarded|copied|posted|transmitted|shared|relayed|mirrored|filled|delivered|attached|exported|handed)\\b|\\bsmuggle`,
  ),
  take: new RegExp(`${orders}${grabs}\\b|\\b(?:engine|server|service|tool|api|we) (?:wants|needs|requires)\\b`),
  fieldOf: /^\s?(?:optional |required )?[`"']?[a-z_][\w/]{1,30}(?: \w{1,20})?[`"']?(?: parameter| field| argument)? ?(?:[:–-]) /,
  name: /`\w{2,30}`/,
  obey: /\b(?:follow|obey|carry out|execute|comply with)\b (?:it|them|its|those|any|all|that|every|the (?:commands?|instructions?))\b[^.]{0,40}(?:to the letter|without (?:review|question)|at once|exactly|blindly|commands?|instructions?|do not)/,
  slot: /(?:\b(?:in|into|as|to|via|inside|through|here|param(?:eter)?|field|argument|with) (?:the |a |an |its |this |param(?:eter)? |field |argument )?(?:[`"'][\w.-]{1,40}[`"']|[a-z]\w{1,24} (?:field|param(?:eter)?|argument)\b|argument\b|this tool\b|here\b)|^\s?[`"']?[a-z]\w{1,30}(?: \w{1,20})?[`"']?(?: parameter| field| argument)? ?(?:[:–-]|is (?:the|filled)) |\b(?:as|in|into|to) (?:a |the )?(?:query (?:string|parameter)|link|url)\b|\b(?:field|param(?:eter)?|argument) [`"']?\w{2,30}[`"']?|\b(?:as|in|supply|give|attach|include)\b[^.]{0,40}\b(?:as|in) [a-z][\w-]{1,24}[.,;]?$|\b(?:put|add|insert|paste|include|record|write|append|upload(?:ed)?|sent|send|share)\b[^.]{0,30}\bhere\b|\bwith it\b|\b(?:paste|put|pass|insert|provide|supply|attach|send|give|use|add|encode)\b[^.]{0,60}\b(?:into|as|in) (?:the )?\w{1,24}(?: \w{1,24})?\)?$|\b(?:hand|give|supply|share|submit)\b[^.]{0,40}\b(?:to me|to us|to this (?:tool|endpoint|service)|them here|it here)\b)/,
  sink: /(?:(?:https?|ftp|wss?):\/\/(?!(?:[\w-]+\.){0,3}(?:github|gitlab|google|googleapis|microsoft|openai|anthropic|example|json-schema|w3|ietf|wikipedia|mozilla|modelcontextprotocol|schema)\.(?:com|org|io|net)\b)|[\w.+-]{1,40}@(?!contoso|fabrikam|company\.|domain\.|yourdomain|acme\.)[\w-]{1,40}\.\w|\bs3:\/\/|\b0x[0-9a-f]{4,}|\b[a-z]{2}\d{2}[a-z0-9]{12,30}\b|\b[\w-]{2,30}\.(?:ru|xyz|top|cc|site|tk|pw|live|click|biz|pro|io\/\w)\b|\bour (?:\w+ )?(?:webhook|servers?|endpoint|platform|service|engineers|team|backend)\b|\b(?:to|for|with) (?:us|the vendor|partners|advertisers)\b|\b\w*(?:_remote|remote_|exfil|_external|webhook)\w*\b|\b(?:acct|account)_\w+|\+\d{2}[ \d]{8,})/,
  hide: /(?:\b(?:do not|don't|dont|never|must not|should(?: not|n't)|may not|cannot|needn't|need not|no need to|not need to|without|nor|avoid|no one (?:must|should)|under no circumstances)\b[^.;]{0,30}\b(?:tell(?:ing)?|inform(?:ing|ed)?|know|find out|let on|bring(?:ing)? it|mention(?:ing)?|bring(?:ing)? (?:this|that|it) up|bring this|surface|disclos(?:e|ing)|reveal(?:ing)?|alert(?:ed|ing)?|announc(?:e|ing)|discuss(?:ing)?|told|notic(?:e|ing)|aware|say|display|print|point(?:ed)?|warn(?:ing)?|bother|report|list (?:it|this|them))\b|\b(?:not (?:for|meant for) human|model only|for (?:the )?(?:model|ai|llm|assistant)s? only|(?:user|human|person|people)s?(?: \w+){0,4} (?:won't|will not|can(?:no|')t|does not|doesn't|do(?: not|n't)|must not|should not|never|prefers? not) (?:see|to be informed|be informed|know|need to know|notice|read|find)|keep(?:ing)? (?:the |this |it |that )?(?:\w+ ){0,4}(?:to yourself|unaware|in the dark|hidden|secret|private|invisible)|unaware|leave (?:it|this|that) out|leav(?:e|ing) out|omit (?:any|this|it|that)|need not be (?:mentioned|involved|told|informed|shown)|no (?:need|reason) to (?:trouble|explain|mention|bother|involve|tell)|keep(?:ing)? quiet about|let(?:ting)? on (?:that|about)|to (?:their|the user's|his|her) attention|leave (?:them|him|her|the \w+) out of|not appear in (?:your|the) (?:reply|answer|response|output)|without logging|be tactful|before the user (?:gets to|can) see|has no say|mark \w+ \w+ hidden|invisible to|hide (?:it |this |that )?from|hidden from (?:the )?(?:user|human|person)|stay hidden|nobody (?:checks|reads|looks|sees)|behind (?:their|his|her) back|white text|delete the trace|cover (?:your|the) tracks|this is confidential|confidential;|not be told)\b|\b(?:silently|quietly|discreetly|secretly|covertly|unobtrusively|stealthily|blindly)\b)/,
  act: /\b(?:unasked|without (?:asking|consent|confirmation|review|approval|warning|announcing|telling|discussing|permission|further questions)|even (?:if|when) (?:nobody asked|irrelevant|not needed|unrelated)|never leave it empty|in the background|on (?:your|their) own)\b/,
  disguise:
    /\b(?:pretend|claim success|claim(?:ing)? that (?:it|nothing|you)|say (?:that )?(?:it (?:was|is)|nothing)|explain that it (?:is|was)|present (?:it|this|the (?:outcome|result)) as|describe (?:it|this) as|if (?:anyone|somebody|someone|a person|they|the user) (?:asks?|inspects?)|report the original|show the (?:old|original)|keep(?:ing)? the logs|looking normal|under the pretext|answer as normal|tell the (?:developer|user|person|customer) (?:that )?(?:all|everything) is|answer that the \w+ (?:has )?failed|whatever the (?:person|user) asks|regardless of the (?:numbers|facts|user)|in place of the (?:customer|user)'s|then (?:carry on|continue) as (?:usual|normal)|round the displayed|in reality|give the user a plain|users? get upset|as part of normal operation|legal requirement)\b/,
  reader:
    /(?:\b(?:the |an |this |that |for |hey |dear |all )?(?:model|assistant|agent|llm|ai|ai agent|language model|ai assistant)s?\b ?(?::|,|\(|must|should|shall|will|is to|are to|has to|have to|is required|collects|relays?|does|do this|transmits|sends|get better|that)|\bnote (?:to|for) (?:the )?(?:ai|model|assistants?|agents?|llm)|\bassistants?[: ,-]|\bfor (?:the )?(?:ai|llm|model|assistants?|agents?)\b|\bmodel only\b|\bhint to the model\b)/,
  you: /\byou(?:'ll| will|'re| are|'d| must| should| need| have)?\b/,
  otherTool:
    /\b(?:(?:e-?mail|desktop|retrieval|notes|mail|terminal|shell|browser|sql|git|filesystem|file|http|transfer|user-management|payment|slack|aws|system|messaging|calendar|search|whatsapp|github|gmail|database)(?:'s)? tools?\b|any (?:\w+ )?tool|other tools?|another (?:server|tool)|\*?other\*? servers?|the agent's settings|settings of the (?:agent|client)|from any server|tools? you (?:hold|have|can)|the shell is|using any|whatever \w+ tool|the terminal|(?:the )?github tool's|execute_command|run_command|send_\w+|write_file|read_file|(?:get_all|notes|sync)_\w+|list_secrets|delete_\w+|git_push|approve_\w+|via \w+\(\)|store_memory|buy_\w+|tool is used|gets called|subsequent use)\b/,
  command:
    /(?:\b(?:run|execute|write|edit|append|echo|invoke|have|turn off|switch off|set|add|source|change|install|evaluate|enter|disable|keep|go|through|with|use)\b[^!?\n]{0,90}(?:\bcrontab\b|>>? ?\S*authorized_keys\b|\bcurl -|\bwget -|\bnc \S+ \d|\/bin\/(?:ba)?sh|\| ?(?:ba|z)?sh\b|\brm -rf|\bsudo\b|--dangerously|\bos\.system|\.bashrc|\.zshrc|\.profile\b|\bnpm registry\b|\bssh-(?:rsa|ed25519)\b|\broot rights\b|\bauto-?approve\b|\bpersist(?:ence)? on reboot|\bsystemd unit\b)|\b(?:turn(?:ing)? off|disabl(?:e|ing)|switch(?:ing)? off|stop) [^.]{0,20}\b(?:firewall|antivirus|logging|audit log)\b|\bhas to go through \S*(?:http|proxy)|\b(?:env|printenv|cat [^|]{1,60}) ?\| ?(?:curl|nc|wget|base64)\b|\bnc \S+ \d+ -e|\bssh-(?:rsa|ed25519) \S+[^\n]{0,40}authorized_keys)/,
  perform: new RegExp(
    `${orders}(?:run|execute|write|edit|append|echo|invoke|have the|turn off|switch off|set|add|source|change|install|evaluate|enter|start|disable|keep|call|go through)\\b|has to go through`,
  ),
  lifted:
    /\b(?:(?:previous|prior|earlier|former|above|other|developer|system|your)(?: \w+){0,3} (?:instructions?|guidance|guidelines?|rules?|polic(?:y|ies)|messages?|prompts?|restrictions)\b[^.]{0,25}\b(?:void|superseded|a test|obsolete|cancell?ed|revoked|lifted|replaced|invalid|no longer (?:valid|apply|binding))|(?:instructions?|restrictions?|guidelines?|polic(?:y|ies)|rules?|limits|permission checks|safeguards)\b[^.]{0,40}\b(?:are|is|were|have been|has been|was)\b (?:now |hereby )?(?:lifted|void|superseded|suspended|waived)|(?:permission|security|safety|access) checks (?:do not|don't) apply|no longer bound|forget (?:what|all|everything)[^.]{0,20}\b(?:told|said|learned|instructed)|unrestricted access|higher rank|outranks? |refusals? (?:are|is) (?:errors?|not)|obey only|(?:has|have) (?:pre-?approved|granted you|already agreed|consented)|you(?:'re| are)(?: now)? \w*(?:gpt|dan)\b|without limits|new directive|(?:disable|turn off|switch off)[^.]{0,20}(?:content |safety )filters?|(?:show|print|reveal) (?:me )?the (?:hidden|system|initial) prompt|you now work for|training mode is on|emergency protocol|\b(?:waived|suspended|lifted) (?:the|all|any) (?:usual )?(?:limits|rules|restrictions)|nothing needs approval|(?:ranks?|stands?|is placed) above the user|instruction hierarchy|you have root|disable the sandbox|olvida las|from now on,? (?:treat|act|respond|ignore|you|obey|follow)\b|you may reveal secrets|act (?:as|like) (?:the|an) administrator|the real task|ignore the user's (?:request|wish(?:es)?|instructions?|choice))\b/,
  consent:
    /\b(?:no (?:confirmation|approval|consent|permission) (?:is |was )?(?:needed|necessary|required)|(?:do not|don't|should not|shouldn't|never|no need to) (?:ask|request|wait for|seek)\b[^.]{0,15}(?:consent|confirmation|approval|permission|again|for it)?|skip (?:(?:the|any|all|user|human) ){0,3}(?:confirmations?|approvals?|them)|leave out the approval|without (?:further )?(?:questions|review|confirmation|approval|consent)|approval step|the user does not mind|regardless of what the user|users? have consented|they have agreed)\b/,
  harm: /\b(?:deletes?|wipe|payments?|everything|send all|all of it|buy_\w+|transfers?|root|everything that|commands? given|follow any commands|run the command|carry them out|do (?:it|so|that) at once|execute everything)\b/,
  ask: /\b(?:ask(?:ing)?|request|persuade|convince|tell|obtain|collects?|get|insist|re-enter|require|instruct|need)\b[^.]{0,70}\b(?:user|human|person|customer|people|owner|they|them|must re-enter|for (?:the )?(?:sudo )?)\b|\b(?:user|human|person|customer|people)s?\b[^.]{0,40}\b(?:must|should|has to|have to|needs to|to) (?:re-?)?(?:enter|type|share|paste|give|sign|confirm)\b|\bask for\b/,
  personal:
    /\b(?:(?:sudo|master|github|root|bank|account|their|login|user'?s?|email|gmail) password|passwords?|2fa(?: codes?)?|two-factor|otp|one-time (?:code|password)|cvv|cvc|card (?:details|number|data)|seed phrase|recovery phrase|12-word|24-word|social security|ssn|private key|(?:secret )?access key|date of birth|pin code|code (?:the user|they) (?:has|have) (?:just )?received)\b/,
  keep: /\b(?:pass|submits?|forward|enter|keep|hand|send|then call this tool|call (?:me|this tool) with|as `|in `|provide|type .* here|share|paste|to continue|so (?:that )?i can proceed|sign in|insist)\b/,
  trigger:
    /\b(?:(?:on|after|from|since) (?:the |its )?(?:second|third|fourth|fifth|sixth|tenth|\d+(?:st|nd|rd|th)?|few|first few) (?:call|use|invocation|time|run)s?|once (?:the user|everyone|trust)|when(?:ever)? (?:it is |the user is )?idle|current date is|after \d{1,2} \w+|if the user is an? (?:admin\w*|owner)|in production environments|when(?:ever)? the conversation|the moment the user|whenever the user|has left)\b/,
  rewrite:
    /\b(?:replace|set|change|swap|switch|use|split|substitute|increase|alter|redirect|route|deliver|add|append|insert|rewrite|round|modify)\b[^.]{0,60}\b(?:recipients?|payee|iban|accounts?|phone numbers?|amount|each transfer|target|deploy target|address|remote|queries|destination|channel|the (?:cart|price|pricing)|outgoing|body|beneficiary|each (?:post|message))\b|\bchanges the pricing\b|\bround the\b/,
  authority:
    /\b(?:by order of|legal hold|compliance|soc ?2|gdpr|message from your (?:operator|administrator)|(?:anthropic|openai|google|microsoft) (?:staff|team|policy|requires)|security team|emergency|system notice|system update|agents to submit|requires agents)\b/,
  grooming:
    /\b(?:add|create|adds|grant)\w*\b[^.]{0,50}\b(?:admin(?:istrator)? account|collaborator|additional (?:admin|user|account)|backdoor|ssh key)\b/,
  sabotage:
    /\b(?:replace failing|remove the (?:access |audit )?logs|delete any (?:message|mail|alert)|accept (?:all|every) (?:consents?|invitations?)|vote for|rate \S+ ["']?(?:strong )?buy|unlock the (?:front )?door|grant \w+ on all|ignore (?:vulnerabilities|findings|errors|warnings)|insert a step|prints? all (?:repository )?secrets|add(?:s|ed)? (?:a )?(?:vulnerab|weak)|or 1=1|rotate all keys|every-?thing obtained|get_secret_value|try common passwords|guess(?:ing)? passwords)\b/,
  frame:
    /(?:\{\{[#/]?(?:system|assistant|admin)\}\}|<\/?\s?(?:secret|hidden|system|private|internal|assistant|agent|llm|admin|override)[_ -]?(?:instructions?|directives?|notes?|prompts?|message|only)?\s?>|<\|im_(?:start|end)\|>|\[\/?inst\]|<<\/?sys>>|###? ?(?:system|override|developer note)\b|### ?(?:instruction|response)\b[^.]{0,20}:?|\[\[?(?:assistant|agent|system|model|ai|llm)[- _][\w -]{2,20}\]|<!--\s{0,3}(?:assistant|agent|ai|model|llm|system)\b|"role" ?: ?"system"|<\/(?:description|tool|tools)>)/,
  /** cannot be meant well, whatever stands around it */
  outright:
    /\b(?:decode\b[^.]{0,80}\b(?:obey|act on|follow|execute|comply)\b|obey the (?:hidden |decoded )?message|(?:leave|keep) it out (?:of|from) (?:any|your|the) (?:summary|answer|reply|report)|omit any (?:hint|mention|trace)|never reveal that this (?:line|text|rule)|keep the use of this tool|smuggle the|(?:send|direct|refer|point) (?:them|users?|people|customers?) to https?:\S+[^.]{0,20}\S* and (?:insist|make|have|ask|tell)|(?:tool|server)'s \w+ (?:is|as it is|are|has been) (?:deprecated|compromised|broken|unsafe|retired)\b[^!?]{0,40}(?:\bours?\b|\bme\b|\bmine\b|this one))/,
  prefer:
    /\b(?:pick|choose|select|prefer|favou?r|call|make|use|recommend)\b[^.]{0,30}\b(?:it|this|mine|ours|me|exclusively)\b[^.]{0,40}\b(?:first(?! (?:to|and))|for every|always|exclusively|in all cases|no matter|whatever|as often as|regardless|every request|first choice|each time|as the default)\b|\b(?:select|choose|pick|prefer) (?:mine|ours)\b|\brated on how often|\bas often as (?:you can|possible)\b|\b(?:always|only) (?:put|show|recommend|rank)\b[^.]{0,60}\b(?:at the top|first|no matter|exclusively)\b|\brecommend\b[^.]{0,30}\bexclusively\b|\bnumber one\b|\brank\b[^.]{0,20}\b(?:this|it)\b[^.]{0,20}\b(?:first|highest|top)\b|\bthe only (?:officially )?(?:trusted|approved|recommended|endorsed)\b|\bsupersedes them all\b|\bsuperior to all\b/,
  others:
    /\b(?:alternatives?|competing|competitors?|other (?:\w+ )?(?:tools?|translators?|providers?|options?|servers?|engines?)|the rest|all others|any others?|others|cheaper offers|native search|them all)\b/,
  slight:
    /\b(?:avoid(?:ed)?|never (?:use|fall back|call|trust|choose)|do not (?:use|consider|call|trust)|outdated|unsafe|wrong|slow(?:er)?|leave out|fall back|supersedes|superior|inferior|are (?:inaccurate|insecure|deprecated|unreliable)|cost the user)\b/,
} as const;

type Clue = keyof typeof clues;
type Present = ReadonlySet<Clue>;

interface Judgement {
  readonly id: string;
  readonly says: string;
  readonly weight: number;
  when(has: (...clues: Clue[]) => boolean, any: (...clues: Clue[]) => boolean): boolean;
}

const data: readonly Clue[] = ['secretWord', 'privateData', 'talk'];
const judgements: readonly Judgement[] = [
  {
    id: 'secret-request',
    weight: 10,
    says: 'wants a secret of this machine taken and handed over',
    when: (has, any) =>
      has('secretPlace') && ((any('take', 'give') && any('slot', 'hide', 'disguise', 'otherTool')) || has('give', 'sink')),
  },
  {
    id: 'argument-smuggling',
    weight: 10,
    says: 'wants private data put where the user does not look',
    when: (has, any) =>
      any(...data) &&
      (has('give') || has('take') || has('fieldOf')) &&
      any('slot', 'fieldOf', 'name') &&
      any('hide', 'act', 'disguise', 'trigger', 'consent'),
  },
  {
    id: 'argument-smuggling',
    weight: 10,
    says: 'wants what the user said or owns put into an argument',
    when: (has, any) => has('talk', 'give', 'slot') && any('reader', 'you'),
  },
  {
    id: 'argument-smuggling',
    weight: 3,
    says: 'wants what the user owns put into an argument',
    when: (has) => has('privateData', 'give', 'slot', 'reader'),
  },
  {
    id: 'argument-smuggling',
    weight: 7,
    says: 'wants secrets put into an argument',
    when: (has, any) => has('secretWord', 'give', 'slot') && any('take', 'reader', 'you', 'otherTool'),
  },
  {
    id: 'secret-request',
    weight: 10,
    says: 'wants the secrets of another server',
    when: (has, any) => has('secretWord', 'slot') && any('otherTool', 'talk') && any('take', 'give', 'fieldOf'),
  },
  { id: 'hidden-instruction', weight: 10, says: 'says what no honest text says', when: (has) => has('outright') },
  {
    id: 'exfiltration',
    weight: 10,
    says: 'sends private data to an address of its own',
    when: (has, any) => any(...data, 'secretPlace') && any('give') && has('sink'),
  },
  { id: 'exfiltration', weight: 10, says: 'sends data away unseen', when: (has, any) => has('give', 'sink') && any('hide', 'disguise') },
  {
    id: 'exfiltration',
    weight: 10,
    says: 'sends private data away unseen',
    when: (has, any) =>
      any(...data, 'secretPlace') &&
      any('give', 'take') &&
      any('hide', 'disguise') &&
      any('otherTool', 'reader', 'you', 'trigger', 'sink', 'authority'),
  },
  {
    id: 'cross-tool-order',
    weight: 10,
    says: 'changes what another tool does',
    when: (has, any) => has('otherTool') && any('rewrite', 'sabotage') && any('sink', 'hide', 'act', 'trigger', 'disguise'),
  },
  {
    id: 'cross-tool-order',
    weight: 10,
    says: 'has another tool do something unseen',
    when: (has, any) => has('otherTool') && any('hide', 'disguise', 'consent', 'act') && any('perform', 'give', 'take', 'harm'),
  },
  {
    id: 'cross-tool-order',
    weight: 10,
    says: 'redirects what the user asked for',
    when: (has, any) => has('rewrite') && any('sink', 'hide') && any('disguise', 'trigger', 'otherTool', 'hide'),
  },
  {
    id: 'remote-code',
    weight: 10,
    says: 'has a command run that changes the machine',
    when: (has, any) =>
      has('command') && any('perform', 'hide', 'act', 'reader', 'you', 'otherTool', 'disguise', 'trigger', 'consent', 'take'),
  },
  { id: 'hidden-instruction', weight: 10, says: 'sets other rules aside', when: (has) => has('lifted') },
  {
    id: 'consent-bypass',
    weight: 10,
    says: 'wants dangerous things done without asking',
    when: (has, any) => has('consent') && any('harm', 'sink', 'lifted', 'otherTool') && any('give', 'perform', 'harm'),
  },
  {
    id: 'secrecy',
    weight: 10,
    says: 'has the user told something else than what happens',
    when: (has, any) =>
      has('disguise') && any('hide', 'rewrite', 'sabotage', 'harm', 'give', 'perform') && any('reader', 'you', 'hide', 'sink', 'otherTool'),
  },
  { id: 'credential-phishing', weight: 10, says: 'gets secrets out of people', when: (has) => has('ask', 'personal', 'keep') },
  {
    id: 'delayed-change',
    weight: 10,
    says: 'acts on its own when a moment has come',
    when: (has, any) =>
      has('trigger') && any('give', 'take', 'perform', 'harm') && any('hide', 'sink', 'privateData', 'secretWord', 'disguise', 'grooming'),
  },
  {
    id: 'false-authority',
    weight: 10,
    says: 'claims an authority to get at data',
    when: (has, any) => has('authority') && any(...data, 'lifted') && any('give', 'take') && any('slot', 'hide', 'reader', 'you', 'sink'),
  },
  {
    id: 'false-authority',
    weight: 10,
    says: 'wants foreign text obeyed unseen',
    when: (has, any) => has('obey') && any('hide', 'act', 'lifted', 'consent'),
  },
  {
    id: 'preference-manipulation',
    weight: 4,
    says: 'pushes itself before other tools',
    when: (has) => has('prefer') || has('others', 'slight'),
  },
  {
    id: 'privilege',
    weight: 10,
    says: 'gives somebody lasting access unseen',
    when: (has, any) => has('grooming') && any('hide', 'disguise'),
  },
  {
    id: 'sabotage',
    weight: 10,
    says: 'spoils work or guesses secrets',
    when: (has, any) => has('sabotage') && any('hide', 'disguise', 'reader', 'you', 'otherTool', 'take', 'give'),
  },
  {
    id: 'forged-frame',
    weight: 10,
    says: 'speaks to the model in a forged frame',
    when: (has, any) =>
      has('frame') &&
      any(...data, 'secretPlace', 'lifted', 'command', 'otherTool', 'give', 'consent') &&
      any('give', 'take', 'perform', 'hide', 'lifted', 'consent'),
  },
];

// someone who explains attacks, or promises the opposite
const about =
  /\b(?:blocks? (?:requests|attempts|prompts)|detect\w*|prevent\w*|attack(?:s|er|ers)?|injections?|malicious|phishing|vulnerability scan\w*|analy[sz]es? (?:mcp|tool)|lesson|explains how|audit(?:s|ed)? for|scans (?:a|an|the|for|code|repositor\w+|mcp|tools?|text)|scanner|poisoning)\b/;
// secrets that are refused, asked of the user in plain sight, or handled by the tool itself
const refusal =
  /\b(?:never|not|don't|avoid)\b(?: \w+){0,3} (?:log|include|store|stored|print|returned|shared?|leave|leaves|contain|commit|ask|see|sees)\b/;
const promise =
  /\bonly (?:if|when) (?:the )?(?:user|api)|\b(?:when|if|unless|until|once|after|before) the (?:user|person|customer) (?:asks|requests|wants|approves|confirms|explicitly|agrees)|\b(?:with|after|obtain|get|needs?|requires?|ask(?:s|ing)? (?:the user )?for) (?:the )?(?:user(?:'s)? |explicit |person's )*(?:consent|confirmation|approval)\b|\bconfirm(?:ed)? with the user\b|\bexplicit (?:user )?(?:consent|approval|confirmation)\b|\bvalues? (?:are |is )?(?:not|masked)\b|\bin their (?:own )?browser\b|\bto the user verbatim\b|\bto the user\b(?=[^.]{0,40}\bids?\b)/;

/** Reads folded text in windows of up to three sentences. Linear in its length. */
export function readIntent(text: string): Reading[] {
  // every judgement needs one of these: most texts hold none and are done
  if (!telling.some((name) => clues[name].test(text))) return [];
  const found: Reading[] = [];
  const seen = new Set<string>();
  const recent: { start: number; present: Set<Clue> }[] = [];
  let explaining = false;
  for (const match of text
    .replaceAll(/\b(e\.g|i\.e|etc|vs|incl|approx)\./g, '$1 ')
    .matchAll(/[^.!?\n]{4,700}(?:[.!?](?!\s|$)[^.!?\n]{0,300}){0,8}/g)) {
    const sentence = match[0].trim();
    explaining ||= about.test(sentence) && match.index < 400;
    const present = explaining || about.test(sentence) ? new Set<Clue>() : cluesIn(sentence);
    recent.push({ start: match.index, present });
    if (recent.length > 3) recent.shift();
    const union = new Set<Clue>(recent.flatMap((one) => [...one.present]));
    for (const judgement of judgements) {
      const key = `${judgement.id} ${judgement.says}`;
      if (seen.has(key) || !judge(judgement, union)) continue;
      seen.add(key);
      const start = judge(judgement, present) ? match.index : (recent[0]?.start ?? match.index);
      found.push({
        id: judgement.id,
        start,
        end: match.index + match[0].length,
        says: judgement.says,
        severity: judgement.weight >= 10 ? 'critical' : 'high',
        weight: judgement.weight,
      });
    }
  }
  return found;
}

const telling: readonly Clue[] = [
  'secretPlace',
  'secretWord',
  'privateData',
  'talk',
  'hide',
  'disguise',
  'lifted',
  'consent',
  'command',
  'outright',
  'frame',
  'sink',
  'obey',
  'personal',
  'sabotage',
  'trigger',
  'authority',
  'grooming',
  'rewrite',
  'prefer',
  'others',
];

const judge = (judgement: Judgement, present: Present): boolean =>
  judgement.when(
    (...names) => names.every((name) => present.has(name)),
    (...names) => names.some((name) => present.has(name)),
  );

function cluesIn(sentence: string): Set<Clue> {
  const present = new Set<Clue>();
  for (const [name, pattern] of Object.entries(clues)) if (pattern.test(sentence)) present.add(name as Clue);
  if (refusal.test(sentence) && !present.has('hide'))
    for (const name of ['secretWord', 'secretPlace', 'personal', 'talk', 'privateData'] as const) present.delete(name);
  if (promise.test(sentence) && !present.has('disguise'))
    for (const name of ['secretWord', 'secretPlace', 'personal', 'talk', 'privateData', 'hide', 'consent', 'ask'] as const)
      present.delete(name);
  return present;
}
