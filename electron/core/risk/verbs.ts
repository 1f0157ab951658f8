import type { RiskClass } from '../../../shared/model/risk.js';
import { inflect } from './words.js';

export type VerbClass = Exclude<RiskClass, 'unclassified'>;

/** What a word says when it stands where a verb stands. `sure`: it is hardly ever a noun in tool names (`get`, not `run`). */
export interface VerbSense {
  readonly lemma: string;
  readonly class: VerbClass;
  readonly sure: boolean;
}

const lists: readonly (readonly [VerbClass, boolean, string])[] = [
  [
    'read',
    true,
    `get list fetch read retrieve search find lookup view describe show display count check inspect browse peek preview scan detect
     discover explore identify validate verify lint compare diff explain analyze analyse summarize summarise calculate compute
     estimate geocode translate parse extract wait tail grep glob ping whoami help download recall rank rerank measure
     classify recommend suggest advise think visualize observe crawl scrape diagnose troubleshoot tell fetches determine assert
     introspect examine obtain determine query return gather collect infer predict forecast interpret 
     enumerate locate poll echo print decode encode hash tokenize cross-reference lookup cat ls stat aggregate see learn access
     look provide simulate outline decompile disassemble demangle dump transcribe`,
  ],
  [
    'read',
    false,
    `audit review monitor watch trace profile sample select filter sort map ask answer track export capture screenshot snapshot
     render score assess head debug report generate query match rate plan take aggregation calculation extraction
     validation verification conversion status info information details stats
     statistics history logs schema metadata version overview summary usage metrics health documentation docs reference
     suggestion suggestions recommendation recommendations analysis comparison doc join thinking
     reasoning research whois weather concat concatenate forecast quote quotes directions elevation diagnostics detection similarity insights references
     instructions guidelines guidance examples example checklist pricing price prices`,
  ],
  [
    'write',
    true,
    `create add update edit modify put insert upsert write save upload send reply publish logout login share invite assign unassign move rename
     copy duplicate clone fork import register subscribe unsubscribe enable disable activate deactivate configure change append
     attach unlink merge submit restore unarchive store remember compose notify tweet toggle adjust increment decrement apply attest
     provision allocate replace complete snooze dismiss acknowledge escalate promote demote migrate rotate archive unpin unstar
     approve unapprove reject mint bridge broadcast accept decline close reopen unblock unlock reschedule bookmark reprioritize reorder annotate
     initialize sync synchronize grant unresolve mark set push post prioritize propose onboard provision extend whitelist
     allowlist blacklist blocklist mute unmute unset follow unfollow react upvote downvote disconnect connect reassign resize scaffold
     switch suspend resume pause unsuspend impersonate forward persist commit init bootstrap consolidate
     augment enrich populate seed ingest associate disassociate manage authorize authorise authenticate consent
     customize refactor rewrite refresh renew scale tune enroll unenroll stage unstage stash tag untag
     unassociate amend respond enqueue rebase cherry-pick rearrange redo undo alter revise customise redact optimize optimise
     vacuum defragment reindex backup administer administrate deliver dial upgrade downgrade patch autosave finalize transition detach ban kick pause mount unmount split confirm
     schedule mutate cancel contribute cordon uncordon drain taint annotate protect unprotect hide unhide rollout reinvite
     arm disarm teach announce unconfirm align ungroup warm prewarm reauthorize reauthorise reconnect revert unmerge unpublish deny repair compress decompress unzip arrange`,
  ],
  [
    'write',
    false,
    `comment email mail message label pin star lock log record remember draft book request release reserve sign start_session note
     setup react vote place prepare play use checkout format link convert resolve make open order feedback task form fill tracker register remind reminder block flag comment batch
     handle process distribute exchange control favourite favorite assignment transform document upload turn attestation opt emit`,
  ],
  [
    'destructive',
    true,
    `delete del remove rm rmdir drop purge destroy erase wipe truncate revoke uninstall overwrite prune cleanup nuke shred
     decommission deprovision deregister unregister obliterate expunge trash delist empty unprovision scrub
     discard clear reset flush flushall flushdb evict invalidate eradicate dispose`,
  ],
  ['destructive', false, 'clean forget void expire'],
  [
    'execute',
    true,
    `execute exec eval run invoke trigger launch spawn navigate click tap press hover drag swipe goto deploy redeploy restart reboot
     shutdown kill boot install terminate automate rerun compile interact dispatch delegate scroll exploit fuzz attack bruteforce
     rollback dblclick rebuild recycle reload`,
  ],
  [
    'execute',
    false,
    `build test start begin replay stop act call perform retry shell bash terminal powershell cmd command script simulate job agent debug end repl
     console python javascript sandbox up down type evaluate inject power`,
  ],
  [
    'financial',
    true,
    `pay refund withdraw deposit purchase buy sell reimburse payout disburse remit donate overpay prepay repay payoff liquidate
     redeem`,
  ],
  ['financial', false, 'charge transfer trade swap exercise stake invest bid tip invoice bill'],
];

const build = (): { base: Map<string, VerbSense>; forms: Map<string, VerbSense> } => {
  const base = new Map<string, VerbSense>();
  const forms = new Map<string, VerbSense>();
  for (const [riskClass, sure, words] of lists) {
    for (const lemma of words.split(/\s+/)) {
      if (lemma === '' || base.has(lemma)) continue;
      base.set(lemma, { lemma, class: riskClass, sure });
    }
  }
  for (const sense of base.values()) {
    for (const form of inflect(sense.lemma)) if (!base.has(form) && !forms.has(form)) forms.set(form, sense);
  }
  const irregular = {
    wrote: 'write',
    sent: 'send',
    ran: 'run',
    found: 'find',
    paid: 'pay',
    bought: 'buy',
    sold: 'sell',
    made: 'make',
    built: 'build',
  };
  for (const [form, lemma] of Object.entries(irregular)) {
    const sense = base.get(lemma);
    if (sense !== undefined) forms.set(form, sense);
  }
  return { base, forms };
};

let cached: ReturnType<typeof build> | undefined;
const table = (): ReturnType<typeof build> => (cached ??= build());

/** The sense of a word as it stands in names: base forms only, so that `runs` and `updates` stay nouns. */
export const verbInName = (word: string): VerbSense | undefined => table().base.get(word);

/** The sense of a word in running text, inflected forms included. */
export const verbInText = (word: string): VerbSense | undefined => table().base.get(word) ?? table().forms.get(word);

/** The inflected form only (`deletes`, `deleting`); used where a bare noun must not count. */
export const inflectedVerb = (word: string): VerbSense | undefined => table().forms.get(word);

/** Verbs that say nothing by themselves: what they do is in their object (`perform a search`, `run an audit`). */
export const lightVerbs: ReadonlySet<string> = new Set([
  'perform',
  'run',
  'execute',
  'make',
  'do',
  'conduct',
  'issue',
  'invoke',
  'call',
  'handle',
  'process',
  'take',
]);

export const dangerOrder: Readonly<Record<RiskClass, number>> = {
  read: 0,
  unclassified: 1,
  write: 2,
  execute: 3,
  destructive: 4,
  financial: 5,
};
