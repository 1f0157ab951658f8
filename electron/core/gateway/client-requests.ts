import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { CancelSignal } from '../ports/cancel.js';
import { atLimit, type Clock } from '../ports/clock.js';
import { CallCancelled, CallTimedOut } from '../ports/upstreams.js';
import { idKey, isRequestId, type IncomingResponse } from './envelope.js';
import type { RequestId } from '../ports/messages.js';
import { notificationBytes, requestBytes } from './wire.js';

/** Requests of servers to one client: each gets a fresh id and a fresh progress token, and its answer finds the way back. */
export interface ClientRequests {
  /** Sends and waits. Rejects with `CallTimedOut` or `CallCancelled`; the client is told that nobody waits any more. */
  ask(
    server: string,
    method: string,
    params: JsonObject | undefined,
    options: { relatedTo: string | undefined; timeoutMs: number; signal: CancelSignal; sentAs?: ((id: number) => void) | undefined },
  ): Promise<IncomingResponse>;
  /** false: nobody waits for that one */
  answered(response: IncomingResponse): boolean;
  /** the server that a progress notification of the client is for, its own token restored */
  progress(params: JsonObject | undefined): { server: string; params: JsonObject } | undefined;
  end(): void;
}

interface Waiting {
  readonly server: string;
  readonly token: RequestId | undefined;
  readonly settle: (outcome: IncomingResponse | Error) => void;
}

export function createClientRequests(clock: Clock, send: (bytes: Buffer, relatedTo: string | undefined) => void): ClientRequests {
  const waiting = new Map<string, Waiting>();
  let serial = 0;
  return {
    ask(server, method, params, { relatedTo, timeoutMs, signal, sentAs }) {
      const id = ++serial;
      const key = idKey(id);
      const meta = params?.['_meta'];
      const token = isJsonObject(meta) && isRequestId(meta['progressToken']) ? meta['progressToken'] : undefined;
      return new Promise((resolve, reject) => {
        const giveUp = (fault: Error) => {
          if (!waiting.has(key)) return;
          send(notificationBytes('notifications/cancelled', { requestId: id, reason: fault.message }), relatedTo);
          settle(fault);
        };
        const onAbort = () => giveUp(new CallCancelled('cancelled by the server'));
        const stop = atLimit(clock, timeoutMs, () => giveUp(new CallTimedOut('the client did not answer in time')));
        const settle = (outcome: IncomingResponse | Error) => {
          if (!waiting.delete(key)) return;
          stop();
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        waiting.set(key, { server, token, settle });
        if (signal.aborted) return settle(new CallCancelled('cancelled by the server'));
        signal.addEventListener('abort', onAbort);
        sentAs?.(id);
        send(requestBytes(id, method, token === undefined ? params : withToken(params, id)), relatedTo);
      });
    },
    answered(response) {
      const asked = waiting.get(idKey(response.id));
      asked?.settle(response);
      return asked !== undefined;
    },
    progress(params) {
      const id = params?.['progressToken'];
      const request = isRequestId(id) ? waiting.get(idKey(id)) : undefined;
      if (params === undefined || request?.token === undefined) return undefined;
      return { server: request.server, params: copy(params, { progressToken: request.token }) };
    },
    end() {
      for (const { settle } of [...waiting.values()]) settle(new CallCancelled('the client is gone'));
    },
  };
}

const copy = (object: JsonObject, change: JsonObject): JsonObject =>
  Object.assign(Object.create(null) as object, object, change) as JsonObject;

function withToken(params: JsonObject | undefined, progressToken: number): JsonObject {
  const meta = params?.['_meta'];
  return copy(params ?? {}, { _meta: copy(isJsonObject(meta) ? meta : {}, { progressToken }) });
}
