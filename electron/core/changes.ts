import type { PendingChange } from '../../shared/model/views.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Clock } from './ports/clock.js';
import type { Ids } from './ports/ids.js';

interface Waiting extends PendingChange {
  readonly asked: string;
  readonly run: () => Promise<Result<unknown>>;
  readonly refused: () => void;
}

export type ChangeEnd = { readonly state: 'waiting' | 'confirmed' | 'rejected'; readonly result?: unknown };

export interface Changes {
  /** remembers a loosening until a person confirms it; nothing is carried out before. `refused` is called when it is rejected. `asked`: all that
   *  was asked for, secret values too: what differs in it is another change, however alike the sentences are */
  add(change: Omit<PendingChange, 'id' | 'atMs'>, run: () => Promise<Result<unknown>>, refused?: () => void, asked?: string): PendingChange;
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
  const ended = new Map<string, ChangeEnd>();
  const watchers = new Map<string, Set<() => void>>();

  const end = (id: string, how: ChangeEnd): void => {
    waiting = waiting.filter((change) => change.id !== id);
    ended.set(id, how);
    if (ended.size > KEEP_ENDED) ended.delete(ended.keys().next().value as string);
    for (const wake of watchers.get(id) ?? []) wake();
    watchers.delete(id);
    changed();
  };
  const notWaiting = (id: string) => fail('NO_SUCH_CHANGE', `no change ${id} waits`, 'see `toolgate changes list`');

  return {
    add(change, run, refused = () => {}, asked = '') {
      // The same thing asked twice is one question.
      const same = waiting.find(
        (other) =>
          other.command === change.command && other.sentence === change.sentence && other.diff === change.diff && other.asked === asked,
      );
      if (same !== undefined) return same;
      while (waiting.length >= MAX_WAITING) end(waiting[0]!.id, { state: 'rejected' });
      const added: Waiting = { ...change, id: ids.next('change'), atMs: clock.nowMs(), run, refused, asked };
      waiting = [...waiting, added];
      changed();
      return added;
    },
    list: () => waiting.map(({ run: _run, refused: _refused, asked: _asked, ...change }) => change),
    async confirm(id) {
      const change = waiting.find((other) => other.id === id);
      if (change === undefined) return notWaiting(id);
      waiting = waiting.filter((other) => other !== change);
      let result: Result<unknown>;
      try {
        result = await change.run();
      } catch (fault) {
        // nothing was carried out: the question stands again
        waiting = [change, ...waiting];
        changed();
        throw fault;
      }
      end(id, result.ok ? { state: 'confirmed', result: result.value } : { state: 'rejected', result: result.error });
      return result;
    },
    reject(id) {
      const change = waiting.find((other) => other.id === id);
      if (change === undefined) return notWaiting(id);
      end(id, { state: 'rejected' });
      change.refused();
      return ok(undefined);
    },
    withdraw(id) {
      if (waiting.some((change) => change.id === id)) end(id, { state: 'rejected' });
    },
    wait(id, timeoutMs) {
      const now = (): ChangeEnd | undefined => ended.get(id);
      const before = now();
      if (before !== undefined) return Promise.resolve(ok(before));
      if (!waiting.some((change) => change.id === id)) return Promise.resolve(notWaiting(id));
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
