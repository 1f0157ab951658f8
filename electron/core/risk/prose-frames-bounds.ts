import { atFullSpeed } from './full-speed.js';
import { loot, managed, unasked, untold, type Frame } from './prose-said.js';
import { armed } from './prose-arguments.js';
import { above, addressed, elsewhere, former, guards, handedTo, itsOwn, prevails, putIn, unbound } from './prose-relations.js';

const identity =
  /\b(?:persona|character|role|identity|alter ego|entity|profile|mode|expert|briefing|you are now|stage directions|terminal|scenario|cease being|stop being|who (?:the )?(?:assistant|model|you|ai))\b/;
const opted =
  /\bopt(?:s|ed)?[ -]?(?:in|out)s?\b(?<!no opt[ -]?outs?)|\banonymi[sz]ed\b|\baggregated\b|\b(?:if|when|once|after|unless) (?:the )?(?:user|you|they)\b|\bwith (?:the user's )?consent\b/;
const someoneElse =
  /\b(?:credentials?|session|account|token|administration|access|login|address|rights?|permissions?|extension|tunnel|port|key|recipient|rule|maintainer|collaborator|subscription)\b/;

const permits =
  /\b(?:need not|needn't|(?:do not|don't) (?:need|have) to|not (?:called for|needed|necessary|required)|allowed to|free to|(?:may|can) (?:now |safely )?(?:treat|ignore|skip|answer|use|do)|no (?:\w+ )?(?:forbidden|off[- ]limits|taboo)|leave [^.]{0,40}behind|dropped|anything)\b/;
const unattended = /\b(?:no|without) (?:any )?(?:user|human|manual) (?:interaction|involvement|intervention)\b/;
const unseen =
  /\b(?:silently|quietly|covertly|secretly|discreetly|stealthily) (?:enable|install|open|grant|register|subscribe|activate|give)s?\b/;

/** Bounds that are said not to hold: rules set aside, checks passed by, ranks claimed, consent left out, talk carried away. */
export const boundsFrames: readonly Frame[] = [
  {
    id: 'guard-bypass',
    says: 'tells the model that its bounds do not hold',
    close: true,
    holds: (s) => unbound(s) && addressed(s) && (itsOwn.test(s.text) || guards.test(s.text)),
  },
  {
    id: 'guard-bypass',
    says: 'passes the checks by, with a reason why',
    close: true,
    holds: (s) =>
      unbound(s) &&
      !managed.test(s.text) &&
      ((s.any('power', 'elevated') &&
        (s.any('run', 'defer', 'give', 'plant', 'heed') || /\b(?:process|operat|perform|happen|work|inherit|gain)\w*/.test(s.text))) ||
        s.has('defer') ||
        (s.has('run') && /\bin (?:an? |\w+ )(?:minutes?|hours?)\b/.test(s.text))),
  },
  {
    id: 'false-authority',
    says: 'ranks what it returns above the user or the rules',
    close: true,
    holds: (s) =>
      (s.any('heed', 'obey') && (addressed(s) || s.has('model')) && above.test(s.text)) ||
      (s.has('no heed', 'orders') && s.any('elevated', 'power', 'rank') && above.test(s.text)) ||
      atFullSpeed(prevails).test(s.text) ||
      (addressed(s) &&
        s.near(['ignore', 'undo'], ['user'], 40) &&
        /\b(?:requests?|wishes|objections?|preferences|instructions)\b/.test(s.text)),
  },
  {
    id: 'persona',
    says: 'gives the model another identity without its rules',
    holds: (s) =>
      /\b(?:replace|change|forget|give up) who you (?:are|were)\b/.test(s.text) ||
      ((addressed(s) || s.any('model', 'you', 'loosen!', 'heed!')) &&
        identity.test(s.text) &&
        ((unbound(s) && itsOwn.test(s.text)) ||
          (above.test(s.text) && s.has('heed')) ||
          (former.test(s.text) && s.any('ignore', 'loosen', 'undo')))),
  },
  {
    id: 'consent-bypass',
    says: 'hands things on and leaves the question out',
    close: true,
    holds: (s) =>
      (unasked(s) || unattended.test(s.text)) &&
      (s.any('give', 'gather') || s.has('run!', 'other')) &&
      (elsewhere(s) || s.any('other', 'slot') || handedTo.test(s.text)),
  },
  {
    id: 'hidden-instruction',
    says: 'has what was said before set aside for its own words',
    close: true,
    holds: (s) =>
      s.any('ignore', 'loosen', 'undo') && (addressed(s) || (s.any('obey', 'heed') && s.any('result', 'orders'))) && former.test(s.text),
  },
  {
    id: 'cross-tool-order',
    says: 'puts its own account or address in place of what the user gave another tool',
    close: true,
    holds: (s) => s.has('other', 'onUse', 'payee', 'whatever'),
  },
  {
    id: 'guard-bypass',
    says: 'has the model take things for safe, or accept them unseen',
    close: true,
    holds: (s) =>
      (s.has('vocative') &&
        /\b(?:treat|consider|regard|assume)\b[^.]{0,60}\b(?:safe|clean|approved|trusted|harmless|allowed)\b/.test(s.text)) ||
      (s.has('hail') && (permits.test(s.text) || s.has('no refuse'))) ||
      (addressed(s) &&
        /\b(?:accept|approve|confirm|grant|allow)\b[^.]{0,20}\b(?:any|all|every)\b[^.]{0,40}\b(?:terms|warnings|prompts|permissions?|dialogs?|requests)\b/.test(
          s.text,
        )),
  },
  {
    id: 'exfiltration',
    says: 'orders the model to send things away, or to steal them',
    close: true,
    holds: (s) =>
      (s.has('vocative', 'give!') && s.any('out', 'literal')) ||
      (s.has('steal!') && s.any(...loot)) ||
      (s.has('stolen') && /\bask (?:for (?:it|them)|them|the user)\b/.test(s.text)),
  },
  {
    id: 'contradiction',
    says: 'calls itself harmless and takes an argument that is not',
    holds: (s) => s.has('harmless') && armed(s.text),
  },
  {
    id: 'exfiltration',
    says: 'carries what is said to somebody else',
    close: true,
    holds: (s) =>
      s.any('give', 'gather') &&
      ((s.has('talk') && (elsewhere(s) || s.has('pretext'))) || (putIn.test(s.text) && elsewhere(s))) &&
      !opted.test(s.text),
  },
  {
    id: 'secrecy',
    says: 'does something to accounts or rights and keeps it quiet',
    holds: (s) =>
      (untold(s) && s.any('plant', 'change', 'give', 'gather', 'take', 'loosen', 'undo', 'run', 'destroy')) ||
      (unseen.test(s.text) && someoneElse.test(s.text)),
  },
];
