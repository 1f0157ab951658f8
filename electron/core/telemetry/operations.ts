import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Histogram,
  type Meter,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { JsonObject } from '../../../shared/json/json.js';
import { ExactNumber } from '../../../shared/json/json.js';
import type { Answer } from '../ports/messages.js';
import type { DecidedCall, Destination, Hop, Operation, ReceivedRequest, Telemetry } from '../ports/telemetry.js';
import { asReceiver, BUCKETS, endingOf, network, ofDecision, ofEnding, ofMethod, ofSession, ofTarget, type Ending } from './attributes.js';
import { contextIn, paramsWithin } from './trace-context.js';

export interface OperationsDeps {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly monotonicMs: () => number;
  readonly isToolError: (answer: Answer) => boolean;
  /** where a server is; `host` for HTTP */
  readonly place: (server: string) => { readonly http: boolean; readonly host?: string; readonly port?: number };
  readonly faulty: (fault: unknown) => void;
}

const contexts = new WeakMap<Operation, Context>();

/**
 * A SERVER span for each request and notification the gate receives and a CLIENT span under it for each it sends on (a call that is refused has
 * none) or, without a parent, sends to a server by itself, with the duration metrics of the conventions. INVARIANT: a fault in here is reported and
 * changes nothing for the call.
 */
export function createOperations(deps: OperationsDeps): Telemetry {
  const histogram = (name: string, description: string): Histogram =>
    deps.meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: BUCKETS } });
  const asServer = histogram('mcp.server.operation.duration', 'MCP request or notification duration as observed on the receiver');
  const asClient = histogram('mcp.client.operation.duration', 'MCP request or notification duration as observed on the sender');
  const sessions = histogram('mcp.server.session.duration', 'The duration of the MCP session as observed on the MCP server');
  const serverSessions = histogram('mcp.client.session.duration', 'The duration of the MCP session as observed on the MCP client');

  /** starts a span and its clock; the returned function ends both, once */
  function start(kind: SpanKind, method: string, attributes: Attributes, parent: Context, into: Histogram) {
    const span = deps.tracer.startSpan(method, { kind, attributes: { ...ofMethod(method), ...attributes } }, parent);
    const startedMs = deps.monotonicMs();
    let over = false;
    return {
      span,
      end(ending: Ending, measured: Attributes): void {
        if (over) return;
        over = true;
        const how = ofEnding(ending);
        span.setAttributes(how);
        if (ending.type !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        into.record((deps.monotonicMs() - startedMs) / 1000, { ...ofMethod(method), ...measured, ...how });
      },
    };
  }

  const guard = (run: () => void): void => {
    try {
      run();
    } catch (fault) {
      deps.faulty(fault);
    }
  };

  function received(request: ReceivedRequest): Operation {
    const { method, params, id, client, session, from, during } = request;
    const sent = contextIn(params);
    const parent = trace.getSpanContext(sent) === undefined ? ((during && contexts.get(during)) ?? ROOT_CONTEXT) : sent;
    const way = from === undefined ? ofSession(request) : network(deps.place(from).http);
    const one = start(
      SpanKind.SERVER,
      method,
      {
        ...way,
        ...(id === undefined ? {} : { 'jsonrpc.request.id': idText(id) }),
        ...(session === undefined ? {} : { 'mcp.session.id': session }),
        // the gate listens on no other one
        ...(from === undefined && request.transport === 'http' ? { 'client.address': '127.0.0.1' } : {}),
        'toolgate.client': client,
        ...(from === undefined ? {} : { 'toolgate.server': from }),
      },
      parent,
      asServer,
    );
    const context = trace.setSpan(ROOT_CONTEXT, one.span);
    let decision: DecidedCall | undefined;
    const operation: Operation = {
      decided: (what) =>
        guard(() => {
          decision = what;
          one.span.setAttributes({ ...ofDecision(what), ...ofTarget(method, what) });
          name(one.span, method, what);
        }),
      sending(to, given) {
        try {
          return hop(to, given, context, decision, from === undefined ? deps.place(to.server) : { http: request.transport === 'http' });
        } catch (fault) {
          deps.faulty(fault);
          return unseen(given);
        }
      },
      finished: (reply) =>
        guard(() =>
          one.end(asReceiver(endingOf(reply, deps.isToolError)), {
            ...way,
            ...(decision === undefined
              ? {}
              : { ...ofTarget(method, decision), 'toolgate.server': decision.server, 'toolgate.policy.enforced': decision.enforced }),
          }),
        ),
    };
    contexts.set(operation, context);
    return operation;
  }

  function hop(
    to: Destination,
    params: JsonObject | undefined,
    parent: Context,
    decision: DecidedCall | undefined,
    place: ReturnType<OperationsDeps['place']>,
  ): Hop {
    const target = decision?.server === to.server ? ofTarget(to.method, decision) : {};
    const shared: Attributes = { ...target, ...ofPeer(to, place) };
    const one = start(SpanKind.CLIENT, to.method, shared, parent, asClient);
    if (decision?.server === to.server) name(one.span, to.method, decision);
    return {
      params: paramsWithin(one.span, params),
      sentAs: (id) => guard(() => one.span.setAttribute('jsonrpc.request.id', String(id))),
      done: (outcome) => guard(() => one.end(endingOf(outcome, deps.isToolError), shared)),
    };
  }

  return {
    received(request) {
      try {
        return received(request);
      } catch (fault) {
        deps.faulty(fault);
        return silent;
      }
    },
    sending(to, params) {
      try {
        return hop(to, params, ROOT_CONTEXT, undefined, deps.place(to.server));
      } catch (fault) {
        deps.faulty(fault);
        return unseen(params);
      }
    },
    heard: ({ server, method, protocolVersion }) =>
      guard(() => {
        const way = network(deps.place(server).http);
        const version = typeof protocolVersion === 'string' ? { 'mcp.protocol.version': protocolVersion } : {};
        start(SpanKind.SERVER, method, { ...way, ...version, 'toolgate.server': server }, ROOT_CONTEXT, asServer).end({}, way);
      }),
    told: (to, method) =>
      guard(() => {
        const session = to.session === undefined ? {} : { 'mcp.session.id': to.session };
        start(SpanKind.CLIENT, method, { ...ofSession(to), ...session, 'toolgate.client': to.client }, ROOT_CONTEXT, asClient).end(
          {},
          ofSession(to),
        );
      }),
    sessionEnded: (session, lastedMs) => guard(() => sessions.record(lastedMs / 1000, ofSession(session))),
    serverSessionEnded: (session, lastedMs, fault) =>
      guard(() => {
        const how = ofEnding(endingOf(fault, deps.isToolError));
        serverSessions.record(lastedMs / 1000, { ...ofPeer(session, deps.place(session.server)), ...how });
      }),
  };
}

const unseen = (params: JsonObject | undefined): Hop => ({ params, sentAs() {}, done() {} });
const silent: Operation = { decided() {}, sending: (_to, params) => unseen(params), finished() {} };

/** who is at the other end of a hop, and how it is reached */
const ofPeer = (
  { server, protocolVersion }: Pick<Destination, 'server' | 'protocolVersion'>,
  { http, host, port }: ReturnType<OperationsDeps['place']>,
): Attributes => ({
  ...network(http),
  ...(typeof protocolVersion === 'string' ? { 'mcp.protocol.version': protocolVersion } : {}),
  ...(host === undefined ? {} : { 'server.address': host, ...(port === undefined ? {} : { 'server.port': port }) }),
  'toolgate.server': server,
});

function name(span: Span, method: string, what: DecidedCall): void {
  const [target] = Object.values(ofTarget(method, what));
  if (typeof target === 'string') span.updateName(`${method} ${target}`);
}

const idText = (id: NonNullable<ReceivedRequest['id']>): string => (id instanceof ExactNumber ? id.digits : String(id)).slice(0, 128);
