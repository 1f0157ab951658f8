import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CheckpointFile } from '../ports/stores.js';

const kinds = ['tip', 'cut', 'begin', 'lost', 'rekeyed'] as const;

/**
 * One signed line of the second file. `tip`: the chain stood at `seq` with `hash`. `cut`: links up to `seq` were removed by retention,
 * `hash` is that of the last one removed. `begin`: a new log began while an older one ended at `seq`. `lost`: at `seq` the file was
 * found missing. `rekeyed`: at `seq` the key was found lost, so that no line before can be checked.
 */
export interface Checkpoint {
  readonly kind: (typeof kinds)[number];
  /** which log: changes when the database is made anew */
  readonly log: string;
  readonly seq: number;
  readonly hash: string;
  readonly atMs: number;
}

export interface Checkpoints {
  add(checkpoint: Checkpoint, sync: boolean): void;
  /** every line whose signature is right, and what is wrong with the file */
  read(): { readonly good: readonly Checkpoint[]; readonly problems: readonly string[]; readonly lines: number };
  /** leaves out what retention made pointless; re-signs the rest. Call only when `read` finds no problem. */
  thin(log: string): void;
}

/** Each signature covers the one before it, so that no line can be taken from the middle; HMAC-SHA256 by a key of the log's. */
export function createCheckpoints(file: CheckpointFile, key: Uint8Array): Checkpoints {
  let lastMac: string | undefined;
  const sign = (previous: string, c: Checkpoint): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([previous, c.kind, c.log, c.seq, c.hash, c.atMs]))
      .digest('hex');
  const line = (previous: string, { kind, log, seq, hash, atMs }: Checkpoint): { text: string; mac: string } => {
    const mac = sign(previous, { kind, log, seq, hash, atMs });
    return { text: JSON.stringify({ kind, log, seq, hash, atMs, mac }), mac };
  };
  const macAtEnd = (): string => {
    for (const text of file.read().reverse()) {
      const found = parse(text);
      if (found !== undefined) return found.mac;
    }
    return '';
  };
  const read = (): ReturnType<Checkpoints['read']> => {
    const lines = file.read();
    const good: Checkpoint[] = [];
    const problems: string[] = [];
    let previous = '';
    let wrong = 0;
    for (const text of lines) {
      const found = parse(text);
      // a line torn by a crash says nothing; one that was removed is missed by the signature of the next
      if (found === undefined) continue;
      if (same(found.mac, sign(previous, found))) {
        good.push(found);
        if (found.kind === 'rekeyed') wrong = 0;
      } else wrong += 1;
      previous = found.mac;
    }
    if (wrong > 0)
      problems.push(
        good.length === 0
          ? 'no checkpoint has a right signature: the file was made with another key or altered'
          : `${wrong} checkpoint${wrong === 1 ? ' has' : 's have'} a wrong signature: lines were altered, removed or moved`,
      );
    return { good, problems, lines: lines.length };
  };
  return {
    add(checkpoint, sync) {
      const next = line(lastMac ?? macAtEnd(), checkpoint);
      file.append(next.text, sync);
      lastMac = next.mac;
    },
    read,
    thin(log) {
      const { good } = read();
      const cut = good.filter((c) => c.log === log && c.kind === 'cut').pop();
      const kept = good.filter((c) =>
        c.log !== log ? false : c === cut || (c.kind === 'begin' ? cut === undefined : c.kind !== 'cut' && c.seq > (cut?.seq ?? 0)),
      );
      // the tips between the newest and the oldest kept add nothing once there are many
      const thinned = kept.length <= 2000 ? kept : kept.filter((c, i) => c.kind !== 'tip' || i % 10 === 0 || i > kept.length - 500);
      const texts: string[] = [];
      let previous = '';
      for (const checkpoint of thinned) {
        const next = line(previous, checkpoint);
        texts.push(next.text);
        previous = next.mac;
      }
      file.replace(texts);
      lastMac = previous;
    },
  };
}

function parse(text: string): (Checkpoint & { readonly mac: string }) | undefined {
  try {
    const value = JSON.parse(text) as Partial<Checkpoint & { mac: string }> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { kind, log, seq, hash, atMs, mac } = value;
    if (kind === undefined || !kinds.includes(kind) || typeof log !== 'string' || typeof seq !== 'number') return undefined;
    if (typeof hash !== 'string' || typeof atMs !== 'number' || typeof mac !== 'string') return undefined;
    return { kind, log, seq, hash, atMs, mac };
  } catch {
    return undefined;
  }
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
