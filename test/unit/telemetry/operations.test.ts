import { SpanKind, type Tracer } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import type { CallReply } from '../../../electron/core/ports/corridor.js';
import type { Answer } from '../../../electron/core/ports/messages.js';
import type { ReceivedRequest } from '../../../electron/core/ports/telemetry.js';
import {
  AccessRefused,
  AnswerTooLarge,
  CallCancelled,
  CallTimedOut,
  FateUnknown,
  NeverSent,
  NoAnswer,
} from '../../../electron/core/ports/upstreams.js';
import { countingProcessor, MAX_WAITING, tellingExporter } from '../../../electron/core/telemetry/drop-count.js';
import { createOperations } from '../../../electron/core/telemetry/operations.js';

const spanId = '00f067aa0ba902b7';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const to = { server: 'one', method: 'tools/call', protocolVersion: '2025-11-25' };
const answered = (text: string, kind: Answer['kind'] = 'result'): Answer => ({ bytes: Buffer.from(text), idStart: 0, idEnd: 0, kind });

function operations({ tracer }: { tracer?: Tracer } = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const faults: unknown[] = [];
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] });
  const telemetry = createOperations({
    tracer: tracer ?? provider.getTracer('test'),
    meter: meters.getMeter('test'),
    monotonicMs: () => 0,
    isToolError: (answer) => answer.bytes.includes('isError'),
    place: (server) => ({ http: server === 'far' }),
    faulty: (fault) => faults.push(fault),
  });
  const received = (more: Partial<ReceivedRequest> = {}) =>
    telemetry.received({
      client: 'anna',
      session: 's1',
      protocolVersion: '2025-11-25',
      transport: 'http',
      method: 'tools/call',
      params: {},
      id: 1,
      ...more,
    });
  const points = async (name: string) => {
    await meters.forceFlush();
    const [resource] = measured.getMetrics();
    const metrics = resource?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? [];
    return metrics.filter(({ descriptor }) => descriptor.name === name).flatMap(({ dataPoints }): unknown[] => dataPoints);
  };
  return { telemetry, received, faults, points, spans: () => exporter.getFinishedSpans() };
}

const metaOf = (params: JsonObject | undefined): JsonObject => params?.['_meta'] as JsonObject;

describe('trace context', () => {
  it.each([
    ['a sampled parent', { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'a=1' }, { trace: traceId, flags: '01', state: 'a=1' }],
    ['a parent that is not sampled', { traceparent: `00-${traceId}-${spanId}-00` }, { trace: traceId, flags: '00', state: undefined }],
    ['no parent', {}, { trace: undefined, flags: '01', state: undefined }],
    [
      'a broken parent, whose state goes too',
      { traceparent: 'junk', tracestate: 'a=1' },
      { trace: undefined, flags: '01', state: undefined },
    ],
    ['a parent that is no text', { traceparent: 7 }, { trace: undefined, flags: '01', state: undefined }],
    ['a parent of zeros', { traceparent: `00-${'0'.repeat(32)}-${spanId}-01` }, { trace: undefined, flags: '01', state: undefined }],
  ] as [string, JsonObject, { trace: string | undefined; flags: string; state: string | undefined }][])(
    'of a hop goes on from %s',
    (_what, given, expected) => {
      const { received } = operations();
      const params: JsonObject = Object.freeze({ name: 'x', _meta: Object.freeze({ ...given, baggage: 'k=v', progressToken: 1 }) });
      const sent = received({ params }).sending(to, params).params;
      const [, inTrace, span, flags] = String(metaOf(sent)['traceparent']).split('-');
      expect(sent).toMatchObject({ name: 'x', _meta: { baggage: 'k=v', progressToken: 1 } });
      expect(span).not.toBe(spanId);
      expect(flags).toBe(expected.flags);
      if (expected.trace === undefined) expect(inTrace).not.toBe(traceId);
      else expect(inTrace).toBe(expected.trace);
      expect(metaOf(sent)['tracestate']).toBe(expected.state);
    },
  );

  it('of a question that a server asks belongs to the call during which it asks', () => {
    const { received, spans } = operations();
    const call = received({ params: { _meta: { traceparent: `00-${traceId}-${spanId}-01` } } });
    const question = received({ method: 'sampling/createMessage', from: 'one', during: call });
    const hop = question.sending({ server: 'one', method: 'sampling/createMessage', protocolVersion: '2025-11-25' }, {});
    hop.done(answered('{}'));
    question.finished({ kind: 'result', result: {} });
    call.finished({ kind: 'result', result: {} });
    expect(spans().map(({ kind, name }) => [kind, name])).toEqual([
      [SpanKind.CLIENT, 'sampling/createMessage'],
      [SpanKind.SERVER, 'sampling/createMessage'],
      [SpanKind.SERVER, 'tools/call'],
    ]);
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(spans()[1]?.parentSpanContext?.spanId).toBe(spans()[2]?.spanContext().spanId);
  });
});

describe('what is sent', () => {
  it('has the id that it went out under, the last one where it went out again, and none before it did', () => {
    const { received, spans } = operations();
    const hop = received().sending(to, {});
    hop.sentAs(7);
    hop.sentAs(9);
    hop.done(answered('{}'));
    received().sending(to, {}).done(new NeverSent());
    expect(spans().map(({ attributes }) => attributes['jsonrpc.request.id'])).toEqual(['9', undefined]);
  });

  it('says how either side is reached, and the address of who asks only over HTTP and of the client', () => {
    const { received, spans } = operations();
    const http = { 'network.transport': 'tcp', 'network.protocol.name': 'http', 'network.protocol.version': '1.1' };
    for (const more of [{}, { transport: 'local' as const }, { from: 'far' }]) {
      const operation = received(more);
      operation.sending({ ...to, server: 'far' }, {}).done(answered('{}'));
      operation.finished();
    }
    const [asked, , , , , fromServer] = spans().map(({ attributes }) => attributes);
    expect(spans().map(({ kind, attributes }) => [kind, attributes['network.protocol.version'], attributes['client.address']])).toEqual([
      [SpanKind.CLIENT, '1.1', undefined],
      [SpanKind.SERVER, '1.1', '127.0.0.1'],
      [SpanKind.CLIENT, '1.1', undefined],
      [SpanKind.SERVER, undefined, undefined],
      [SpanKind.CLIENT, '1.1', undefined],
      [SpanKind.SERVER, '1.1', undefined],
    ]);
    expect(asked).toMatchObject(http);
    expect(fromServer).toMatchObject(http);
  });

  it('by the gate itself is a span of its own, in a trace of its own', () => {
    const { telemetry, spans } = operations();
    const hop = telemetry.sending({ server: 'one', method: 'initialize', protocolVersion: undefined }, { protocolVersion: '2025-11-25' });
    hop.sentAs(1);
    hop.done(answered('{}'));
    expect(hop.params).toMatchObject({ protocolVersion: '2025-11-25', _meta: { traceparent: expect.stringMatching(/^00-/) as string } });
    expect(spans()).toMatchObject([
      { kind: SpanKind.CLIENT, name: 'initialize', attributes: { 'jsonrpc.request.id': '1', 'network.transport': 'pipe' } },
    ]);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
  });
});

describe('a notification', () => {
  it('has a span for its arrival and one for each server it goes on to, no ids, and no params where it had none', async () => {
    const { received, spans, points } = operations();
    const method = 'notifications/roots/list_changed';
    const operation = received({ method, id: undefined, params: undefined });
    for (const server of ['one', 'two']) operation.sending({ ...to, server, method }, undefined).done();
    operation.finished();
    expect(spans().map(({ kind, name, status }) => [kind, name, status.code])).toEqual([
      [SpanKind.CLIENT, method, 0],
      [SpanKind.CLIENT, method, 0],
      [SpanKind.SERVER, method, 0],
    ]);
    for (const { attributes } of spans()) expect(attributes).not.toHaveProperty(['jsonrpc.request.id']);
    expect(await points('mcp.client.operation.duration')).toHaveLength(2);
    expect(await points('mcp.server.operation.duration')).toMatchObject([{ attributes: { 'mcp.method.name': method } }]);
  });
});

describe('a list that changed', () => {
  const method = 'notifications/tools/list_changed';
  it('has a span for the server that says so and one for each client that is told, each in a trace of its own', async () => {
    const { telemetry, spans, points } = operations();
    telemetry.heard({ server: 'far', method, protocolVersion: '2025-11-25' });
    const told = { client: 'anna', session: 's1', protocolVersion: '2025-06-18', transport: 'local' as const };
    telemetry.told(told, method);
    telemetry.told({ ...told, session: undefined, transport: 'http' }, method);
    const shared = { 'mcp.method.name': method };
    const [heard, local, http] = spans();
    expect(spans().map(({ kind, name, parentSpanContext }) => [kind, name, parentSpanContext])).toEqual([
      [SpanKind.SERVER, method, undefined],
      [SpanKind.CLIENT, method, undefined],
      [SpanKind.CLIENT, method, undefined],
    ]);
    expect(heard?.attributes).toMatchObject({ ...shared, 'toolgate.server': 'far', 'network.transport': 'tcp' });
    expect(local?.attributes).toMatchObject({ ...shared, 'toolgate.client': 'anna', 'mcp.session.id': 's1', 'network.transport': 'pipe' });
    expect(http?.attributes).toMatchObject({ ...shared, 'mcp.protocol.version': '2025-06-18', 'network.transport': 'tcp' });
    expect(http?.attributes).not.toHaveProperty(['mcp.session.id']);
    expect(await points('mcp.server.operation.duration')).toHaveLength(1);
    expect(await points('mcp.client.operation.duration')).toHaveLength(2);
  });
});

describe('a session with a server', () => {
  it.each([
    [undefined, undefined],
    [new FateUnknown('secret'), 'connection_lost'],
    [new AccessRefused('secret'), 'access_refused'],
  ])('that ended with %s is measured', async (fault, type) => {
    const { telemetry, points } = operations();
    telemetry.serverSessionEnded({ server: 'one', protocolVersion: '2025-11-25' }, 2500, fault);
    expect(await points('mcp.client.session.duration')).toMatchObject([
      {
        value: { count: 1, sum: 2.5 },
        attributes: {
          'mcp.protocol.version': '2025-11-25',
          'network.transport': 'pipe',
          'toolgate.server': 'one',
          ...(type === undefined ? {} : { 'error.type': type }),
        },
      },
    ]);
  });
});

describe('the end of an operation', () => {
  it.each([
    ['a result', answered('{"result":{}}'), undefined, undefined],
    ['an error of the server', answered('{"error":{"code":-32603,"message":"secret"}}', 'error'), '-32603', '-32603'],
    ['an error that cannot be read', answered('{"error":', 'error'), '_OTHER', undefined],
    ['a tool that failed', answered('{"result":{"isError":true}}'), 'tool_error', undefined],
    ['a time limit', new CallTimedOut(), 'timeout', undefined],
    ['a caller that cancelled', new CallCancelled(), 'cancelled', undefined],
    ['too large an answer', new AnswerTooLarge(), 'answer_too_large', undefined],
    ['a server that is down', new NeverSent(), 'unavailable', undefined],
    ['a server that refused the credentials', new AccessRefused(), 'access_refused', undefined],
    ['a server that said nothing of use', new NoAnswer(), 'no_answer', undefined],
    ['a server that went away', new FateUnknown(), 'connection_lost', undefined],
    ['anything else', new TypeError('secret'), '_OTHER', undefined],
  ] as [string, Answer | Error, string | undefined, string | undefined][])(
    'is told for %s, without its words',
    (_what, outcome, type, code) => {
      const { received, spans } = operations();
      received().sending(to, {}).done(outcome);
      expect(spans()[0]?.attributes['error.type']).toBe(type);
      expect(spans()[0]?.attributes['rpc.response.status_code']).toBe(code);
      expect(JSON.stringify([spans()[0]?.attributes, spans()[0]?.status, spans()[0]?.events])).not.toContain('secret');
    },
  );

  it('is no error of the gate where the caller was mistaken', () => {
    const { received, spans } = operations();
    const reply: CallReply = { kind: 'error', code: -32602, message: 'Unknown tool: secret' };
    received().finished(reply);
    expect(spans()[0]?.attributes).toMatchObject({ 'rpc.response.status_code': '-32602' });
    expect(spans()[0]?.attributes).not.toHaveProperty(['error.type']);
  });
});

describe('a fault in telemetry', () => {
  it('is reported, and the call goes on with the params it came with', () => {
    const broken = {
      startSpan: () => {
        throw new Error('broken');
      },
      startActiveSpan: () => undefined,
    } as unknown as Tracer;
    const { telemetry, received, faults } = operations({ tracer: broken });
    const params: JsonObject = { name: 'x' };
    const operation = received();
    const hop = operation.sending(to, params);
    expect(hop.params).toBe(params);
    hop.done(new Error('gone'));
    operation.finished({ kind: 'result', result: {} });
    expect(faults).toHaveLength(1);
    expect(telemetry.sending(to, undefined).params).toBeUndefined();
    expect(faults).toHaveLength(2);
  });
});

describe('spans on their way to the collector', () => {
  const span = new TracerProvider().getTracer('t').startSpan('x') as never;

  it('wait in a queue with an end, and those on top are counted', () => {
    let dropped = 0;
    let taken = 0;
    const idle = { onStart() {}, onEnd: () => void taken++, forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
    let leave: (spans: number) => void = () => {};
    const processor = countingProcessor(
      (left) => {
        leave = left;
        return idle;
      },
      (more) => (dropped += more),
    );
    for (let i = 0; i < MAX_WAITING + 5; i++) processor.onEnd(span);
    expect([taken, dropped]).toEqual([MAX_WAITING, 5]);
    leave(1);
    processor.onEnd(span);
    processor.onEnd(span);
    expect([taken, dropped]).toEqual([MAX_WAITING + 1, 6]);
  });

  it('are counted when the collector does not take them, and what went well is told too', () => {
    const news: [number, string | undefined][] = [];
    let code = 1;
    const exporter = tellingExporter(
      { export: (_spans, done) => done({ code, error: new Error('down') }), shutdown: () => Promise.resolve() },
      () => {},
      (dropped, problem) => news.push([dropped, problem]),
    );
    exporter.export([span, span], () => {});
    code = 0;
    exporter.export([span], () => {});
    expect(news).toEqual([
      [2, 'down'],
      [0, undefined],
    ]);
  });
});
