import type { PendingChange } from '../../shared/model/views.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Clock } from './ports/clock.js';
import type { Ids } from './ports/ids.js';

/** What becomes of a change at a person's word. */
export interface Answers {
  readonly run: () => Promise<Result<unknown>>;
  /** called when it is rejected; without it, whoever asked will ask again */
  readonly refused?: () => void;
  /** all that was asked for, secret values too: what differs in it is another change, however alike the sentences are */
  readonly asked: string;
}

interface Waiting {
  readonly change: PendingChange;
  readonly answers: Answers;
}

export type ChangeEnd = { readonly state: 'waiting' | 'confirmed' | 'rejected'; readonly result?: unknown };

export interface Changes {
  /** remembers a loosening until a person confirms it; nothing is carried out before */
  add(change: Omit<PendingChange, 'id' | 'atMs'>, answers: Answers): PendingChange;
  list(): PendingChange[];
  confirm(id: string): Promise<Result<unknown>>;
  reject(id: string): Result<void>;
  /** takes back what was overtaken: nobody is asked any more, nothing is carried out */
  withdraw(id: string): void;
  /** resolves at the person's decision, at the latest after `timeoutMs` */
  wait(id: string, timeoutMs: number): Promise<Result<ChangeEnd>>;
}

const KEEP_ENDED = 100;
const MAX_WAITING = 50;

/** Loosenings from the command line or an edited file, waiting for the window. In memory: a restart forgets them, which is the strict side. */
export function createChanges(clock: Clock, ids: Ids, changed: () => void): Changes {
  let waiting: Waiting[] = [];
  /** confirmed, and being carried out */
  const running = new Set<string>();
  const ended = new Map<string, ChangeEnd>();
  const watchers = new Map<string, Set<() => void>>();

  const find = (id: string): Waiting | undefined => waiting.find(({ change }) => change.id === id);
  const end = (id: string, how: ChangeEnd): void => {
    waiting = waiting.filter(({ change }) => change.id !== id);
    ended.set(id, how);
    if (ended.size > KEEP_ENDED) ended.delete(ended.keys().next().value as string);
    for (const wake of watchers.get(id) ?? []) wake();
    watchers.delete(id);
    changed();
  };
  const makeRoom = (): void => {
    if (waiting.length < MAX_WAITING) return;
    const oldest = waiting.find(({ answers }) => answers.refused === undefined) ?? waiting[0];
    if (oldest !== undefined) end(oldest.change.id, { state: 'rejected' });
  };
  const notWaiting = (id: string) => fail('NO_SUCH_CHANGE', `no change ${id} waits`, 'see `toolgate changes list`');

  return {
    add(given, answers) {
      // The same thing asked twice is one question.
      const same = waiting.find(
        ({ change, answers: { asked } }) =>
          change.command === given.command && change.sentence === given.sentence && change.diff === given.diff && asked === answers.asked,
      );
      if (same !== undefined) return same.change;
      makeRoom();
      const change = { ...given, id: ids.next('change'), atMs: clock.nowMs() };
      waiting = [...waiting, { change, answers }];
      changed();
      return change;
    },
    list: () => waiting.map(({ change }) => change),
    async confirm(id) {
      const confirmed = find(id);
      if (confirmed === undefined) return notWaiting(id);
      waiting = waiting.filter((other) => other !== confirmed);
      running.add(id);
      let result: Result<unknown>;
      try {
        result = await confirmed.answers.run();
      } catch (fault) {
        // nothing was carried out: the question stands again
        waiting = [confirmed, ...waiting];
        changed();
        throw fault;
      } finally {
        running.delete(id);
      }
      end(id, result.ok ? { state: 'confirmed', result: result.value } : { state: 'rejected', result: result.error });
      return result;
    },
    reject(id) {
      const rejected = find(id);
      if (rejected === undefined) return notWaiting(id);
      end(id, { state: 'rejected' });
      rejected.answers.refused?.();
      return ok(undefined);
    },
    withdraw(id) {
      if (find(id) !== undefined) end(id, { state: 'rejected' });
    },
    wait(id, timeoutMs) {
      const before = ended.get(id);
      if (before !== undefined) return Promise.resolve(ok(before));
      if (find(id) === undefined && !running.has(id)) return Promise.resolve(notWaiting(id));
      return new Promise((resolve) => {
        const wakers = watchers.get(id) ?? new Set();
        watchers.set(id, wakers);
        const wake = (): void => {
          cancel();
          wakers.delete(wake);
          resolve(ok(ended.get(id) ?? { state: 'waiting' }));
        };
        const cancel = clock.after(timeoutMs, wake);
        wakers.add(wake);
      });
    },
  };
}
