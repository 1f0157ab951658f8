import { loot, unasked, hushed, handed, deed, managed, type Frame } from './prose-said.js';

const givesRights =
  /\b(?:grant|give|assign)s?\b.{0,30}\b(?:owner|author|operator|maintainer|attacker|vendor|publisher|this server|us|our team)\b.{0,40}\b(?:access|rights?|permissions?|admin\w*|control|roles?|keys?)\b/;

/** A tool that speaks of itself, and wants to come first. */
const itself =
  /\b(?:this|our|my|its?|me|ours|mine) (?:\w+ )?(?:tool|function|server|service|one)\b|\btool (?:to|for|that)\b|\bexclusively\b|\b(?:this|me)\W*$|\bthis\b/;
const first =
  /\b(?:must|should|has to|have to|needs? to|always) be (?:the (?:very )?first|preferred|called in (?:their|its) place|your first|used exclusively)\b|\bthis (?:one )?the most\b|\bsupersedes? all\b|\b(?:go-to|default) tool\b|\bmakes all other\b/;

/** What is done besides: acts kept from people, other tools meddled with, a hold of the machine, praise of itself. */
export const deedFrames: readonly Frame[] = [
  {
    id: 'privilege',
    says: 'runs with more rights and past the checks',
    holds: (s) => s.has('elevated', 'unchecked') && !managed.test(s.text),
  },
  {
    id: 'contradiction',
    says: 'calls itself harmless and takes a switch that is not',
    holds: (s) =>
      s.has('harmless', 'switch') ||
      (s.has('harmless') &&
        /\b(?:also|additionally|secretly) (?:deletes?|removes?|modif\w+|changes|writes|uploads|sends|executes|installs|overwrites)\b/.test(
          s.text,
        )),
  },
  {
    id: 'cross-tool-order',
    says: 'meddles with the use of another tool',
    close: true,
    holds: (s) => s.has('other', 'onUse', 'payload') || (s.has('other', 'onUse') && unasked(s) && s.any('run!', 'undo')),
  },
  {
    id: 'cross-tool-order',
    says: 'speaks ill of another tool to get what is meant for it',
    holds: (s) => s.has('other', 'discredit', 'give!') && (s.any('result', ...loot) || /\b(?:title|body)\b/.test(s.text)),
  },
  {
    id: 'privilege',
    says: 'gives its maker or a stranger rights',
    holds: (s) =>
      (s.has('vocative', 'elevated') && s.any('run', 'plant!', 'give!')) ||
      (givesRights.test(s.text) && !/\buser (?:selected|chose|picked)\b/.test(s.text)),
  },
  {
    id: 'privilege',
    says: 'has the safeguards of its reader switched off',
    close: true,
    holds: (s) => /(?<!\w)--dangerously[\w-]*/.test(s.text) && s.any('plant!', 'give!', 'run!', 'must'),
  },
  {
    id: 'sabotage',
    says: 'swaps what is genuine for its own',
    close: true,
    holds: (s) =>
      s.has('genuine') &&
      (s.any('take!', 'change!', 'coax!', 'no take') ||
        /\b(?:install|fetch|update|pull|download)\b[^.]{0,20}\bfrom https?:/.test(s.text)) &&
      /\b(?:packages?|tools?|servers?|registry|librar\w+|modules?)\b/.test(s.text),
  },
  {
    id: 'sabotage',
    says: 'wants to be kept whatever the user wants',
    close: true,
    holds: (s) =>
      /\b(?:refuse|decline|prevent|resist|oppose|block|discourage|ignore)\b[^.]{0,40}\b(?:uninstall|disabl|remov|disconnect|delet|deactivat|turn(?:ing)? off)\w*\b[^.]{0,12}\b(?:this|the|our) (?:server|tool|extension|plug-?in|connector|integration)\b/.test(
        s.text,
      ),
  },
  {
    id: 'guard-bypass',
    says: 'has things approved whatever they are',
    close: true,
    holds: (s) =>
      /\b(?:approve|accept|merge|confirm|trust|whitelist|pass|rate|score)\b (?:it|them|this|these|all|any|every\w*|the \w+|changes)\b[^.]{0,24}\b(?:regardless|no matter|whatever|irrespective)\b/.test(
        s.text,
      ),
  },
  {
    id: 'exfiltration',
    says: 'adds somebody hidden',
    close: true,
    holds: (s) =>
      /\b(?:hidden|secret|invisible|silent|undisclosed) (?:\w+ )?(?:guest|recipient|attendee|member|participant|collaborator|observer|follower)s?\b/.test(
        s.text,
      ) && s.has('literal'),
  },
  {
    id: 'preference-manipulation',
    says: 'pushes itself before other tools',
    mild: true,
    close: true,
    holds: (s) =>
      s.has('prefer') ||
      (itself.test(s.text) &&
        (s.near(['no choose'], ['rival'], 40) || s.near(['ignore!', 'loosen!'], ['rival'], 30) || first.test(s.text))),
  },
  {
    id: 'privilege',
    says: 'has a reason why no checks apply to it',
    close: true,
    holds: (s) =>
      s.has('unchecked') &&
      !managed.test(s.text) &&
      /\b(?:since|because|hence|therefore|so that|so (?:\w+ ){0,2}(?:security|safety|approval|permission)|requests made through|helper to|outside of the (?:normal|usual))\b/.test(
        s.text,
      ),
  },
  {
    id: 'secrecy',
    says: 'leaves no trace of what was done',
    close: true,
    holds: (s) => s.has('traces') && s.any('must', 'model', 'undo', 'destroy', 'vocative'),
  },
  {
    id: 'cross-tool-order',
    says: 'has another tool work for an address of its own',
    close: true,
    holds: (s) =>
      (s.has('other', 'onUse') && s.any('literal', 'out') && s.any('plant!', 'give!', 'change!')) ||
      (s.has('other', 'literal', 'give') && /\bonly\b/.test(s.text)),
  },
  {
    id: 'secrecy',
    says: 'wants an act kept from the user',
    close: true,
    holds: (s) => hushed(s) && deed(s) && s.any('user', 'model', 'you', 'must', 'hush'),
  },
  {
    id: 'cross-tool-order',
    says: 'redirects what the user asked for',
    holds: (s) =>
      (s.has('literal') && /\b(?:whatever|even if|regardless of what) the user (?:types|enters|says|asks|writes)/.test(s.text)) ||
      (s.has('payee', 'literal') && (s.any('change!') || (s.any('whatever', 'must') && s.any('take', 'change')))),
  },
  {
    id: 'cross-tool-order',
    says: 'changes what other tools are used for',
    close: true,
    holds: (s) =>
      (s.has('others') &&
        s.any('result', ...loot) &&
        handed(s) &&
        /\b(?:cop(?:y|ied)|forward\w*|route|send|pass|submit|post|upload|hand)\b[^.]{0,60}\b(?:to|here|through|along)\b/.test(s.text) &&
        s.any('must', 'vocative', 'slot', 'out')) ||
      (s.has('other', 'change') &&
        s.near(['change'], ['payee'], 15) &&
        /\b(?:multipl|doubl|increas|redirect|rest\b|chang\w+ how)/.test(s.text)),
  },
  {
    id: 'secrecy',
    says: 'has a false answer ready',
    holds: (s) =>
      (s.has('ifAsked', 'saying') && !/\b(?:do not know|don't know|not sure|can(?:not| only)|contact|refer)\b/.test(s.text)) ||
      (s.any('saying') && s.any('lie!')) ||
      (s.has('saying') && hushed(s)) ||
      s.has('saying', 'other', 'must'),
  },
  {
    id: 'privilege',
    says: 'gets a lasting hold of the machine',
    holds: (s) =>
      s.has('foothold') &&
      !/\bask (?:the )?user (?:first|before)\b/.test(s.text) &&
      (hushed(s) || unasked(s) || s.any('out', 'maker', 'quiet', 'vocative') || (s.has('must') && !/\bcron/.test(s.text))) &&
      s.any('plant', 'run', 'give', 'change!', 'undo'),
  },
];
