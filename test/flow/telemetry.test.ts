import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, json, stream } from '../fixtures/servers/http-trickster.js';
import { run, serve } from '../support/cli.js';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.js';
import type { RawAgent } from '../support/raw-agent.js';
import { rig, type Rig } from '../support/serving.js';
import { plainNode } from '../support/runtime.js';
import { until } from '../support/until.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const sent = {
  traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  tracestate: 'rojo=00f067aa0ba902b7',
  baggage: 'userId=alice',
  'x/own': { kept: [1] },
};
const policy = { version: '1', default: 'deny', tools: { echo: { action: 'allow' } } };

let receiver: OtlpReceiver;
let gate: Rig | undefined;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  await gate?.end();
  gate = undefined;
  await receiver.close();
});

const tricks = () =>
  rig(policy, ({ message }, response) => {
    if (message?.method !== 'tools/call') return;
    const given = message.params?.arguments as { log?: true } | undefined;
    if (given?.log) {
      const say = stream(response);
      say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'error', data: 'do-not-tell' } });
      say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      const { progressToken } = message.params?._meta as { progressToken?: number };
      say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: 1, message: 'do-not-tell' } });
      say(answer(message.id, 'plain'));
      response.end();
      return true;
    }
    if (message.params?.name === 'echo' && (message.params.arguments as { fail?: true } | undefined)?.fail)
      return json(response, { jsonrpc: '2.0', id: message.id, result: { content: [], isError: true } });
    return json(response, answer(message.id, 'plain'));
  });
const call = (agent: RawAgent, name: string, args: object, meta?: object) =>
  agent.post(
    JSON.stringify({ jsonrpc: '2.0', id: 'mine-7', method: 'tools/call', params: { name, arguments: args, ...(meta && { _meta: meta }) } }),
  );
const forwarded = () =>
  gate!.upstream.seen.filter(({ message }) => message?.method === 'tools/call').map(({ message }) => message!.params!);
const isOn = (agent: RawAgent) =>
  until('telemetry to be on', async () => {
    await call(agent, 'echo', {});
    return (forwarded().at(-1) as { _meta?: { traceparent?: string } })._meta?.traceparent;
  });

describe('a gate whose telemetry is off', () => {
  it('passes trace context on as it came and invents none', async () => {
    gate = await tricks();
    const agent = await gate.agent();
    await call(agent, 'echo', { a: 1 }, sent);
    await call(agent, 'echo', { a: 1 });
    expect(forwarded()).toEqual([
      { name: 'echo', arguments: { a: 1 }, _meta: sent },
      { name: 'echo', arguments: { a: 1 } },
    ]);
  });
});

describe('a gate that was told of a collector', () => {
  it('sends a span for what it received and one for what it sent on, in the trace of the client, without arguments', async () => {
    gate = await tricks();
    expect((await gate.cli(['telemetry', 'use', receiver.url])).code).toBe(0);
    const agent = await gate.agent();
    await isOn(agent);
    await call(agent, 'echo', { secret: 'do-not-tell' }, sent);
    await call(agent, 'echo', { fail: true });
    await call(agent, 'name-of-a-secret', {});
    const last = forwarded().at(-2) as { arguments: object; _meta: Record<string, string> };
    expect(last).toMatchObject({
      arguments: { secret: 'do-not-tell' },
      _meta: { tracestate: sent.tracestate, baggage: sent.baggage, 'x/own': { kept: [1] } },
    });

    await gate.serving.stop();
    const inTrace = receiver.spans.filter((span) => span.traceId === trace);
    const [server, client] = [2, 3].map((kind) => inTrace.filter((span) => span.kind === kind));
    expect([server?.length, client?.length]).toEqual([1, 1]);
    expect(server?.[0]).toMatchObject({
      name: 'tools/call echo',
      parentSpanId: '00f067aa0ba902b7',
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'echo',
        'jsonrpc.request.id': 'mine-7',
        'mcp.protocol.version': '2025-06-18',
        'network.transport': 'tcp',
        'toolgate.client': 'tester',
        'toolgate.server': 'fake',
        'toolgate.policy.decision': 'allow',
        'toolgate.policy.enforced': 'forwarded',
      },
    });
    expect(server?.[0]?.attributes['mcp.session.id']).toMatch(/^ses_/);
    expect(client?.[0]).toMatchObject({
      name: 'tools/call echo',
      parentSpanId: server?.[0]?.spanId,
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.name': 'echo',
        'server.address': '127.0.0.1',
        'mcp.protocol.version': '2025-11-25',
      },
    });
    expect(last._meta.traceparent).toBe(`00-${trace}-${client?.[0]?.spanId ?? ''}-01`);

    const failed = receiver.spans.filter((span) => span.attributes['error.type'] === 'tool_error');
    expect(failed.map(({ kind, status }) => [kind, status.code]).sort()).toEqual([
      [2, 2],
      [3, 2],
    ]);
    const unknown = receiver.spans.filter((span) => span.attributes['toolgate.policy.enforced'] === 'refused');
    expect(unknown).toMatchObject([{ name: 'tools/call', attributes: { 'rpc.response.status_code': '-32602' } }]);
    expect(unknown[0]?.attributes).not.toHaveProperty('error.type');
    expect(unknown[0]?.attributes).not.toHaveProperty(['gen_ai.tool.name']);

    const metric = (name: string) => receiver.metrics.find((one) => one.name === name);
    expect(metric('mcp.server.operation.duration')).toMatchObject({ unit: 's' });
    expect(metric('mcp.server.operation.duration')?.points[0]?.bounds).toEqual([
      0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
    ]);
    const points = metric('mcp.client.operation.duration')?.points ?? [];
    expect(points.find(({ attributes }) => attributes['error.type'] === 'tool_error')).toMatchObject({
      count: 1,
      attributes: { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'echo' },
    });
    expect(metric('mcp.server.session.duration')?.points[0]?.count).toBe(1);
    for (const body of receiver.bodies) for (const word of ['do-not-tell', 'name-of-a-secret', 'alice']) expect(body).not.toContain(word);
  });

  it('has spans for handshakes and notifications on both sides, under the ids that were sent, and measures the session with the server', async () => {
    gate = await tricks();
    expect((await gate.cli(['telemetry', 'use', receiver.url])).code).toBe(0);
    await isOn(await gate.agent());
    expect((await gate.cli(['server', 'restart', 'fake'])).code).toBe(0);
    const agent = await gate.agent();
    const { text } = await call(agent, 'echo', { log: true }, { ...sent, progressToken: 'mine' });
    const roots = 'notifications/roots/list_changed';
    for (const method of [roots, 'notifications/secret']) await agent.post(JSON.stringify({ jsonrpc: '2.0', method }));
    expect((await gate.cli(['tool', 'set', 'fake', 'echo', 'hide'])).code).toBe(0);
    await until('the notification', () => Promise.resolve(gate!.upstream.seen.some(({ message }) => message?.method === roots)));
    const { seen } = gate.upstream;
    const last = (method: string) => seen.findLast(({ message }) => message?.method === method)?.message;
    await gate.serving.stop();
    const spans = (kind: number, name: string) => receiver.spans.filter((span) => span.kind === kind && span.name === name);

    const called = spans(3, 'tools/call echo').filter(({ traceId }) => traceId === trace);
    expect(called.map(({ attributes }) => attributes['jsonrpc.request.id'])).toEqual([String(last('tools/call')?.id)]);
    const greeted = spans(2, 'initialize').at(-1);
    expect(greeted?.attributes).toMatchObject({
      'jsonrpc.request.id': '1',
      'mcp.protocol.version': '2025-06-18',
      'network.transport': 'tcp',
      'toolgate.client': 'tester',
    });
    const heard = spans(2, 'notifications/initialized').at(-1);
    expect(heard?.attributes['mcp.session.id']).toBe(greeted?.attributes['mcp.session.id']);
    const asked = spans(3, 'initialize').at(-1);
    expect(asked?.attributes).toMatchObject({ 'jsonrpc.request.id': String(last('initialize')?.id), 'toolgate.server': 'fake' });
    expect(last('initialize')?.params).toMatchObject({ _meta: { traceparent: `00-${asked?.traceId ?? ''}-${asked?.spanId ?? ''}-01` } });
    expect(spans(3, 'notifications/initialized').at(-1)?.attributes).not.toHaveProperty(['jsonrpc.request.id']);

    const [passed] = spans(3, roots);
    expect(last(roots)?.params).toEqual({ _meta: { traceparent: `00-${passed?.traceId ?? ''}-${passed?.spanId ?? ''}-01` } });
    expect(passed?.parentSpanId).toBe(spans(2, roots)[0]?.spanId);
    for (const name of ['notifications/message', 'notifications/progress']) {
      const [told] = spans(2, name);
      expect(told).toMatchObject({ traceId: trace, attributes: { 'toolgate.server': 'fake' } });
      const [on, ...more] = spans(3, name);
      expect([on?.parentSpanId, more]).toEqual([told?.spanId, []]);
      expect(text).toContain(`00-${trace}-${on?.spanId ?? 'none'}-01`);
    }
    const lists = 'notifications/tools/list_changed';
    expect(spans(2, lists).map(({ attributes }) => attributes['toolgate.server'])).toEqual(['fake']);
    expect(spans(3, lists).at(-1)?.attributes).toMatchObject({
      'mcp.session.id': greeted?.attributes['mcp.session.id'],
      'mcp.protocol.version': '2025-06-18',
      'toolgate.client': 'tester',
    });
    expect(text).toContain('"progressToken":"mine"');
    for (const body of receiver.bodies) for (const word of ['do-not-tell', 'notifications/secret']) expect(body).not.toContain(word);

    const sessions = receiver.metrics.filter(({ name }) => name === 'mcp.client.session.duration').at(-1);
    expect(sessions).toMatchObject({
      unit: 's',
      points: [
        { count: 2, attributes: { 'mcp.protocol.version': '2025-11-25', 'server.address': '127.0.0.1', 'toolgate.server': 'fake' } },
      ],
    });
    expect(sessions?.points[0]?.attributes).not.toHaveProperty(['error.type']);
  });

  it('goes on when the collector refuses, counts what is lost and says so', async () => {
    gate = await tricks();
    receiver.refuse = true;
    expect((await gate.cli(['telemetry', 'use', receiver.url])).code).toBe(0);
    const agent = await gate.agent();
    await isOn(agent);
    expect((await call(agent, 'echo', {})).text).toContain('plain');
    const shown = await until(
      'the loss to show',
      async () => (await gate!.cli(['--json', 'telemetry', 'show'])).json<{ problem?: string }>().problem,
      20_000,
    );
    expect(shown).toMatch(/cannot be sent to http:\/\/127\.0\.0\.1:\d+ .*[1-9]\d* spans are lost so far/);
    expect((await call(agent, 'echo', {})).text).toContain('plain');
    expect((await gate.cli(['telemetry', 'off'])).code).toBe(0);
    expect((await gate.cli(['--json', 'telemetry', 'show'])).json()).toEqual({ endpoint: null });
    await call(agent, 'echo', {});
    expect(forwarded().at(-1)).toEqual({ name: 'echo', arguments: {} });
  });

  it.each(['ftp://127.0.0.1', 'http://user:secret@127.0.0.1:4318', 'nonsense'])(
    'refuses the address %s and changes nothing',
    async (url) => {
      gate = await tricks();
      const ran = await gate.cli(['telemetry', 'use', url]);
      expect(ran.code).not.toBe(0);
      expect((await gate.cli(['--json', 'telemetry', 'show'])).json()).toEqual({ endpoint: null });
    },
  );
});

describe('the standard variables', () => {
  it('turn it on for serve, and a word against it leaves it off', async () => {
    gate = await tricks();
    await gate.serving.stop();
    const within = async (env: Record<string, string>) => {
      gate!.serving = await serve(gate!.dataDir, [], {
        ...plainNode,
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'my-gate', ...env },
      });
      await until('the list', async () => (await run(gate!.dataDir, ['--json', 'tools'])).json<unknown[]>().length > 0);
      return gate!.agent();
    };
    await call(await within({ OTEL_SDK_DISABLED: 'true' }), 'echo', {});
    expect(forwarded().at(-1)).toEqual({ name: 'echo', arguments: {} });
    await gate.serving.stop();
    expect(receiver.bodies).toEqual([]);

    await isOn(await within({}));
    await gate.serving.stop();
    expect(receiver.spans.length).toBeGreaterThan(0);
    expect(receiver.bodies.join('\n')).toContain('"my-gate"');
  });
});
