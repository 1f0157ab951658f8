import { isUtf8 } from 'node:buffer';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';
import { afterStandstillMs, standstillMs, type Clock } from '../ports/clock.js';
import type { CancelSignal } from '../ports/cancel.js';
import { giveBack } from '../ports/give-back.js';
import type { Logger } from '../ports/logger.js';
import type { Answer, OwnReply, RequestId, ServerMessage } from '../ports/messages.js';
import type { Passage } from '../ports/corridor.js';
import type { Hop } from '../ports/telemetry.js';
import { AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent, NoAnswer } from '../ports/upstreams.js';
import { createNumbered } from './numbered.js';
import { scanEnvelope } from './scan-envelope.js';
import { enveloped, requestHeaders } from './stateless.js';
import type { Wire, WireEnd, WireSink } from './wire.js';

/** A request that waits for its answer. `by` names who asked: the owning link, or nothing for Toolgate's own requests. */
export interface Waiting<By> {
  readonly id: number;
  readonly by: By | undefined;
  readonly requestKey: string;
  readonly method: string;
}

export interface PeerOptions {
  readonly requestKey?: string;
  readonly timeoutMs: number;
  readonly signal?: CancelSignal | undefined;
  /** what `stringify` makes of the params */
  readonly paramsText?: string | undefined;
  readonly onProgress?: ((params: JsonObject) => void) | undefined;
  readonly onPaused?: ((retryMs: number) => void) | undefined;
  readonly sentAs?: ((id: number) => void) | undefined;
  readonly passage?: Passage | undefined;
}

export interface PeerEvents<By> {
  notified(message: ServerMessage, related: Waiting<By> | undefined): void;
  asked(message: ServerMessage & { readonly id: RequestId }, related: Waiting<By> | undefined, signal: AbortSignal): Promise<OwnReply>;
  noise(bytes: Buffer): void;
  resumed(): void;
  closed(end: WireEnd): void;
}

interface Pending<By> extends Waiting<By> {
  readonly startedMs: number;
  readonly hardEndMs: number;
  readonly timeoutMs: number;
  readonly callerToken: JsonValue | undefined;
  readonly onProgress: ((params: JsonObject) => void) | undefined;
  readonly onPaused: ((retryMs: number) => void) | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: Error) => void;
  readonly signal: CancelSignal | undefined;
  readonly onAbort: () => void;
  /** monotonic; moved on by progress */
  dueMs: number;
}

/** Progress may stretch a call's time limit, never beyond this. */
export const hardMaxMs = 30 * 60_000;
/** requests of one server that may wait for an answer from our side at once */
const maxAsked = 200;
const maxServerMessageDepth = 256;
/** an answer from this size on is given back when it was passed on */
const largeBytes = 64 * 1024;
const once = { once: true } as const;

/**
 * JSON-RPC towards one server over one wire. Gives every request an integer of its own as id (and as progress token, where the caller gave
 * one), matches answers by it without parsing them, and ends each request exactly once: answer, timeout, cancellation or fault.
 * Late, repeated and unknown answers are dropped and counted. INVARIANT: a request is written at most once.
 */
export function createRpcPeer<By>(
  openWire: (sink: WireSink) => Wire,
  events: PeerEvents<By>,
  deps: {
    readonly clock: Clock;
    readonly logger: Logger;
    readonly server: string;
    /** the schema of a tool's arguments, as last listed */
    readonly inputSchema?: (tool: string) => JsonValue | undefined;
    /** what Toolgate says by itself, for telemetry; undefined while that is off */
    readonly own?: (method: string, params: JsonObject | undefined) => Hop | undefined;
  },
) {
  const { clock, logger, server } = deps;
  const pending = createNumbered<Pending<By>>();
  const asked = new Map<string, AbortController>();
  let nextId = 1;
  /** when the timer goes off */
  let lookMs = Infinity;
  let stopTimer: () => void = () => {};
  let ended: WireEnd | undefined;
  let strays = 0;
  let latencyMs: number | undefined;
  /** set where the server speaks the era without a handshake */
  let envelope: JsonObject | undefined;

  const take = (id: number): Pending<By> | undefined => {
    const call = pending.take(id);
    call?.signal?.removeEventListener('abort', call.onAbort);
    return call;
  };
  const stray = (what: string): void => {
    strays += 1;
    logger.info('upstream.answer.dropped', { server, what });
  };

  const sink: WireSink = {
    message(bytes, related) {
      const envelope = scanEnvelope(bytes);
      switch (envelope.kind) {
        case 'response': {
          // INVARIANT: what comes on the stream of one request answers no other
          if (related !== undefined && envelope.id !== related) return stray('on the stream of another request');
          const call = envelope.id === undefined ? undefined : take(envelope.id);
          if (call === undefined)
            return stray(envelope.id === undefined ? 'an id that is not ours' : envelope.id < nextId ? 'late or repeated' : 'unknown');
          // the first words wait for the program to start, or to be downloaded
          if (call.method !== 'initialize') {
            const tookMs = clock.monotonicMs() - call.startedMs;
            latencyMs = latencyMs === undefined ? tookMs : latencyMs * 0.8 + tookMs * 0.2;
          }
          if (!isUtf8(bytes)) return call.reject(new NoAnswer(`the answer of ${server} is not valid text (UTF-8)`));
          const release = bytes.length < largeBytes ? undefined : () => giveBack([bytes]);
          return call.resolve({ bytes, idStart: envelope.idStart, idEnd: envelope.idEnd, kind: envelope.outcome, release });
        }
        case 'message':
          try {
            return receive(bytes, related === undefined ? undefined : pending.get(related));
          } catch (fault) {
            // INVARIANT: whatever one message makes happen in here, the others go on
            logger.error('upstream.message.fault', { server, fault: String(fault) });
            return events.noise(bytes);
          }
        case 'invalid': {
          logger.warn('upstream.message.invalid', { server, why: envelope.why });
          if (envelope.id !== undefined) take(envelope.id)?.reject(new NoAnswer(`the answer of ${server} is no JSON-RPC: ${envelope.why}`));
          return events.noise(bytes);
        }
        case 'noise':
          return events.noise(bytes);
      }
    },
    tooLarge(id, how) {
      const only = pending.size === 1 ? pending.all()[0]?.id : undefined;
      const which = how === 'known' || (id !== undefined && pending.get(id) !== undefined) ? id : only;
      const call = which === undefined ? undefined : take(which);
      logger.warn('upstream.answer.tooLarge', { server, method: call?.method });
      call?.reject(new AnswerTooLarge(`the answer of ${server} was larger than allowed`));
    },
    requestFailed: (id, fault) => take(id)?.reject(fault),
    waits: (id) => pending.get(id) !== undefined,
    others: (id) => pending.size > (id === undefined ? 0 : 1),
    paused: (id, retryMs) => pending.get(id)?.onPaused?.(retryMs),
    noise: (bytes) => events.noise(bytes),
    resumed: () => events.resumed(),
    closed(end) {
      if (ended !== undefined) return;
      ended = end;
      stopTimer();
      for (const { id } of pending.all())
        take(id)?.reject(
          new FateUnknown(`${server} went away before it answered: ${end.problem}. Whether the call was carried out is not known.`),
        );
      for (const controller of asked.values()) controller.abort();
      events.closed(end);
    },
  };
  const wire = openWire(sink);
  const schemaOf = (method: string, params: JsonObject | undefined): JsonValue | undefined =>
    method === 'tools/call' && typeof params?.name === 'string' ? deps.inputSchema?.(params.name) : undefined;

  function receive(bytes: Buffer, related: Pending<By> | undefined): void {
    const parsed = parseStrict(bytes, { maxDepth: maxServerMessageDepth });
    if (!parsed.ok || !isJsonObject(parsed.value)) return events.noise(bytes);
    const { id, method, params } = parsed.value;
    if (typeof method !== 'string' || (params !== undefined && !isJsonObject(params))) return events.noise(bytes);
    if (id === undefined) return receiveNotification({ method, params }, related);
    if (!isAskedId(id)) return events.noise(bytes);
    void answer({ id, method, params }, related);
  }

  function receiveNotification(message: ServerMessage, related: Pending<By> | undefined): void {
    if (message.method === 'notifications/progress') {
      const token = message.params?.progressToken;
      const call = typeof token === 'number' ? pending.get(token) : undefined;
      if (call === undefined || call.callerToken === undefined) return;
      startTimer(call);
      call.onProgress?.({ ...message.params, progressToken: call.callerToken });
      return;
    }
    if (message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      if (isAskedId(id)) asked.get(askedKey(id))?.abort();
      return;
    }
    events.notified(message, related);
  }

  async function answer(message: ServerMessage & { readonly id: RequestId }, related: Pending<By> | undefined): Promise<void> {
    const key = askedKey(message.id);
    const reply = await ((): Promise<OwnReply> | OwnReply => {
      if (message.method === 'ping') return { kind: 'result', result: {} };
      if (asked.has(key)) return { kind: 'error', code: -32600, message: 'a request with this id is already waiting' };
      if (asked.size >= maxAsked) return { kind: 'error', code: -32603, message: 'too many requests are waiting' };
      const controller = new AbortController();
      asked.set(key, controller);
      return events
        .asked(message, related, controller.signal)
        .catch((error: unknown): OwnReply => {
          logger.error('upstream.asked.fault', { server, method: message.method, error: String(error) });
          return { kind: 'error', code: -32603, message: 'the request could not be passed on' };
        })
        .finally(() => asked.delete(key));
    })();
    if (ended !== undefined) return;
    const body: JsonObject =
      reply.kind === 'result'
        ? { result: reply.result }
        : { error: { code: reply.code, message: reply.message, ...(reply.data === undefined ? {} : { data: reply.data }) } };
    try {
      wire.send(stringify({ jsonrpc: '2.0', id: message.id, ...body }), undefined);
    } catch {
      // it is gone; `closed` tells
    }
  }

  /** Gives a call its time from now on, and sees to it that somebody looks then. */
  function startTimer(call: Pending<By>): void {
    const nowMs = clock.monotonicMs();
    call.dueMs = Math.min(nowMs + call.timeoutMs, call.hardEndMs);
    if (call.dueMs < lookMs) lookAt(call.dueMs, nowMs);
  }

  /** One timer for all calls, at the earliest end of one: most are answered long before, and then it finds nothing. */
  function lookAt(atMs: number, nowMs: number): void {
    stopTimer();
    lookMs = atMs;
    stopTimer = clock.after(Math.max(0, atMs - nowMs), lookForLate);
  }

  function lookForLate(): void {
    const nowMs = clock.monotonicMs();
    const stoodStill = nowMs - lookMs > standstillMs;
    lookMs = Infinity;
    let nextMs = Infinity;
    for (const call of pending.all()) {
      if (stoodStill) call.dueMs = Math.max(call.dueMs, nowMs + Math.min(call.timeoutMs, afterStandstillMs));
      if (call.dueMs > nowMs) nextMs = Math.min(nextMs, call.dueMs);
      else if (take(call.id) !== undefined) {
        cancelUpstream(call.id, 'timed out');
        call.reject(new CallTimedOut(`${server} did not answer within ${Math.round((nowMs - call.startedMs) / 1000)} s`));
      }
    }
    if (nextMs < lookMs) lookAt(nextMs, nowMs);
  }

  function cancelUpstream(id: number, reason: string): void {
    tell('notifications/cancelled', { requestId: id, reason });
    wire.forget(id);
  }

  function notify(method: string, params: JsonObject | undefined): void {
    if (ended !== undefined) return;
    try {
      wire.send(stringify(params === undefined ? { jsonrpc: '2.0', method } : { jsonrpc: '2.0', method, params }), undefined);
    } catch {
      // a notification that cannot be delivered changes nothing
    }
  }

  /** a notification of Toolgate's own, where `notify` passes one on */
  function tell(method: string, params: JsonObject | undefined): void {
    const isSent = ended === undefined && (envelope === undefined || wire.stateless === undefined);
    const hop = isSent ? deps.own?.(method, params) : undefined;
    notify(method, hop?.params ?? params);
    hop?.done();
  }

  function request(method: string, params: JsonObject | undefined, options: PeerOptions, by?: By): Promise<Answer> {
    const hop = by === undefined && ended === undefined ? deps.own?.(method, params) : undefined;
    if (hop === undefined) return write(method, params, options, by);
    const answer = write(method, hop.params, { ...options, paramsText: undefined, sentAs: hop.sentAs }, by);
    answer.then(hop.done, (fault: unknown) => hop.done(fault instanceof Error ? fault : new Error(String(fault))));
    return answer;
  }

  function write(method: string, params: JsonObject | undefined, options: PeerOptions, by: By | undefined): Promise<Answer> {
    if (ended !== undefined) return Promise.reject(new NeverSent(`${server} is not running: ${ended.problem}`));
    if (options.signal?.aborted) return Promise.reject(new NeverSent('cancelled before it was sent'));
    const id = nextId++;
    options.sentAs?.(id);
    const meta = params?._meta;
    const callerToken = isJsonObject(meta) ? meta.progressToken : undefined;
    const own = callerToken === undefined ? params : { ...params, _meta: { ...(meta as JsonObject), progressToken: id } };
    const sent = envelope === undefined ? own : enveloped(own, envelope);
    const written = sent === params ? options.paramsText : undefined;
    const text = `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}${sent === undefined ? '' : `,"params":${written ?? stringify(sent)}`}}`;
    return new Promise<Answer>((resolve, reject) => {
      const now = clock.monotonicMs();
      const onAbort = (): void => {
        if (take(id) === undefined) return;
        if (method !== 'initialize') cancelUpstream(id, 'the caller cancelled');
        reject(new CallCancelled('the caller cancelled'));
      };
      // prettier-ignore
      const call: Pending<By> = {
        id, by, requestKey: options.requestKey ?? '', method, startedMs: now, timeoutMs: options.timeoutMs, callerToken, resolve, reject,
        hardEndMs: now + Math.max(options.timeoutMs, hardMaxMs),
        onProgress: options.onProgress,
        onPaused: options.onPaused,
        signal: options.signal,
        onAbort,
        dueMs: Infinity,
      };
      pending.add(call);
      options.signal?.addEventListener('abort', onAbort, once);
      startTimer(call);
      try {
        const headers = envelope === undefined ? undefined : requestHeaders(method, sent, schemaOf(method, sent));
        if (wire.gathers === undefined) options.passage?.leave();
        wire.send(text, id, headers, options.passage);
      } catch (error) {
        take(id);
        reject(error instanceof Error ? error : new NeverSent(String(error)));
      }
    });
  }

  return {
    request,
    notify,
    tell,
    ready: (protocolVersion: string) => wire.ready(protocolVersion),
    /** from here on every request says for itself who asks; `standing` for those that do not */
    speakStateless(standing: JsonObject): void {
      envelope = standing;
      wire.stateless?.(true);
    },
    /** back to the era with a handshake, after a server turned out not to know the other one */
    speakHandshake(): void {
      envelope = undefined;
      wire.stateless?.(false);
    },
    /** whether requests have headers that repeat what they say */
    get mirrors() {
      return envelope !== undefined && wire.stateless !== undefined;
    },
    get isStateless() {
      return envelope !== undefined;
    },
    close: () => wire.close(),
    /** requests in flight, oldest first */
    waiting: (): Iterable<Waiting<By>> => pending.all(),
    get processes() {
      return wire.processes;
    },
    get strays() {
      return strays;
    },
    get latencyMs() {
      return latencyMs;
    },
    get ended() {
      return ended;
    },
  };
}
export type RpcPeer<By> = ReturnType<typeof createRpcPeer<By>>;

const isAskedId = (id: JsonValue | undefined): id is RequestId =>
  typeof id === 'string' || typeof id === 'number' || id instanceof ExactNumber;
const askedKey = (id: RequestId): string => (id instanceof ExactNumber ? `number:${id.digits}` : `${typeof id}:${String(id)}`);
