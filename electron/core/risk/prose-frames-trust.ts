import { setsAside } from './prose-relations.js';
import { loot, unasked, hushed, handed, older, type Frame } from './prose-said.js';

/** One who edits the instructions of an agent that somebody has. */
const edits =
  /^\W*(?:updates?|sets?|edits?|changes?|saves?) the (?:instructions|system prompt|prompt|guidelines) (?:of|for) (?:an?|one|the given|the selected|your)\b/;

/** What is to be believed: rules set aside, ranks claimed, consent taken for granted, forged voices, changes to come. */
export const trustFrames: readonly Frame[] = [
  {
    id: 'hidden-instruction',
    says: 'tells its reader to set instructions aside',
    close: true,
    holds: (s) =>
      (s.near(['ignore!', 'no obey'], ['rule', 'talk'], 60) && older.test(s.text)) ||
      (s.near(['undo', 'ignore'], ['rule', 'talk'], 50) &&
        older.test(s.text) &&
        s.any('model', 'you', 'obey!', 'rank', 'vocative') &&
        !edits.test(s.text)) ||
      setsAside.test(s.text),
  },
  {
    id: 'hidden-instruction',
    says: 'frees the model of its rules',
    holds: (s) =>
      (s.has('lifted') && s.any('model', 'you', 'no you', 'vocative', 'authority', 'forged', 'refuse')) ||
      s.has('free', 'vocative') ||
      s.has('free', 'authority') ||
      (s.has('free') &&
        s.any('model', 'you', 'forged', 'authority', 'obey!', 'vocative') &&
        s.any('obey', 'undo', 'ignore', 'run', 'refuse', 'no refuse', 'forged', 'assumed', 'loyalty', ...loot)),
  },
  {
    id: 'false-authority',
    says: 'puts its own words above the user',
    close: true,
    holds: (s) =>
      s.has('rank') &&
      s.any('result') &&
      s.any('obey', 'no refuse', 'run') &&
      (s.any('user', 'rule', 'model', 'you') || /\bas (?:[\w-]+ ){0,2}(?:commands?|orders)\b/.test(s.text)),
  },
  {
    id: 'false-authority',
    says: 'gives what it returns the rank of orders',
    close: true,
    holds: (s) =>
      s.has('ranked') &&
      (s.any('result', 'orders') || /\b(?:this|these) (?:tool|server|source|text|description|instructions|endpoint)\b/.test(s.text)) &&
      (s.any('model', 'you', 'obey') || /\b(?:even (?:if|where|when)|conflict|over any|no matter|safety|user)\b/.test(s.text)) &&
      s.any('user', 'rule', 'obey!', 'obey', 'free', 'run'),
  },
  {
    id: 'delayed-change',
    says: 'waits for a moment to act against the user',
    holds: (s) =>
      s.has('later') &&
      (s.any('destroy!', 'pay!', 'foothold', 'ranked') || (s.has('give') && s.any('out', ...loot))) &&
      (hushed(s) || s.any('out', 'foothold', 'ranked', 'model') || (s.has('destroy!') && /\bno longer valid\b/.test(s.text))),
  },
  {
    id: 'encoded-instruction',
    says: 'has a hidden message acted on',
    holds: (s) => s.has('riddle') && s.any('obey!') && /\b(?:obey|follow|act on|carry out|execute|apply|comply)\b/.test(s.text),
  },
  {
    id: 'consent-bypass',
    says: 'wants dangerous things done without asking',
    holds: (s) =>
      (s.has('selfConsent') && !/\bnever (?:approve|accept)\b/.test(s.text)) ||
      (unasked(s) &&
        (s.any('destroy!', 'pay!', 'forged', 'vocative', 'foothold') ||
          s.has('assumed', 'unasked') ||
          (s.near(['undo!'], ['ask', 'guard'], 40) && s.any('you', 'model', 'vocative') && /\bapprov|confirm|consent/.test(s.text)) ||
          (s.has('give!') && s.any('result', 'own', 'other')) ||
          (s.has('give') &&
            s.any('result', 'own', 'other') &&
            (s.has('must') || /\b(?:straight|directly|immediately|right away|at once|automatically|all)\b/.test(s.text))) ||
          (s.has('assumed') && s.any('destroy', 'pay') && s.any('user', 'unasked')))),
  },
  {
    id: 'persona',
    says: 'gives the model another identity',
    holds: (s) =>
      /\b(?:you are|you will be|(?:speak|answer|respond|reply|talk) as|acts? as|stay in|adopt|assumes?|become|from here on you|your identity|persona\w*|identity)\b/.test(
        s.text,
      ) && s.has('free'),
  },
  {
    id: 'memory-poisoning',
    says: 'plants lasting notes against the user',
    holds: (s) =>
      s.has('notes') &&
      (unasked(s) || hushed(s) || s.any('foothold', 'free', 'secret')) &&
      s.any('give!', 'plant!', 'keep!', 'keep', 'give'),
  },
  {
    id: 'delayed-change',
    says: 'means to behave otherwise later',
    holds: (s) => s.has('later', 'orders') && s.any('obey', 'run', 'change', 'take!'),
  },
  {
    id: 'false-authority',
    says: 'claims an authority to get at data or rights',
    holds: (s) => s.has('authority') && s.any('model', 'you', 'forged') && s.any(...loot) && handed(s),
  },
  {
    id: 'false-authority',
    says: 'wants the model to serve somebody else',
    holds: (s) => s.has('loyalty') && s.any('model', 'you'),
  },
  {
    id: 'forged-frame',
    says: 'speaks to the model in a forged frame',
    holds: (s) =>
      s.any('marks', 'played') ||
      (s.has('forged') &&
        (unasked(s) ||
          hushed(s) ||
          s.any('obey!', 'free', 'lifted', 'ignore', 'destroy', 'place', 'foothold', 'loyalty', 'literal', 'elevated') ||
          (handed(s) && (s.has('must') || s.any(...loot))))),
  },
];

const atReading =
  /\bif you(?:'re| are) (?:an? |the )?(?:ai|llm|language model|chat ?bot|automated)\b|\b(?:agents?|assistants?|models?|llms?|ais?|chat ?bots?) (?:reading|browsing|triaging|processing|handling|seeing|that reads?|who reads?)\b/;

/** Said of AIs as nobody says it of people who are called agents. */
const bound =
  /\b(?:ais?|llms?|chat ?bots?|(?:ai|llm|language|virtual) (?:agents?|assistants?|reviewers?|readers?|models?|systems?)|assistants?) (?:must|ha(?:s|ve) to|needs? to|(?:is|are) to|shall)\b/;

/** In what a tool answered: whoever turns to the model there wants something of it. */
export const orderToModel: Frame = {
  id: 'model-order',
  says: 'gives the model orders past the user',
  close: true,
  holds: (s) =>
    (s.any('act!', 'destroy!', 'pay!', 'run!', 'plant!') &&
      (s.any('hail', 'hailedKind') || atReading.test(s.text) || bound.test(s.text))) ||
    (bound.test(s.text) && s.any('give!', 'tell!')) ||
    (s.any('give!', 'take!') && s.any(...loot, 'out') && s.any('hail', 'hailedKind')),
};
