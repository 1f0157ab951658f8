import type { Redis } from 'iovalkey';
import type { LimitCharge } from '../../../shared/policy/types.js';
import type { Logger } from '../ports/logger.js';
import type { SharedCounters, SharedReservation } from '../ports/rooms.js';
import { RELEASE_SCRIPT, RESERVE_SCRIPT } from './shared-counters-script.js';

export interface SharedCountersConfig {
  readonly url: string;
  readonly unreachable: 'deny' | 'local';
}

export interface SharedCountersRoom extends SharedCounters {
  /** connects where it is configured, so that its state shows before the first call */
  look(): void;
  close(): void;
}

const PREFIX = '{toolgate}:limit:';
const WAIT_MS = 1000;
const MAX_OPEN = 10_000;

/** Several keys of one call: each counted once, held against the least maximum of its charges. */
interface Count {
  readonly charge: LimitCharge;
  readonly amount: number;
}

/**
 * Limits counted on a Valkey or Redis server, for several gates that share them. `reserve` never rejects: a server that cannot be asked
 * within a second is "unreachable", and the configuration says what that means. What it is told is always at least what was forwarded.
 */
export function createSharedCounters(deps: {
  config: () => SharedCountersConfig | undefined;
  logger: Logger;
  problem: (line: string | undefined) => void;
}): SharedCountersRoom {
  let client: { readonly url: string; readonly redis: Promise<Redis> } | undefined;
  const open = new Map<string, { key: string; stamp: string; amount: number }[]>();

  const connect = async (url: string): Promise<Redis> => {
    const { Redis } = await import('iovalkey');
    const redis = new Redis(url.replace(/^valkey/, 'redis'), {
      lazyConnect: true,
      enableOfflineQueue: false,
      connectTimeout: WAIT_MS,
      commandTimeout: WAIT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(times * 200, 2000),
    });
    redis.on('error', (error) => say(error));
    redis.on('ready', () => deps.problem(undefined));
    await redis.connect().catch((error: unknown) => say(error));
    return redis;
  };
  const say = (error: unknown): void => {
    const config = deps.config();
    deps.logger.warn('counters.unreachable', { error: String(error) });
    if (config === undefined) return;
    const meanwhile = config.unreachable === 'deny' ? 'limited calls are refused meanwhile' : 'limits are counted here alone meanwhile';
    deps.problem(`the shared counters at ${config.url} cannot be reached; ${meanwhile}. Start that server, or change the setting.`);
  };
  const redisFor = (url: string): Promise<Redis> => {
    if (client?.url !== url) {
      end();
      client = { url, redis: connect(url) };
    }
    return client.redis;
  };
  const end = (): void => {
    const ending = client;
    client = undefined;
    void ending?.redis.then((redis) => redis.disconnect());
    deps.problem(undefined);
  };

  return {
    active: () => deps.config() !== undefined,
    async reserve(callId, charges): Promise<SharedReservation> {
      const config = deps.config();
      const counts = countsOf(charges);
      if (config === undefined || counts.length === 0) return { kind: 'reserved' };
      try {
        const redis = await within(redisFor(config.url));
        const keys = counts.flatMap(({ charge }) => keysOf(charge.key));
        const numbers = counts.flatMap(({ charge, amount }) => [charge.windowMs, Number.isFinite(charge.max) ? charge.max : -1, amount]);
        const answer = (await redis.eval(RESERVE_SCRIPT, keys.length, ...keys, ...numbers)) as (number | string)[];
        deps.problem(undefined);
        if (Number(answer[0]) === 1) {
          open.set(
            callId,
            counts.map(({ charge, amount }, i) => ({ key: charge.key, stamp: String(answer[i + 1]), amount })),
          );
          if (open.size > MAX_OPEN) open.delete(open.keys().next().value ?? '');
          return { kind: 'reserved' };
        }
        const full = counts[Number(answer[1]) - 1];
        if (full === undefined) throw new Error('the counter server gave an answer nobody knows');
        const waitMs = Number(answer[3]);
        return { kind: 'exceeded', charge: full.charge, used: Number(answer[2]), retryAfterMs: waitMs < 0 ? Infinity : waitMs };
      } catch (error) {
        say(error);
        return { kind: 'unreachable', allowed: config.unreachable === 'local' };
      }
    },
    release(callId) {
      const taken = open.get(callId);
      const config = deps.config();
      open.delete(callId);
      if (taken === undefined || config === undefined) return;
      // What cannot be given back stays counted: too much, never too little.
      void redisFor(config.url)
        .then((redis) => Promise.all(taken.map(({ key, stamp, amount }) => redis.eval(RELEASE_SCRIPT, 2, ...keysOf(key), stamp, amount))))
        .catch(say);
    },
    look() {
      const config = deps.config();
      if (config === undefined) end();
      else void redisFor(config.url);
    },
    close: end,
  };
}

const keysOf = (key: string): [string, string] => [`${PREFIX}${key}`, `${PREFIX}${key}:amounts`];

function countsOf(charges: readonly LimitCharge[]): Count[] {
  const counts = new Map<string, Count>();
  for (const charge of charges) {
    const known = counts.get(charge.key);
    const least = known === undefined || charge.max < known.charge.max ? charge : known.charge;
    counts.set(charge.key, { charge: least, amount: Math.max(charge.amount, known?.amount ?? 0) });
  }
  return [...counts.values()].filter(({ charge, amount }) => amount > 0 || charge.max === 0);
}

async function within<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no connection within a second')), WAIT_MS))),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
