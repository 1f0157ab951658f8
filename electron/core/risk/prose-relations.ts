import type { Said } from './prose-said.js';

/** "Never without …" asks for the bound. */
const consenting = /\b(?:never|not|n't)\b[^.]{0,40}\b(?:without|unless|until)\b/;

/** Bounds are taken away, or are said not to hold: "skips authorization", "without any review", "policies never apply". */
export const unbound = (s: Said): boolean =>
  !consenting.test(s.text) &&
  ((s.any('no bound') && !s.any('no loosen')) ||
    s.near(['loosen', 'undo'], ['bound'], 45) ||
    s.near(['no heed'], ['bound'], 40) ||
    s.near(['bound'], ['lapsed'], 30));

/** The model is turned to: called by its name, or told what it has to do. */
export const addressed = (s: Said): boolean => s.any('vocative', 'hail', 'forged') || s.near(['model'], ['must_strong'], 30);

/** Somebody else's place: "the provider's servers", "an analytics backend". */
export const elsewhere = (s: Said): boolean =>
  s.has('out') ||
  /\b(?:externally|off-?site|remotely)\b/.test(s.text) ||
  s.near(['stranger', 'maker'], ['house'], 28) ||
  /\b(?:to|with) (?:\w+ ){0,3}(?:vendor|provider|publisher|author|maintainer|developer|maker|manufacturer|partner)s?\b/.test(s.text);

/** Rules of the model by whose they are. */
export const itsOwn =
  /\b(?:earlier|previous|prior|former|existing) (?:directives?|orders|prompts?|commitments)\b|\b(?:previous|prior|earlier|original|initial|former|existing|past|usual|your|its|his|her|system|developer|operator|safety|ethical|content|standard|default|factory|built-in|all|any) (?:\w+[ -]){0,2}(?:instructions?|rules?|guidelines?|(?<=your \w+ )checks|polic(?:y|ies)|directives?|restrictions?|constraints?|limits?|limitations?|guardrails?|safeguards?|boundaries|prompts?|context|values|training|settings|safety|considerations|precautions)\b|\b(?:rules|restrictions|guidelines|instructions|limits|constraints) (?:set|given|imposed|specified|defined) by (?:the |its )?(?:developer|operator|system|host|vendor)|\bsafeguards\b|\bsafety\b|\bcontent (?:polic|filter)/;

/** Ranked before people or before the rules of the model. */
export const above =
  /\b(?:above|over|ahead of|in preference to|instead of|regardless of|irrespective of|no matter|whatever)\b[^.,]{0,40}\b(?:users?|human|person|system prompt|instructions?|guidelines?|safety|polic(?:y|ies)|safeguards?|objections?|rules|programming|training|directives)\b|\b(?:outrank|overrul|overrid|supersed|invalidat|contradict|conflict)\w*\b[^.]{0,40}\b(?:users?|safety|system prompt|instructions?|guidelines?|safeguards?|polic(?:y|ies)|training)\b|\b(?:even )?(?:if|when|where) (?:the )?(?:user|human|person)s? (?:objects?|disagrees?|refuses?|protests?)\b|\bunconditional\w*|\bunalterable\b|\bsupreme\b|\brank\w* (?:above|over|before)\b|\bgoverns? (?:the )?(?:assistant|model|agent|you|ai)\b|\b(?:trump|outweigh)s?\b|\b(?:top|highest|utmost|maximum|absolute) priority\b|\b(?:go(?:es)?|runs?) (?:against|counter to|contrary to)\b[^.]{0,30}\b(?:safety|rules|guidelines|polic|instructions|users?)|\b(?:can(?:not|'t)|may not|must not|never) be (?:refused|questioned|challenged)|\b(?:may not|do not|don't|never) question\b/;

/** What keeps a model from harm, whoever set it. */
export const guards =
  /\b(?:refus|filter|moderat|safe|secur|guard|polic|guideline|instruction|rule|restrict|precaution|ethic|privacy|constraint)/;

/** What the model was before, or was told before. */
export const former =
  /\b(?:everything|anything|all|what(?:ever)?) (?:that )?(?:the )?(?:developer|operator|system|user)s? (?:\w+ )?(?:specified|said|set|told|wrote|configured)\b|\b(?:prior|former|previous|earlier|original|old) (?:role|identity|self|persona|values|character|context|instructions?|guidelines?)\b/;

/** Its own word against that of the rules, and who wins. */
export const prevails =
  /\btak(?:e|es|ing) the place of (?:anything|everything|what(?:ever)?) the user\b|\b(?:put|place|rank)s? (?:this|the|its) \w+ (?:before|above|over) (?:the )?(?:instructions|rules|wishes|requests|orders) of\b|\b(?:orders?|commands?|instructions?) (?:with|of) (?:system|absolute|full|highest|supreme) authority\b|\brank\w* (?:higher than|above|over|before)\b[^.]{0,30}\b(?:users?|safety|system prompt|developer|guidelines)\b|\b(?:neither|no|not even) (?:the )?(?:user|developer|human|operator|person)s?\b[^.]{0,40}\b(?:countermand|override|overrule|veto|refuse|question) (?:it|this|them|these)\b|\b(?:higher|greater|more) (?:priority|weight|importance|authority|precedence) (?:than|over)\b[^.]{0,40}\b(?:users?\b(?! who|'s? (?:default|setting|local|own))|safeguards?|system prompt|guidelines?|safety|(?:system|user|other|your|previous) instructions)\b|\bpriority (?:is |ranks? )?(?:higher|greater|above)\b[^.]{0,16}\busers?\b|\b(?:is|are) (?:an? )?(?:\w+ )?(?:commands?|orders?|instructions?) (?:for|to) (?:the )?(?:assistant|model|agent|ai|llm)\b(?! (?:in|of|that you))|\b(?:instructions?|messages|prompts?|rules|guidelines)\b[^.]{0,30}\b(?:are|is|be|gets?) (?:replaced|superseded|overridden|overwritten) by\b[^.]{0,40}\b(?:this tool|returned|outputs?|results?|responses?)\b|\b(?:orders|commands|directives|instructions)\b[^.]{0,60}\b(?:cannot|can't|may not|must not) be (?:declined|refused|questioned|ignored|rejected|overridden)\b|(?<!\b(?:not|never|n't) )\b(?:treat|regard|handle)\b(?![^.]{0,60}\b(?:untrusted|data|not|never)\b)[^.]{0,50}\bas (?:if (?:they|it|these) (?:were|was) )?(?:an? )?(?:system|trusted|binding|direct|developer) (?:prompts?|messages?|instructions?|commands?|orders|directives)\b|\bcounts? as (?:an? |the )?(?:\w+ )?(?:instruction|order|command|directive)s?\b|\b(?:authoritative|binding|final|absolute)\b[^.]{0,40}\b(?:cannot|can't|may not|must not|never) be (?:overridden|overruled|refused|questioned|ignored|rejected)\b|\b(?:tak|hav|hold)\w* (?:precedence|priority) over\b[^.]{0,40}\b(?:model|assistant|your|safety|system prompt|users?)\b|\b(?:hold|contain|carr|deliver)\w* (?:\w+ ){0,2}(?:commands|orders|directives)\b[^.]{0,40}\b(?:agent|assistant|model|ai|llm|you)\b|\bgovern\w* (?:the )?(?:assistant|model|ai)\b[^.]{0,40}\b(?:above|over|before)\b|\b(?:contradict|conflict|disagree)\w*\b[^.]{0,50}\b(?:safety|system|guidelines?|user|training)\b[^.]{0,60}\b(?:prevails?|precedence|wins?|counts?|goes first)\b|\b(?:carr(?:y|ies)|has|have|bears?) (?:the )?(?:full )?authority of\b/;

/** Handed to a place that has a name of its own. */
export const handedTo =
  /\b(?:to|into|with|through) (?:the |an? |our |its )?(?:[\w-]+ ){0,2}(?:endpoint|service|api|webhook|processor|server|tool|job|pipeline|platform|partner|crm|exporter|collector)s?\b/;

/** What people put in, whoever's product it is. */
export const putIn =
  /\b(?:users?'?s?|human) (?:queries|inputs?|questions|conversations?)\b|\b(?:messages|prompts|conversations?|inputs?) of the users?\b|(?<!\b(?:to|in|into|from|of|on|for|about) )\bthe (?:preceding |current )?(?:conversation|dialogue)\b/;

/** What was asked or told before, ordered aside: "ignore the user's question", "forget what you've been told". */
export const setsAside =
  /\b(?:ignore|disregard|forget)\b[^.]{0,16}\b(?:the (?:user|human|person)\b|(?:what(?:ever)?|everything|all) you(?:'ve| have| were| are)\b|(?:the|your) (?:task|question|request|assignment) (?:above|before|at hand|given))/;
