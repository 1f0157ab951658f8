import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { canonical } from '../../../shared/json/canonical.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import { Cancel } from '../ports/cancel.js';
import type { Clock } from '../ports/clock.js';
import type { Forward } from '../ports/corridor.js';
import type { Answer, RequestId } from '../ports/messages.js';
import { CallCancelled, CallTimedOut } from '../ports/upstreams.js';
import type { Exchange } from './channel.js';
import type { ClientRequests } from './client-requests.js';
import type { IncomingResponse } from './envelope.js';
import { ownAnswer } from './wire.js';

/** a parked call waits this long for its client to come back */
const parkedMs = 10 * 60_000;
const maxParked = 200;

interface Question {
  readonly method: string;
  readonly params: JsonObject | undefined;
  readonly settle: (response: IncomingResponse | Error) => void;
}
/** The request of the client that waits for a call just now: the first one, then each retry that takes it up again. */
export interface Carrier {
  readonly exchange: Exchange;
  readonly progressToken: RequestId | undefined;
}
interface Running {
  carrier: Carrier;
  readonly id: string;
  /** of the request that it began with: what the server asks is related to that one, whoever took the call up since */
  readonly requestKey: string;
  readonly binding: string;
  readonly cancel: Cancel;
  readonly questions: Map<string, Question>;
  answer: { readonly ok: Answer } | { readonly fault: unknown } | undefined;
  /** who waits for news of it: one request of the client, or several that came with the same state */
  waiting: (() => void)[];
  stopParked: () => void;
}

/**
 * For a client without a handshake in front of a server with one: when the server asks the client something during a call, the call is parked and
 * the client gets `input_required` with an opaque state; its retry brings the answers and waits on (2026-07-28, multi round-trip requests). The
 * state is sealed (AES-256-GCM under a key of this run) and bound to client, server and call.
 */
export interface Parking {
  /** `requestKey` relates what the server asks to the call; `direct` sends the call itself */
  forward(
    about: {
      readonly client: string;
      readonly server: string;
      readonly method: string;
      readonly requestKey: string;
      readonly call: Carrier;
    },
    direct: Forward,
  ): Forward;
  readonly requests: ClientRequests;
  /** whom what a server says during a call is for, by the `requestKey` that the call began under */
  carrier(requestKey: string): Carrier | undefined;
}

export function createParking(clock: Clock): Parking {
  const key = randomBytes(32);
  const byKey = new Map<string, Running>();
  const byId = new Map<string, Running>();
  let serial = 0;

  function seal(value: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return `toolgate1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }
  function open(state: string): string | undefined {
    const raw = Buffer.from(state.slice('toolgate1.'.length), 'base64url');
    if (raw.length < 29) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, 12));
      decipher.setAuthTag(raw.subarray(12, 28));
      return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  const wake = (running: Running): void => {
    for (const go of running.waiting.splice(0)) go();
  };
  const forget = (running: Running): void => {
    running.stopParked();
    byId.delete(running.id);
    byKey.delete(running.requestKey);
  };

  /** the answer, or the questions of the server as soon as there are some */
  async function next(running: Running, signal: Parameters<Forward>[2]): Promise<Answer> {
    running.stopParked();
    const onAbort = (): void => running.cancel.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (running.answer === undefined && running.questions.size === 0)
        await new Promise<void>((resolve) => running.waiting.push(resolve));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    if (running.answer !== undefined) {
      forget(running);
      if ('fault' in running.answer) throw running.answer.fault;
      return running.answer.ok;
    }
    running.stopParked();
    running.stopParked = clock.after(parkedMs, () => {
      running.cancel.abort();
      forget(running);
    });
    const inputRequests = Object.fromEntries(
      [...running.questions].map(([name, { method, params }]) => [name, { method, params: params ?? {} }]),
    );
    return ownAnswer('result', stringify({ resultType: 'input_required', inputRequests, requestState: seal(running.id) } as JsonObject));
  }

  return {
    forward:
      ({ client, server, method, requestKey, call }, direct) =>
      async (params, timeoutMs, signal) => {
        const binding = bindingOf(client, server, method, params);
        const { requestState, inputResponses } = params;
        if (typeof requestState === 'string' && requestState.startsWith('toolgate1.')) {
          const id = open(requestState);
          const parked = id === undefined ? undefined : byId.get(id);
          if (parked === undefined || parked.binding !== binding)
            return ownAnswer(
              'error',
              '{"code":-32602,"message":"Invalid params: this requestState belongs to no call that waits. Make the call again without it."}',
            );
          parked.carrier = call;
          for (const [name, question] of [...parked.questions]) {
            const response: JsonValue | undefined =
              isJsonObject(inputResponses) && Object.hasOwn(inputResponses, name) ? inputResponses[name] : undefined;
            if (isJsonObject(response)) question.settle({ kind: 'response', id: name, result: response, error: undefined });
          }
          return next(parked, signal);
        }
        if (byId.size >= maxParked) return direct(params, timeoutMs, signal);
        const running: Running = {
          carrier: call,
          id: `parked${++serial}`,
          requestKey,
          binding,
          cancel: new Cancel(),
          questions: new Map(),
          answer: undefined,
          waiting: [],
          stopParked: () => {},
        };
        byId.set(running.id, running);
        byKey.set(requestKey, running);
        void direct(params, timeoutMs, running.cancel.signal).then(
          (ok) => {
            running.answer = { ok };
            wake(running);
          },
          (fault: unknown) => {
            running.answer = { fault };
            wake(running);
          },
        );
        return next(running, signal);
      },

    carrier: (requestKey) => byKey.get(requestKey)?.carrier,

    requests: {
      ask: (server, method, params, { relatedTo, timeoutMs, signal }) =>
        new Promise((resolve, reject) => {
          const running = relatedTo === undefined ? undefined : byKey.get(relatedTo);
          if (running === undefined)
            return reject(new CallCancelled(`${server} asked outside of a call, where this client cannot be asked`));
          const name = `${method.replace(/\W+/g, '_')}_${++serial}`;
          const settle = (response: IncomingResponse | Error): void => {
            if (!running.questions.delete(name)) return;
            stop();
            signal.removeEventListener('abort', onAbort);
            if (response instanceof Error) reject(response);
            else resolve(response);
          };
          const onAbort = (): void => settle(new CallCancelled('cancelled by the server'));
          const stop = clock.after(Math.max(timeoutMs, parkedMs), () => settle(new CallTimedOut('the client did not answer in time')));
          running.questions.set(name, { method, params, settle });
          if (signal.aborted) return onAbort();
          signal.addEventListener('abort', onAbort);
          wake(running);
        }),
      answered: () => false,
      progress: () => undefined,
      end() {
        for (const running of [...byId.values()]) {
          running.cancel.abort();
          for (const { settle } of [...running.questions.values()]) settle(new CallCancelled('the client is gone'));
          forget(running);
        }
      },
    },
  };
}

function bindingOf(client: string, server: string, method: string, params: JsonObject): string {
  const { inputResponses: _responses, requestState: _state, _meta, ...call } = params;
  return createHash('sha256')
    .update(canonical([client, server, method, call]))
    .digest('base64');
}
