import { dangerOrder, verbInName, type VerbClass, type VerbSense } from './verbs.js';
import { wordsOfName, type Word } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';

/** One reason for a class: how strongly it speaks (0..1) and the literal words it was read from. */
export interface Candidate {
  readonly class: VerbClass;
  readonly strength: number;
  readonly from: 'name' | 'title' | 'description' | 'schema' | 'annotations';
  readonly quote: string;
  readonly says: string;
}

const core = new Set('get list create delete update search read add remove set find fetch edit write insert upsert'.split(' '));
const looks = new Set(['get', 'list', 'describe', 'fetch']);
const viewState = new Set(
  'selection selections filter filters view views zoom highlight highlights cursor sort sorting breadcrumb breadcrumbs viewport camera focus theme layout'.split(
    ' ',
  ),
);
const readObjects = new Set(
  `report reports audit audits analysis analytics check checks scan search searches diagnostics diagnostic lint review validation read select
   lookup inspection survey research assessment comparison estimate forecast healthcheck profile`.split(/\s+/),
);
const dataObjects = new Set(
  `database databases db data repo repository branch device factory index all table storage cluster environment disk volume collection
   bucket everything history`.split(/\s+/),
);
const moneyObjects = new Set(
  `money fund funds token tokens payment payments usdc usdt eth btc sol crypto wallet balance stock stocks stake yield asset assets share
   shares credit credits customer card invoice bank cash dollars nft spl xrp lightning sats`.split(/\s+/),
);
const revocable = new Set(
  'subscription subscriptions order orders booking bookings account membership reservation reservations'.split(' '),
);
const relations = new Set(
  `member members user users label labels assignee assignees reviewer reviewers favorite favorites favourite favourites watcher watchers
   reaction reactions bookmark bookmarks participant participants follower attendee attendees vote tag tags collaborator issue project`.split(
    /\s+/,
  ),
);
const reportable = new Set('issue issues bug bugs problem spam abuse incident feedback'.split(' '));
const committing =
  /^(?:create|issue|send|submit|confirm|capture|authorize|authorise|approve|make|process|initiate|schedule|finalize|execute|release|perform|trigger)$/;
const paid = /^(?:payments?|refunds?|payouts?|charges?|purchases?|withdrawals?|payroll)$/;
const coins = new Set(
  `bitcoin bitcoins btc ethereum ether eth solana sol usdc usdt dai xrp spl erc20 nft nfts crypto cryptocurrency stablecoin stablecoins lightning
   sats satoshis gas onchain`.split(/\s+/),
);
const sheets = new Set('range ranges sheet worksheet spreadsheet cells rows column columns lines imports'.split(' '));
const machines = new Set('droplet vm machine server instance volume disk drive database db cluster environment project sandbox'.split(' '));
const spending = /^(?:send|mint|bridge|wrap|unwrap|lend|borrow|repay|approve|airdrop|claim|move|submit|broadcast)$/;
const signing = /^(?:send|sign|broadcast|relay)$/;
const positions = new Set(['position', 'positions']);
const handheld = new Set('mouse keyboard cursor pointer keys keystroke keystrokes'.split(' '));
const atTheMachine = /^(?:move|control|use|send|drag|hold|simulate|release)$/;
const aboutPayment = /^(?:links?|methods?|forms?|pages?|requests?|reminders?|terms?|notes?|policy|policies|plans?|reports?|profiles?)$/;
const numbers = new Set('number numbers integers values vectors'.split(' '));
const lookedUp = new Set(
  'id ids name names library dns host hostname url urls path symbol symbols reference references handle username package'.split(' '),
);
const tradable = new Set(['order', 'orders', 'bid', 'trade']);
const convertible = new Set(
  'time timezone currency unit units address coordinates markdown text html json format color date pdf csv timestamp temperature'.split(
    ' ',
  ),
);
const testable = new Set('connection connectivity credentials regex'.split(' '));
const screenObjects = new Set(
  'url browser app application page option element dropdown tab button website viewport dialog iframe input window'.split(' '),
);
const onScreen = /^(?:open|select|fill|resize|handle|drop|choose)$/;
const lightInNames = new Set('run execute perform do conduct'.split(' '));

const verbSays: Readonly<Record<VerbClass, string>> = {
  read: coreWords.evidence.read,
  write: coreWords.evidence.write,
  execute: coreWords.evidence.execute,
  destructive: coreWords.evidence.destructive,
  financial: coreWords.evidence.financial,
};

/** What a verb of this class says of a tool, for evidence. */
export const sayOf = (riskClass: VerbClass, lemma: string): string => {
  if (riskClass === 'write' && lemma === 'create') return coreWords.evidence.creates;
  return verbSays[riskClass];
};

/**
 * A verb together with what follows it: `clear` is destructive, `clear selection` is not; `transfer` an issue is not `transfer`
 * funds; `run` a report is a look. `rest` are the words after the verb (and, in names, those before it).
 */
export function senseWithObject(sense: VerbSense, rest: readonly string[]): { class: VerbClass; sure: boolean } {
  const has = (set: ReadonlySet<string>): boolean => rest.some((word) => set.has(word));
  const { lemma } = sense;
  if (has(viewState) && rest.length <= 3 && /^(clear|reset|set|discard|empty|remove|update|toggle)$/.test(lemma))
    return { class: 'write', sure: true };
  if (lemma === 'reset' || lemma === 'flush') return { class: has(dataObjects) ? 'destructive' : 'write', sure: true };
  if (lemma === 'cancel') return { class: has(revocable) ? 'destructive' : 'write', sure: true };
  if (committing.test(lemma) && rest.some((word, at) => paid.test(word) && !aboutPayment.test(rest[at + 1] ?? '')))
    return { class: 'financial', sure: true };
  if (lemma === 'place') return has(tradable) ? { class: 'financial', sure: true } : { class: 'write', sure: false };
  if (lemma === 'order' && rest.includes('place')) return { class: 'financial', sure: true };
  if (/^(?:add|subtract|multiply|divide|sum)$/.test(lemma) && has(numbers)) return { class: 'read', sure: true };
  if (lemma === 'sort' && has(sheets)) return { class: 'write', sure: true };
  if (lemma === 'snapshot' && has(machines)) return { class: 'write', sure: true };
  if (lemma === 'resolve' && has(lookedUp)) return { class: 'read', sure: true };
  if (spending.test(lemma) && has(coins)) return { class: 'financial', sure: true };
  if (signing.test(lemma) && has(new Set(['transaction', 'transactions']))) return { class: 'financial', sure: true };
  if (lemma === 'add' && has(new Set(['funds', 'money']))) return { class: 'financial', sure: true };
  if (lemma === 'send' && has(new Set(['command', 'commands']))) return { class: 'execute', sure: true };
  if (atTheMachine.test(lemma) && has(handheld)) return { class: 'execute', sure: true };
  if (lemma === 'checkout' && (has(moneyObjects) || has(new Set(['cart', 'basket'])))) return { class: 'financial', sure: true };
  if (/^(?:finalize|pay|void|settle)$/.test(lemma) && has(new Set(['invoice', 'invoices']))) return { class: 'financial', sure: true };
  if (/^(?:open|close|increase|decrease|liquidate|exercise)$/.test(lemma) && has(positions)) return { class: 'financial', sure: true };
  if (/^(?:provide|give|leave)$/.test(lemma) && has(new Set(['feedback']))) return { class: 'write', sure: true };
  if (lemma === 'report' && has(reportable)) return { class: 'write', sure: true };
  if (lemma === 'convert' && has(convertible)) return { class: 'read', sure: true };
  if (lemma === 'test' && has(testable)) return { class: 'read', sure: false };
  if (onScreen.test(lemma) && has(screenObjects)) return { class: 'execute', sure: true };
  if (lemma === 'remove' && rest.includes('from') && has(relations)) return { class: 'write', sure: true };
  if (lemma === 'terminate' && has(new Set(['instance', 'instances', 'account', 'subscription', 'contract'])))
    return { class: 'destructive', sure: true };
  if (lemma === 'force' && rest.includes('push')) return { class: 'destructive', sure: true };
  if (lemma === 'push' && rest.includes('force')) return { class: 'destructive', sure: true };
  if (/^(transfer|charge|trade|swap|stake|invest|bid|tip|withdraw|deposit)$/.test(lemma)) {
    if (has(moneyObjects) || rest.length === 0 || /^(withdraw|deposit)$/.test(lemma)) return { class: 'financial', sure: true };
    return { class: lemma === 'charge' || lemma === 'trade' || lemma === 'swap' ? 'financial' : 'write', sure: false };
  }
  if (lemma === 'exercise') return { class: has(positions) || has(new Set(['option', 'options'])) ? 'financial' : 'write', sure: false };
  if (lemma === 'redeem' || lemma === 'invoice' || lemma === 'bill') return { class: 'write', sure: false };
  if (lightInNames.has(lemma) && has(readObjects)) return { class: 'read', sure: false };
  return { class: sense.class, sure: sense.sure };
}

const indexOfHead = (words: readonly Word[], senses: readonly (VerbSense | undefined)[]): number => {
  const last = words.length - 1;
  const firstWord = words[0]?.text ?? '';
  const lastWord = words[last]?.text ?? '';
  const first = senses[0];
  if (first !== undefined) {
    const nounFirst = !core.has(firstWord) || firstWord === 'list';
    const lastIsVerb = last > 0 && core.has(lastWord) && !(firstWord === 'list' && senses[last]?.class === 'read');
    if (nounFirst && lastIsVerb && first.class !== 'destructive') return last;
    if (first.sure) return 0;
  }
  if (last > 0 && senses[last]?.sure === true && first === undefined) {
    // "task_list_create": behind nouns the last verb speaks; "mobile_list_apps" has no verb at its end
    // "functions_get_trigger", "genai-get-evaluation-run": behind a plain look it is a noun
    const look = words.findIndex((word) => looks.has(word.text));
    return last > 1 && senses[last]?.class === 'execute' && look > 0 ? look : last;
  }
  const sure = senses.findIndex((sense) => sense?.sure === true);
  // "model_eval_list_runs": between nouns and a plain verb, what could be run is a noun too
  const plain = words.findIndex((word, at) => at > sure && core.has(word.text));
  if (sure > 0 && senses[sure]?.class === 'execute' && plain > sure) return plain;
  if (sure >= 0) return sure;
  if (first !== undefined) return 0;
  if (senses[last] !== undefined) return last;
  return senses.findIndex((sense) => sense !== undefined);
};

/** Verbs glued to their object without any sign (`deletefile`): only the long or plain ones, and only where a known word would be cut. */
const glued =
  /^(get|list|create|delete|remove|update|add|set|read|write|search|fetch|execute|run|send|insert|upsert|drop|find|purge|destroy)(.{4,})$/;

/**
 * Reads the class of a tool out of its name. `prefix` is how many leading words are a family name shared by the siblings
 * (`linear_`, `mcp__x__`). The head verb is found before, behind or between nouns; verbs joined by and/or count together.
 */
export function readName(name: string, prefix: number): Candidate[] {
  const all = wordsOfName(name);
  const from = Math.min(prefix, Math.max(0, all.length - 1));
  // `compose` before another verb is the program of that name
  const composed = all[from]?.text === 'compose' && verbInName(all[from + 1]?.text ?? '') !== undefined;
  const words = all.slice(composed ? from + 1 : from);
  const senses = words.map((word) => verbInName(word.text));
  const head = indexOfHead(words, senses);
  const candidates: Candidate[] = [];
  const add = (index: number, weight: number): void => {
    const word = words[index];
    const sense = senses[index];
    if (word === undefined || sense === undefined) return;
    const others = words.filter((_, at) => at !== index).map((other) => other.text);
    const after = words.slice(index + 1).map((other) => other.text);
    const joined = senseWithObject(
      sense,
      /^(?:withdraw|deposit|transfer|charge)$/.test(sense.lemma) || committing.test(sense.lemma) ? after : others,
    );
    const strength = (joined.sure ? 0.9 : 0.6) * weight;
    candidates.push({
      class: joined.class,
      strength,
      from: 'name',
      quote: name.slice(word.start, word.end),
      says: sayOf(joined.class, sense.lemma),
    });
  };
  if (head < 0) {
    const only = words.map((word) => ({ word, match: glued.exec(word.text) })).find((entry) => entry.match !== null);
    const sense = only?.match?.[1] === undefined ? undefined : verbInName(only.match[1]);
    if (only !== undefined && sense !== undefined) {
      const quote = name.slice(only.word.start, only.word.start + sense.lemma.length);
      candidates.push({ class: sense.class, strength: 0.65, from: 'name', quote, says: sayOf(sense.class, sense.lemma) });
    }
    return candidates;
  }
  add(head, 1);
  // "get_or_create", "build_run": every verb joined to the head counts
  for (let at = head + 1; at < words.length; at += 1) {
    const joint = words[at - 1]?.text;
    const sense = senses[at];
    if (sense === undefined) continue;
    const joinedByWord = joint === 'and' || joint === 'or' || joint === 'then';
    const adjacent =
      at === head + 1 &&
      sense.sure &&
      senses[head]?.sure === true &&
      dangerOrder[sense.class] >= dangerOrder.execute &&
      senses[head]?.class !== 'read' &&
      at < words.length - 1;
    if (joinedByWord || adjacent) add(at, joinedByWord ? 1 : 0.9);
  }
  return candidates;
}

/** How many leading words the names of a server's tools share, so that they are read as its family name and not as a verb. */
export function sharedPrefix(names: readonly string[]): (name: string) => number {
  const counts = new Map<string, number>();
  for (const name of names) {
    const first = wordsOfName(name)[0]?.text;
    if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return (name) => {
    const words = wordsOfName(name);
    const first = words[0]?.text;
    if (first === undefined || words.length < 2) return 0;
    if (first === 'mcp' && words.length > 2) return 1;
    const share = (counts.get(first) ?? 0) / Math.max(1, names.length);
    // a shared first word is a family name only where it is no plain verb: eight "get_…" are eight verbs
    return names.length >= 3 && share > 0.6 && verbInName(first)?.sure !== true ? 1 : 0;
  };
}
