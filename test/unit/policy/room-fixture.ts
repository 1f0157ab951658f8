import { createPolicyRoom } from '../../../electron/core/policy/policy-room.js';
import type { PolicyRevision, RevisionStore } from '../../../electron/core/ports/stores.js';
import { facts, noLimits } from './fixtures.js';
import { fakeClock } from '../../support/fake-clock.js';

/** The history of a policy in memory: `rows`, oldest first. */
export const memoryRevisions = (rows: PolicyRevision[] = []): RevisionStore => ({
  list: (limit, notBy) =>
    rows
      .filter(({ by }) => by !== notBy)
      .reverse()
      .slice(0, limit),
  after: (revision) => rows.filter((row) => row.revision > revision).reverse(),
  get: (revision) => rows.find((row) => row.revision === revision),
  add: (entry) => rows.push({ ...entry, revision: rows.length + 1 }),
});

/** A policy room over a file and revisions in memory; `told` is what was said of each change. */
export function memory(text?: string) {
  const rows: PolicyRevision[] = [];
  const revisions = memoryRevisions(rows);
  const disk = { text, copies: [] as string[] };
  const told: string[] = [];
  const open = () =>
    createPolicyRoom({
      file: {
        read: () => disk.text,
        write: (next) => void (disk.text = next),
        keepCopy: (copy, why) => void disk.copies.push(`${why}: ${copy}`),
      },
      revisions,
      clock: fakeClock(),
      changed: (sentence) => void told.push(sentence),
    });
  return { rows, disk, told, open };
}

/** of a plain call, in this room */
export const verdict = (room: ReturnType<ReturnType<typeof memory>['open']>, over = {}) =>
  room.current().policy.evaluate(facts(over), noLimits).decision.verdict;
export type Room = ReturnType<ReturnType<typeof memory>['open']>;
export const P = (rest: object) => JSON.stringify({ version: '1', ...rest }, null, 2);
