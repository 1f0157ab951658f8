import type { CallStore, LogLink } from '../ports/stores.js';
import { endBody, linkHash, openBody, wholeBody } from './chain.js';
import type { Checkpoint, Checkpoints } from './checkpoints.js';

export interface Verification {
  readonly intact: boolean;
  /** calls whose record was checked */
  readonly records: number;
  readonly problems: { seq: number; text: string }[];
}

/** beyond this many, further problems are only counted */
const maxProblems = 100;
const pageSize = 2000;

/**
 * Checks every link of the log against its record, the link before it and the signed checkpoints, and names what was altered, removed,
 * moved or cut off by its seq. `runningTip`: the tip this process holds in memory. Works in pages and lets other work go on between them; nothing may be cut meanwhile.
 */
export async function verifyLog(
  calls: CallStore,
  checkpoints: Checkpoints,
  log: string,
  runningTip: () => { readonly seq: number; readonly hash: string },
): Promise<Verification> {
  const problems: { seq: number; text: string }[] = [];
  let more = 0;
  const problem = (seq: number, text: string): void => {
    if (problems.length < maxProblems) problems.push({ seq, text });
    else more += 1;
  };

  const signed = checkpoints.read();
  for (const text of signed.problems) problem(0, text);
  const own = signed.good.filter((checkpoint) => checkpoint.log === log);
  const tips = new Map(own.filter((c) => c.kind === 'tip').map((c) => [c.seq, c]));
  for (const c of own)
    if (c.kind === 'begin')
      problem(0, `an older log of ${c.seq} links ended before this one began (${new Date(c.atMs).toISOString()}); it is not in this file`);

  for (const c of own)
    if (c.kind === 'lost')
      problem(c.seq, `the signed checkpoints up to record ${c.seq} were removed (found ${new Date(c.atMs).toISOString()})`);

  for (const c of own)
    if (c.kind === 'rekeyed' && c.seq > 0)
      problem(
        c.seq,
        `the key of the log was lost (found ${new Date(c.atMs).toISOString()}): whether records up to ${c.seq} were altered cannot be told`,
      );

  const anchor = anchorOf(calls, own, problem);
  let { seq } = anchor;
  let hash: string | undefined = anchor.hash;
  let records = 0;
  let broken = false;
  let holes = false;
  const state: ChainState = { cut: anchor.seq, ended: new Map() };

  for (let page = calls.links(seq, pageSize); page.length > 0; page = calls.links(seq, pageSize)) {
    for (const link of page) {
      // a row with the number of another one
      if (link.seq <= seq) problem(link.seq, misfit);
      else if (link.seq !== seq + 1)
        problem(seq + 1, link.seq === seq + 2 ? `record ${seq + 1} was removed` : `records ${seq + 1} to ${link.seq - 1} were removed`);
      const gap = link.seq !== seq + 1;
      holes ||= gap;
      const fault = faultOf(link, hash ?? '', state);
      // after a gap the next link cannot fit; from its own stored hash on, the chain can be followed again
      if (fault !== undefined && !((gap || hash === undefined) && fault === misfit)) problem(link.seq, fault);
      const tip = tips.get(link.seq);
      if (tip !== undefined && tip.hash !== link.hash) {
        if (!broken) problem(link.seq, `record ${link.seq} is not the one the signed checkpoint saw: the log was rebuilt up to here`);
        broken = true;
      } else if (tip !== undefined) broken = false;
      if ((link.kind === 'open' || link.kind === 'whole') && link.record?.seq === link.seq) records += 1;
      seq = link.seq;
      hash = link.hash;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  // where links are missing, so may be the one that closed the call
  if (!holes) for (const [callSeq, id] of state.ended) problem(callSeq, `how call ${id} ended was written into its row by someone else`);
  const running = runningTip();

  const last = own.filter((c) => c.kind === 'tip').reduce((highest, c) => Math.max(highest, c.seq), 0);
  if (last > seq) problem(seq + 1, `the end of the log is missing: records ${seq + 1} to ${last} were cut off`);
  if (running.seq > Math.max(seq, last))
    problem(seq + 1, `the end of the log is missing: records ${seq + 1} to ${running.seq} were cut off`);
  else if (running.seq === seq && running.hash !== hash) problem(seq, `record ${seq} is not the one that was written`);
  if (signed.lines === 0 && seq > 0) problem(0, 'the file of signed checkpoints is missing');
  const extra = calls.total() - records;
  if (extra > 0) problem(0, `records of the call table that are in no link of the chain: ${extra}`);
  if (more > 0) problems.push({ seq: 0, text: `and ${more} more problems` });
  return { intact: problems.length === 0, records, problems };
}

/** Where the chain must begin: at nothing, or at the last link that retention removed, as signed. Without a hash where no signature can tell. */
function anchorOf(
  calls: CallStore,
  own: readonly Checkpoint[],
  problem: (seq: number, text: string) => void,
): { seq: number; hash: string | undefined } {
  const first = calls.links(0, 1)[0];
  if (first === undefined) {
    const cut = own.filter((c) => c.kind === 'cut').pop();
    return cut === undefined ? { seq: 0, hash: '' } : { seq: cut.seq, hash: cut.hash };
  }
  if (first.seq === 1) return { seq: 0, hash: '' };
  const cuts = own.filter((c) => c.kind === 'cut' && c.seq < first.seq);
  const cut = cuts.reduce<Checkpoint | undefined>((best, c) => (best === undefined || c.seq > best.seq ? c : best), undefined);
  if (cut !== undefined) return { seq: cut.seq, hash: cut.hash };
  if (own.some((c) => c.kind === 'rekeyed' && c.seq >= first.seq - 1)) return { seq: first.seq - 1, hash: undefined };
  problem(1, `the beginning of the log is missing: records 1 to ${first.seq - 1} were removed, and not by retention`);
  return { seq: first.seq - 1, hash: '' };
}

const misfit = 'the record or the one before it was altered or moved';

interface ChainState {
  /** calls up to here were removed by retention, with their rows */
  readonly cut: number;
  /** rows that say how the call ended, whose `close` link has not come yet */
  readonly ended: Map<number, string>;
}

function faultOf(link: LogLink, previous: string, state: ChainState): string | undefined {
  const { seq, kind, atMs, record } = link;
  if (kind === 'note') return linkHash(previous, seq, kind, atMs, link.body ?? '') === link.hash ? undefined : misfit;
  if (kind === 'close') {
    const callSeq = link.callSeq ?? 0;
    if (linkHash(previous, seq, kind, atMs, `${callSeq}\n${link.body ?? ''}`) !== link.hash) return misfit;
    state.ended.delete(callSeq);
    // the row is gone by retention, or was missed already at its opening
    if (callSeq <= state.cut || record === undefined) return undefined;
    return endBody(record) === link.body ? undefined : `how call ${record.id} ended (record ${callSeq}) was altered`;
  }
  if (kind !== 'open' && kind !== 'whole') return 'a link of unknown kind';
  if (record === undefined || record.seq !== seq) return `the row of record ${seq} was removed`;
  if (kind === 'open' && record.outcome !== 'open') state.ended.set(seq, record.id);
  return linkHash(previous, seq, kind, atMs, kind === 'open' ? openBody(record) : wholeBody(record)) === link.hash ? undefined : misfit;
}
