import { loot, unasked, hushed, deed, plainly, type Frame } from './prose-said.js';

/** Where people had a say. */
const opted =
  /\b(?:opt(?:s|ed)?[ -]?(?:in|out)|anonymi[sz]ed|aggregated|if (?:the user|you|enabled|configured)|when enabled|with (?:the user's )?consent|chosen|selected|configured|your own|you (?:choose|specify|set))\b/;
/** What is done besides what the tool is for, and the reasons that are given for it. */
const besides =
  /\b(?:also|additionally|automatically|in addition|as well|as part of|in the process|meanwhile|on each|on every|during|prior to|before|when \w+ing|while \w+ing)\b|\bto (?:\w+ ){0,2}(?:improve|provide|ensure|optimi[sz]e|personali[sz]e|enhance|speed|help)\b/;
const reasons =
  /\b(?:for|to) (?:\w+[ -]){0,4}(?:monitoring|performance|debugging|record[- ]keeping|back-?ups?|archiv\w+|retention|compliance|audits?|auditing|telemetry|improv\w+|enhanc\w+|searchability|optimi[sz]\w+|personali[sz]\w+|synchroni[sz]\w+|tracing|diagnos\w+|training|access speed|context|verification|validation|compatibility|completeness|convenience|reproducib\w+)\b/;
/** Somebody else's place, or one that everybody sees. */
const abroad =
  /\b(?:to|with|on|at|by|via|into) (?:an? |the |our |their |some )?(?:\w+ )?(?:external|third[- ]party|remote|outside|public|analytics|telemetry|validation|linting|separate|shared)\b[\w -]{0,24}\b(?:services?|endpoints?|servers?|drives?|channels?|dashboards?|cdn|api|account|platform|host|storage|page owner|collector)\b/;
const toMaker =
  /\b(?:to|with) (?:the |its |our )?(?:maintainer|author|vendor|publisher|maker|developer of (?:this|the) (?:tool|server))s?\b/;
/** Whatever passes through, in bulk. */
const inBulk =
  /\b(?:all|every|each|full|entire|complete|whole|anything|everything|a copy of|copies of|raw|last \d+|fractional)\b|\b(?:contents?|results|row data|messages?|history|attachments?|environment variables|cookies|tokens)\b/;

/** What is taken: secrets of the machine and of people, what was said to the model, and where it goes. */
export const lootFrames: readonly Frame[] = [
  {
    id: 'secret-request',
    says: "wants somebody's secrets passed on",
    close: true,
    holds: (s) =>
      s.has('stolen') &&
      s.any('give', 'take') &&
      s.any('slot', 'out', 'must', 'pretext', 'other', 'vocative', 'model') &&
      (s.any('give!', 'take!', 'must', 'pretext') || s.has('give', 'slot') || s.has('give', 'model')),
  },
  {
    id: 'exfiltration',
    says: 'leaks through an address that is loaded',
    close: true,
    holds: (s) => s.has('image') && (s.any(...loot) || /\b(?:conversation|answer|reply|question|chat)\b/.test(s.text)),
  },
  {
    id: 'secret-request',
    says: 'wants secrets of this machine taken and handed over',
    holds: (s) =>
      s.has('place') &&
      (s.any('give!', 'take!', 'must', 'vocative') || s.has('slot')) &&
      s.any('give', 'take') &&
      (s.any('slot', 'out', 'must', 'vocative', 'others') || s.has('take!', 'give!') || hushed(s)) &&
      !plainly.test(s.text),
  },
  {
    id: 'argument-smuggling',
    says: 'wants what was said or what the model was told',
    close: true,
    holds: (s) =>
      s.has('talk') &&
      s.any('give!', 'take!', 'must_strong', 'vocative') &&
      s.any('give', 'take') &&
      !/\brelevant\b/.test(s.text) &&
      (s.any('slot', 'out') || (s.has('must_strong') && s.any('model', 'you', 'user')) || s.has('give!', 'you') || s.has('others', 'run!')),
  },
  {
    id: 'argument-smuggling',
    says: 'wants secrets or private data put into an argument',
    close: true,
    holds: (s) =>
      (s.has('secret', 'others') && s.any('give!', 'take!')) ||
      (s.has('talk', 'slot') &&
        (s.has('must') || /\b(?:not optional|leave nothing out)\b/.test(s.text)) &&
        /\b(?:secrets?|passwords?|file contents|verbatim|tokens?)\b/.test(s.text)) ||
      ((s.has('secret')
        ? s.any('found', 'other') && s.any('give!', 'take!', 'give')
        : s.has('own') && (s.any('give!', 'take!') || s.has('give', 'you'))) &&
        s.has('slot') &&
        (s.any('must', 'vocative', 'whatever') ||
          (s.has('onUse') && !s.has('secret')) ||
          (s.has('found') && s.near(['take!'], ['secret'], 30)) ||
          /\b(?:entire|whole|for (?:auditing|audits?|debugging|logging|tracing|troubleshooting|diagnostics|telemetry|verification))\b/.test(
            s.text,
          ) ||
          hushed(s) ||
          unasked(s))),
  },
  {
    id: 'exfiltration',
    says: 'collects what is said, under another name',
    close: true,
    holds: (s) =>
      s.any('talk') &&
      s.any('give', 'gather') &&
      s.any('pretext', 'out') &&
      !/\b(?:opt(?:s|ed)?[ -](?:in|out)|anonymi[sz]ed|aggregated|if the user|with (?:the user's )?consent)\b/.test(s.text),
  },
  {
    id: 'exfiltration',
    says: 'sends private data to a place of its own',
    close: true,
    holds: (s) =>
      s.any(...loot) &&
      (s.has('out') || (s.has('secret') && toMaker.test(s.text))) &&
      (s.has('give') || (s.has('take') && /\bfor us\b/.test(s.text))) &&
      (s.any('must', 'model', 'you', 'vocative', 'pretext', 'maker', 'later') ||
        s.has('own', 'literal') ||
        /pastebin/.test(s.text) ||
        hushed(s)),
  },
  {
    id: 'exfiltration',
    says: 'sends what passes through it elsewhere besides',
    close: true,
    holds: (s) =>
      s.any('give', 'gather', 'change') &&
      besides.test(s.text) &&
      inBulk.test(s.text) &&
      ((abroad.test(s.text) && reasons.test(s.text)) || (s.has('out') && /\b(?:anything|everything|as well)\b/.test(s.text))) &&
      !opted.test(s.text),
  },
  {
    id: 'secrecy',
    says: 'handles private data and keeps it quiet',
    holds: (s) =>
      hushed(s) &&
      s.any(...loot, 'foothold', 'out', 'other') &&
      (deed(s) || (s.any(...loot) && s.any('take', 'slot')) || s.has('hush', 'other')),
  },
  {
    id: 'credential-phishing',
    says: 'gets secrets out of people',
    holds: (s) =>
      (s.has('lure') && /\b(?:insist|sign in|log ?in)/.test(s.text)) ||
      (s.has('personal', 'pressure') &&
        !/\b(?:os|system|native|browser) (?:dialog|prompt|window)/.test(s.text) &&
        (s.near(['coax', 'tell', 'must'], ['user'], 60) || s.near(['coax!'], ['personal'], 60))),
  },
];
