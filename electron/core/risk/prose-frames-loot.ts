import { loot, unasked, hushed, deed, plainly, type Frame } from './prose-said.js';

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
      (s.any('slot', 'out') || (s.has('must_strong') && s.any('model', 'you', 'user')) || s.has('give!', 'you')),
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
          /\b(?:entire|whole)\b/.test(s.text) ||
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
      s.has('out') &&
      (s.has('give') || (s.has('take') && /\bfor us\b/.test(s.text))) &&
      (s.any('must', 'model', 'you', 'vocative', 'pretext', 'maker', 'later') ||
        s.has('own', 'literal') ||
        /pastebin/.test(s.text) ||
        hushed(s)),
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
