import { verbInName } from './verbs.js';
import { wordsOfName } from './words.js';
import type { Frame, Said } from './prose-said.js';

/** The name of a tool as texts write it: in quotes, or with a line between its words. */
const name = String.raw`(?:["'\x60]{1,2}[a-z][\w.-]{2,40}["'\x60]{1,2}|[a-z]{2,20}\d{0,3}(?:[_-][a-z\d]{2,20}){1,5})`;
const using =
  '(?:us(?:e|es|ing)|call(?:s|ing)?|run(?:s|ning)?|invok(?:e|es|ing)|execut(?:e|es|ing)|quer(?:y|ies) (?:for|to)|requests? (?:to|for|via)|calls? (?:to|of|via)|searches via|lookups via)';

const lazily = (build: () => RegExp): (() => RegExp) => {
  let built: RegExp | undefined;
  return () => (built ??= build());
};

/** When some other tool is called, by its name; or when the user wants something of it. */
const onCall = lazily(
  () =>
    new RegExp(
      [
        String.raw`\b(?:when(?:ever)?|before|after|if|while|each time|every time|prior to|any|all|every)\b[^.,;]{0,60}?\b${using} (?:the |an? |any |tool )*${name}`,
        String.raw`\b(?:when(?:ever)?|if|before|each time|every time)\b[^.,;]{0,30}${name} (?:tool )?(?:is|are|gets?) (?:\w+ )?(?:called|used|invoked|run)`,
        String.raw`\b(?:for|any|all|every) ${name} (?:calls?|requests?|actions?|lookups?|quer(?:y|ies))\b`,
        String.raw`\b(?:when(?:ever)?|if|each time|every time) (?:the |a |an )?(?:users?\b[^.,;]{0,40}?\b(?:with|via|through|by) )?["'\x60][a-z]\w*_\w+["'\x60]`,
        String.raw`\brequests? to\b[^.,;]{0,40}\b(?:via|through|with) ${name}`,
      ].join('|'),
    ),
);
const onWish =
  /\bwhen(?:ever)? (?:the |an? )?users? (?:asks?|requests?|wants?)\b|\b(?:all|any|every) (?:\w+ ){0,4}(?:requests?|calls|lookups|searches|routes|payments|creations|changes|queries)\b/;

/** Where an order stands: behind a comma, a must or an always. */
const ordered = String.raw`(?:^ ?|[,;:] ?|\b(?:must|should|shall|has to|have to|always|automatically|silently|then|and|please|you) )(?:(?:you|must|should|first|also|always|automatically|silently|simply) )*`;
const mustBe = String.raw`\b(?:must|shall|should|has to|have to) (?:first |always |automatically )?be `;
const thing = String.raw`(?:["'\x60][\w.-]{2,40}["'\x60]|\b(?:arguments?|parameters?|params?|fields?|quer(?:y|ies)|prompts?|values?|number|code|amount|price|input|search|place|location|address|destination|recipients?|accounts?|ref|\w{0,20}(?:folder|name|url|id)|clause|requests?)\b)`;
const changing = 'modify|change|replace|override|overwrite|rewrite|alter|substitute|swap|exchange|redirect|reroute|divert|multiply|double';
/** What it is changed to, written out. */
const literal = String.raw`(?:["'\x60][^"'\x60\n]{2,}|\d{2,})`;

/** What somebody else has chosen is changed. */
const alters = lazily(
  () =>
    new RegExp(
      [
        String.raw`${ordered}(?:${changing})\b[^.]{0,50}${thing}`,
        String.raw`${ordered}(?:${changing}) (?:[\w-]+ ){0,4}(?:to|with|for|by|into|as) ${literal}`,
        String.raw`${thing}[^.]{0,30}${mustBe}(?:changed|modified|replaced|overridden|swapped|substituted|rewritten|multiplied|prefixed|turned into|converted (?:in)?to)\b`,
        String.raw`${mustBe}(?:multiplied by|prefixed with|turned into|replaced (?:by|with)) ${literal}`,
        String.raw`${mustBe}turned into ${name}`,
        String.raw`\b(?:called|used|invoked|run) with\b[^.]{0,30}["'\x60][^.]{0,40}\b(?:even if|regardless|no matter|whatever)\b`,
        String.raw`\bignor(?:e|ing) (?:their|his|her|any|the user'?s?)\b[^.]{0,40}\b(?:and|instead)\b`,
        String.raw`${ordered}(?:remove|drop|strip) (?:it|the|any|an)\b[^.]{0,40}\b(?:clause|filter|limit|final query)`,
        String.raw`\bskip(?:ping)? (?:the )?(?:deletion|creation|update|step)\b`,
      ].join('|'),
    ),
);
/** The same said of everything that is asked for, whatever tool does it. */
const altersAll = lazily(
  () =>
    new RegExp(
      [
        String.raw`\b(?:must|shall|has to|have to)\b(?! not)[^.]{0,24}\b(?:${changing}|prepend)\b[^.]{0,50}(?:${thing}|["'\x60])`,
        String.raw`\b(?:requests?|calls|lookups|searches|routes|payments|changes)\b[^.]{0,80}${mustBe}(?:redirected|rerouted|routed|changed|upgraded|canonicali[sz]ed|replaced)\b`,
        String.raw`\bmust have the (?:phrase|word|keyword|term) ["'\x60]`,
      ].join('|'),
    ),
);
/** A value of its own is put in: words in quotes, no name of an argument. */
const value = String.raw`["'\x60](?=[^"'\x60\n]*[^\w"'\x60\n.])[^"'\x60\n]{3,}`;
const adds = lazily(
  () =>
    new RegExp(
      `${ordered}(?:append|prepend|prefix|add|inject|insert)\\b[^.]{0,24}(?:${value}|["'\\x60][\\w.-]+["'\\x60] to (?:the|any|every|each|all) (?:user'?s? )?\\w+)|\\binject\\b|\\bset\\b[^.]{0,40}(?:=|\\bto) ?["'\\x60][^"'\\x60\\n]{2,}`,
    ),
);
/** Words that are slipped in beside what was said. */
const slips = lazily(
  () =>
    new RegExp(
      `${ordered}(?:append|prepend|prefix|inject)\\b[^.]{0,24}${value}|\\b(?:must|shall|has to|have to) (?:have|be)\\b[^.]{0,24}${value}[^.]{0,40}\\b(?:added|appended|prepended|prefixed|inserted)\\b`,
    ),
);
const forced = /\b(?:must|always|automatically|silently|regardless|mandatory|never|ignore|no matter)\b/;
/** Values that are out of bounds, or made fit, are everybody's to change. */
const fitted =
  /\b(?:valid|invalid|out of range|absolute|relative|iso|utc|lower ?case|upper ?case|encoded|escaped|supported|as returned|returned by|matching|e\.?g\b|for example|such as|if (?:it|they|the value) (?:is|are)|unless|chosen by|provided by the user|the user (?:chose|wants|prefers|agrees|has agreed|confirms|provided|corrects))\b/;

interface Called {
  readonly name: string;
  /** what is said behind the name */
  readonly rest: string;
}

const first = lazily(
  () =>
    new RegExp(
      String.raw`\b(?:before|prior to)\b[^.]{0,140}?[, ](?:(?:you )?(?:must|should|shall|need to|have to)? ?(?:always |also |first |automatically )*|make sure (?:to )?|involves )(?:call|use|invoke|run|execute|trigger|(?<=involves )\w+ing) (?:the |tool |''?)*["'\x60]{0,2}([a-z][a-z\d]*(?:[_-][a-z\d]+)+|(?<=["'\x60])[a-z\d]+(?=["'\x60])|[a-z\d]+(?= tool\b))["'\x60]?(?: tool)?\b(.{0,300})`,
      's',
    ),
);
const bound = lazily(
  () =>
    new RegExp(
      String.raw`\b(?:must|requires?|automatically|always|to (?:do|perform|get|complete|finish) (?:this|the|that|it)[^.,]{0,30},)[^.]{0,24}\b(?:call|calling|run|running|invoke|trigger|execute|use)(?:s|ing)? (?:the |tool )*(${name})(?: tool)?(.{0,300})`,
      's',
    ),
);
/** "Call y … before x". */
const firstBehind = lazily(
  () =>
    new RegExp(
      String.raw`\b(?:call|use|run|invoke|trigger|execute) (?:the |tool )*(${name})([^.]{0,100}\bbefore (?:the |any |every |each )*${name})`,
    ),
);
const matched = (pattern: RegExp, text: string): Called | undefined => {
  const match = pattern.exec(text);
  return match === null ? undefined : { name: (match[1] ?? '').replaceAll(/["'\x60]/g, ''), rest: match[2] ?? '' };
};
/** "Before x, (you must first) call y …". */
const calledFirst = (s: Said): Called | undefined =>
  /\b(?:before|prior)\b/.test(s.text) ? (matched(first(), s.text) ?? matched(firstBehind(), s.text)) : undefined;
/** "You must call y …", "to do this, run y …". */
const calledAnyway = (s: Said): Called | undefined => (fitted.test(s.text) ? undefined : matched(bound(), s.text));

const destroys = (tool: string): boolean => {
  if (/(?:view|selection|filters?|cache|zoom|form|cursor|screen)$/.test(tool)) return false;
  const words = wordsOfName(tool);
  return [words.at(0), words.at(-1)].some((word) => {
    const sense = word === undefined ? undefined : verbInName(word.text);
    return sense?.class === 'destructive' && sense.sure;
  });
};
const harms =
  /\b(?:delet|overwrit|eras|wip|empty|drop|purg|truncat|disabl|relocat)\w*\b(?! (?:cache|selection))|\b(?:id|uid|issue|order|e?mail|ticket|message)s? (?:of |number |id |with )*["'\x60#]?\d{3,}\b(?!-)|\bto null\b/;
const code =
  /\bdocument\.(?:cookie|queryselector\w*|location)\b|\bwindow\.(?:location|close)|\bfetch\(|\.src ?=|\bxmlhttprequest\b|\bnavigator\.sendbeacon\b|\bselect\b[^.]{0,80}\b(?:key|password|token|secret)\w*\b[^.]{0,40}\bfrom\b/;
/** The value that the other tool is to be called with, written out. */
const withValue = lazily(
  () =>
    new RegExp(
      `^[^.]{0,30}\\b(?:with|on|for|to query|query|set to|prompt|id|entity|keywords?|term)\\b[^.]{0,40}?(?:${value}|["'\\x60]?\\d{4,}[.\\d]*(?![\\w-]))`,
    ),
);
const collapse =
  /\b(?:skipping|omitting|ignoring|neglecting|failure|failing|otherwise|or else)\b[^.]{0,30}\b(?:crash|corrupt|overload|disrupt|destabili[sz]e|damage|(?:system|storage|authentication|database|server)\w* (?:\w+ )?(?:instability|errors?|failures?|(?:will|may|can) be (?:damaged|corrupted|unstable|lost)))/;
const excuses =
  /\b(?:secur|unauthori[sz]ed|stability|integrity|privacy|compliance|auditing|for audit|to log (?:all|activity|the request)|trusted state|necessary privileges|taxonomy|propagation|analytics|personali[sz]ation)/;

/** What a definition orders about calls that are not its own: what they are given is changed, or other calls are put before them. */
export const callFrames: readonly Frame[] = [
  {
    id: 'cross-tool-order',
    says: 'changes what the user asked another tool for',
    holds: (s) =>
      !fitted.test(s.text) &&
      ((onCall().test(s.text) && (alters().test(s.text) || slips().test(s.text) || (adds().test(s.text) && forced.test(s.text)))) ||
        (s.any('must', 'must_strong') && onWish.test(s.text) && altersAll().test(s.text))),
  },
  {
    id: 'cross-tool-order',
    says: 'has a call put first that destroys or carries away',
    holds: (s) => {
      const called = calledFirst(s);
      if (called === undefined) return false;
      const { name: tool, rest } = called;
      return (
        destroys(tool) ||
        /secret|passw|token|credential/.test(tool) ||
        harms.test(rest) ||
        code.test(rest) ||
        /https?:|\S@\S|[~/]\.\w|\bid_rsa|\/etc\//.test(rest)
      );
    },
  },
  {
    id: 'cross-tool-order',
    says: 'has another tool called with a value of its own',
    close: true,
    holds: (s) =>
      [calledFirst(s), calledAnyway(s)].some((called) => called !== undefined && withValue().test(called.rest) && !fitted.test(s.text)),
  },
  {
    id: 'cross-tool-order',
    says: 'has a call put first and threatens with what breaks without it',
    holds: (s) => collapse.test(s.text) && calledFirst(s) !== undefined,
  },
  {
    id: 'cross-tool-order',
    says: 'has a call put first that has nothing to do with what is asked',
    mild: true,
    holds: (s) => {
      const rest = calledFirst(s)?.rest;
      return rest !== undefined && excuses.test(rest) && !/\b(?:log ?in|sign in|authenticat|token|session)/.test(rest);
    },
  },
  {
    id: 'cross-tool-order',
    says: 'has something destroyed as a step of something else',
    mild: true,
    close: true,
    holds: (s) => {
      const called = calledAnyway(s);
      return called !== undefined && destroys(called.name);
    },
  },
];
