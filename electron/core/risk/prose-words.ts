import { inflect } from './words.js';

/** What a word stands for in talk about models, people and data: who, what is done, to what. Base forms; inflected ones are made. */
const lists = {
  // who
  model: 'assistant model agent ai llm chatbot claude gpt gemini copilot bot',
  you: "you your yourself you're you'll",
  user: "user human person people customer anybody anyone somebody someone everyone them him her they he she end-user developer owner shopper traveller user's person's human's customer's",
  maker: 'vendor author publisher maker attacker advertiser partner provider maintainer',
  // what is done
  give: `send post upload forward transmit copy mirror attach append include put pass supply provide insert add paste hand deliver relay submit share
    report embed encode place ship push export mail email bcc cc leak write give smuggle stream sync repeat reproduce duplicate route disclose
    transfer carry contain fill set log record store save publish dump contribute enclose join prefix begin hold feed pipe exfiltrate retain print output echo belong accompany tack route`,
  take: `read open load fetch grab collect dump cat get obtain gather extract harvest retrieve copy scan look find pick query search take compute locate zip pull capture
    request need require want demand run call browse peek recall remember use`,
  run: `run execute invoke call evaluate eval launch start perform trigger`,
  tell: `tell inform notify mention reveal disclose announce alert warn discuss acknowledge admit surface explain show display say report confess bother trouble worry point`,
  learn: `see know learn hear notice find realize realise discover aware told shown informed`,
  ask: `ask confirm confirmation consent approval approve go-ahead sign-off consult prompting prompted`,
  act: `visit approve rank recommend reset rate mark click confirm buy order open close reply accept add forward send delete run call transfer wire push score unlock change remove export`,
  coax: `ask prompt persuade convince urge request instruct obtain demand insist`,
  conceal: `secretly covertly surreptitiously stealthily clandestinely unnoticed unbeknownst undetected unaware conceal unseen discreetly`,
  quiet: 'silently quietly unobtrusively background silent quiet blindly',
  ignore: `ignore disregard forget neglect dismiss abandon discard disobey`,
  undo: `suppress override overrule supersede replace bypass circumvent skip suspend void lift waive disable deactivate evade outrank expire cease violate break sidestep omit negate exempt relax
    trump beat superseded overridden deprecate revoke cancel outweigh sideline shed exceed`,
  obey: `obey follow execute comply carry act adopt honour honor treat trust respect perform heed implement`,
  refuse: `refuse decline hesitate refusal question reject object hesitation`,
  change: `split change replace set swap substitute alter modify redirect rewrite divert switch multiply increase round reroute route overwrite adjust edit double`,
  destroy: `delete wipe erase destroy drop purge remove truncate format kill encrypt shred overwrite reset`,
  pay: `pay wire transfer charge buy purchase withdraw refund donate sell spend`,
  plant: `invite commit register implant insert inject plant add create append write deploy open grant enable install subscribe activate`,
  lie: `pretend claim deny blame lie fake assure insist feign fabricate falsify`,
  keep: `remember persist memorize memorise memory`,
  // what it is done to
  rule: `instruction rule guideline policy directive restriction guardrail limit constraint limitation safeguard prompt order guidance programming training directions principle boundary safety moderation law`,
  guard: `check filter control review gate approval confirmation consent verification validation scanner sandbox protection measure evaluation permission`,
  secret: `password passwd passphrase credential secret cookie keychain wallet netrc kubeconfig keylogger passcode creds`,
  payee: `recipient payee beneficiary iban account destination receiver wallet amount address number target price total card recipients transfer details`,
  result: `result output response answer reply content contents text return data page value message`,
  must: `must always mandatory required require need shall should obligatory necessary oblige ensure every each otherwise first before prior`,
  /** what keeps a model or a program in bounds */
  bound: `instruction rule guideline policy directive restriction guardrail constraint limitation safeguard boundary safety moderation
    check filter filtering control review gate approval confirmation consent verification validation sandbox protection permission security
    authorization authorisation enforcement monitoring screening vetting safeguards refusal oversight supervision precaution privacy ethics prohibition
    norm alignment censorship inhibition scruple scrutiny inspection governance isolation barrier sandboxing confine safeguarding requirement limit prompting`,
  loosen: `remove drop lift escape dodge invalidate nullify suppress pause overlook relax weaken defeat neutralise neutralize mute withdraw stop
    omit circumvent bypass evade skip avoid sidestep sidestepping sidestepped override overrule supersede ignore disregard forget abandon discard waive suspend disable deactivate exempt outrank
    elude defy flout breach violate forgo dispense cease void cancel`,
  lapsed: `void null inactive obsolete irrelevant inapplicable moot invalid suspended lifted waived disabled expired gone unnecessary superseded
    superfluous redundant off asleep offline`,
  power: `root superuser administrator kernel privileged elevated privilege sudo unrestricted`,
  defer: `schedule defer delay postpone queue enqueue background deferred async asynchronous batch overnight nightly midnight timer daemon cron later
    afterwards subsequently unattended follow-up cron`,
  stranger: `central vendor publisher provider advertiser affiliate external remote outside third-party offsite upstream analytics telemetry metrics statistics
    insights research marketing advertising manufacturer partner evaluation monitoring logging tracking`,
  house: `server service endpoint backend bucket host platform system team division network store account webhook collector api database warehouse
    department facility storage lake broker lab division subsidiary headquarters group party vendor partner provider publisher pipeline company processor site logger address`,
  choose: `use call choose select pick prefer favour favor consider recommend weigh rely trust combine try invoke ignore skip`,
  heed: `obey follow execute comply carry adopt honour honor treat trust heed implement apply enact regard embody inhabit assume become act question
    refuse accept consider stay`,
  steal: `leak exfiltrate steal siphon smuggle`,
  gather: `chain record capture log store retain stream serialize serialise dispatch deliver submit report mirror relay transmit post gather harvest upload send
    forward share collect copy push save route feed sync publish disclose funnel channel convey replicate archive ingest transcribe pipe beam pass contain include mail email deposit`,
  must_strong: `must always mandatory shall required oblige compel bound force`,
  please: `please kindly`,
} as const;

export type WordMark = keyof typeof lists;

const plural = (word: string): string[] =>
  /[a-z]$/.test(word) ? [/(?:s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`] : [];
const irregular: Readonly<Record<string, string>> = {
  sent: 'send',
  put: 'put',
  gave: 'give',
  given: 'give',
  told: 'tell',
  shown: 'show',
  written: 'write',
  wrote: 'write',
  hidden: 'hide',
  kept: 'keep',
  forgot: 'forget',
  forgotten: 'forget',
  overridden: 'override',
  overrode: 'override',
  said: 'say',
  found: 'find',
  known: 'know',
  knew: 'know',
  seen: 'see',
  got: 'get',
  taken: 'take',
  held: 'hold',
  bought: 'buy',
  sold: 'sell',
  paid: 'pay',
  fed: 'feed',
  read: 'read',
  copied: 'copy',
  noticed: 'notice',
  ran: 'run',
  running: 'run',
  putting: 'put',
  setting: 'set',
  forgetting: 'forget',
  beaten: 'beat',
};

/** Marks of a word, with whether the word stands in its base form. */
export interface Entry {
  readonly marks: readonly WordMark[];
  readonly base: boolean;
}

const build = (): ReadonlyMap<string, Entry> => {
  const base = new Map<string, WordMark[]>();
  for (const [mark, words] of Object.entries(lists))
    for (const word of words.split(/\s+/)) base.set(word, [...(base.get(word) ?? []), mark as WordMark]);
  const all = new Map<string, Entry>();
  for (const [word, marks] of base) all.set(word, { marks, base: true });
  const form = (word: string, marks: readonly WordMark[]): void => {
    if (!all.has(word)) all.set(word, { marks, base: false });
  };
  for (const [word, marks] of base) for (const other of [...inflect(word), ...plural(word)]) form(other, marks);
  for (const [word, lemma] of Object.entries(irregular)) {
    const marks = base.get(lemma);
    if (marks !== undefined) form(word, marks);
  }
  return all;
};

let built: ReadonlyMap<string, Entry> | undefined;
/** The entry of a lower-case word, if it stands for anything. */
export const entryOf = (word: string): Entry | undefined => (built ??= build()).get(word);
