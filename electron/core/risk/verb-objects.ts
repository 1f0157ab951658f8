import type { VerbClass, VerbSense } from './verbs.js';

/** What a verb means beside certain words; `sure`: as a verb that is hardly ever a noun. */
interface Meaning {
  readonly holds: (rest: readonly string[]) => boolean;
  readonly class: VerbClass;
  readonly sure: boolean;
}
type Row = readonly [verbs: string, beside: string | Meaning['holds'], riskClass: VerbClass, how?: 'unsure'];

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);
const money = `money fund funds token tokens payment payments usdc usdt eth btc sol crypto wallet balance stock stocks stake yield asset assets share
  shares credit credits customer card invoice bank cash dollars nft spl xrp lightning sats`;
const coins = `bitcoin bitcoins btc ethereum ether eth solana sol usdc usdt dai xrp spl erc20 nft nfts crypto cryptocurrency stablecoin stablecoins
  lightning sats satoshis gas onchain`;
const relations = new Set(
  wordsOf(`member members user users label labels assignee assignees reviewer reviewers favorite favorites favourite favourites watcher watchers
    reaction reactions bookmark bookmarks participant participants follower attendee attendees vote tag tags collaborator issue project`),
);
const viewState = new Set(
  wordsOf(`selection selections filter filters view views zoom highlight highlights cursor sort sorting breadcrumb breadcrumbs viewport camera
    focus theme layout`),
);

const codeParts = new Set(wordsOf('component components tree hierarchy codebase code symbol symbols graph'));

const committing = `create issue send submit confirm capture authorize authorise approve make process initiate schedule finalize execute release
  perform trigger`;
const paid = /^(?:payments?|refunds?|payouts?|charges?|purchases?|withdrawals?|payroll)$/;
const aboutPayment = /^(?:links?|methods?|forms?|pages?|requests?|reminders?|terms?|notes?|policy|policies|plans?|reports?|profiles?)$/;

const anything = (): boolean => true;
const nothing = (rest: readonly string[]): boolean => rest.length === 0;

/** Verbs whose danger hangs on what they are done to: the first row of a verb that holds counts. */
const rows: readonly Row[] = [
  ['clear reset set discard empty remove update toggle', (rest) => rest.length <= 3 && rest.some((word) => viewState.has(word)), 'write'],
  [
    'reset flush',
    `database databases db data repo repository branch device factory index all table storage cluster environment disk volume collection bucket
     everything history`,
    'destructive',
  ],
  ['reset flush', anything, 'write'],
  ['cancel', 'subscription subscriptions order orders booking bookings account membership reservation reservations', 'destructive'],
  ['cancel', anything, 'write'],
  [committing, (rest) => rest.some((word, at) => paid.test(word) && !aboutPayment.test(rest[at + 1] ?? '')), 'financial'],
  ['place', 'order orders bid trade', 'financial'],
  ['place', anything, 'write', 'unsure'],
  ['order', 'place', 'financial'],
  ['add subtract multiply divide sum', 'number numbers integers values vectors', 'read'],
  ['sort', 'range ranges sheet worksheet spreadsheet cells rows column columns lines imports', 'write'],
  ['snapshot', 'droplet vm machine server instance volume disk drive database db cluster environment project sandbox', 'write'],
  [
    'resolve',
    'id ids name names library dns host hostname url urls path symbol symbols reference references handle username package',
    'read',
  ],
  ['send mint bridge wrap unwrap lend borrow repay approve airdrop claim move submit broadcast', coins, 'financial'],
  ['send sign broadcast relay', 'transaction transactions', 'financial'],
  ['add', 'funds money', 'financial'],
  ['send', 'command commands', 'execute'],
  ['move control use send drag hold simulate release', 'mouse keyboard cursor pointer keys keystroke keystrokes', 'execute'],
  ['checkout', `${money} cart basket`, 'financial'],
  ['finalize pay void settle', 'invoice invoices', 'financial'],
  ['open close increase decrease liquidate exercise', 'position positions', 'financial'],
  ['provide give leave', 'feedback', 'write'],
  ['report', 'issue issues bug bugs problem spam abuse incident feedback', 'write'],
  [
    'convert',
    `time timezone currency unit units address coordinates markdown text language html json format color date pdf csv timestamp
     temperature`,
    'read',
  ],
  ['test', 'connection connectivity credentials regex speed latency', 'read', 'unsure'],
  ['exchange', ([next = '']) => /^rates?$/.test(next), 'read', 'unsure'],
  ['call', ([next = '']) => /^(?:paths?|graphs?|trees?|chains?|stacks?|hierarchy|sites)$/.test(next), 'read', 'unsure'],
  [
    'navigate',
    (rest) =>
      rest.some((word) => codeParts.has(word)) && !rest.some((word) => /^(?:to|pages?|urls?|browser|sites?|websites?|tab)$/.test(word)),
    'read',
  ],
  [
    'open select fill resize handle drop choose',
    'url browser app application page option element dropdown tab button website viewport dialog iframe input window',
    'execute',
  ],
  ['remove', (rest) => rest.includes('from') && rest.some((word) => relations.has(word)), 'write'],
  ['terminate', 'instance instances account subscription contract', 'destructive'],
  ['force', 'push', 'destructive'],
  ['push', 'force', 'destructive'],
  ['withdraw deposit', anything, 'financial'],
  ['transfer charge trade swap stake invest bid tip', money, 'financial'],
  ['transfer charge trade swap stake invest bid tip', nothing, 'financial'],
  ['charge trade swap', anything, 'financial', 'unsure'],
  ['transfer stake invest bid tip', anything, 'write', 'unsure'],
  ['exercise', 'option options', 'financial', 'unsure'],
  ['exercise redeem invoice bill', anything, 'write', 'unsure'],
  [
    'run execute perform do conduct',
    `report reports audit audits analysis analytics check checks scan search searches diagnostics diagnostic lint review validation read select
     lookup inspection survey research assessment comparison estimate forecast healthcheck profile`,
    'read',
    'unsure',
  ],
];

const meanings = new Map<string, Meaning[]>();
for (const [verbs, beside, riskClass, how] of rows) {
  const words = new Set(typeof beside === 'string' ? wordsOf(beside) : []);
  const holds = typeof beside === 'string' ? (rest: readonly string[]) => rest.some((word) => words.has(word)) : beside;
  for (const verb of wordsOf(verbs))
    meanings.set(verb, [...(meanings.get(verb) ?? []), { holds, class: riskClass, sure: how === undefined }]);
}

/**
 * A verb together with what follows it: `clear` is destructive, `clear selection` is not; `transfer` an issue is not `transfer`
 * funds; `run` a report is a look. `rest` are the words after the verb (and, in names, those before it).
 */
export const senseWithObject = (sense: VerbSense, rest: readonly string[]): { readonly class: VerbClass; readonly sure: boolean } =>
  meanings.get(sense.lemma)?.find(({ holds }) => holds(rest)) ?? sense;

const forward = new Set([...wordsOf(committing), 'withdraw', 'deposit', 'transfer', 'charge']);

/** In names, what stands in front of these verbs does not say what they are done to. */
export const isToldByWhatFollows = (lemma: string): boolean => forward.has(lemma);
