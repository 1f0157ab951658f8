import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditBench, entry, type Bench } from '../../support/audit-bench.js';

let b: Bench;
beforeEach(() => {
  b = auditBench({ version: '1.2.3' });
  const base = b.clock.nowMs();
  b.audit.open(entry('c1', { atMs: base, client: 'claude', tool: 'read_file', arguments: { path: '/a_b/100%.txt' } }), false);
  b.audit.open(
    entry('c2', {
      atMs: base + 1000,
      client: 'cursor',
      server: 'db',
      tool: 'run_query',
      class: 'execute',
      verdict: 'ask',
      approvalId: 'ap1',
      approvedBy: 'window',
      waitMs: 1500,
      arguments: { sql: 'DROP TABLE x' },
    }),
    false,
  );
  b.audit.open(
    entry('c3', { atMs: base + 2000, verdict: 'deny', enforced: 'refused', code: 'DENIED', tool: 'delete_file', class: 'destructive' }),
    false,
  );
  b.audit.open(entry('c4', { atMs: base + 3000, verdict: 'deny', enforced: 'refused', code: 'LIMITED' }), false);
  b.audit.close('c1', { outcome: 'ok', answerBytes: 12, durationMs: 3.25 });
  b.audit.close('c2', { outcome: 'tool-error', error: 'no such table', durationMs: 10 });
  b.audit.close('c3', { outcome: 'refused' });
  b.audit.close('c4', { outcome: 'refused' });
});
afterEach(() => b.end());

const ids = (filter: Partial<Parameters<Bench['audit']['list']>[0]>): string =>
  b.audit
    .list({ limit: 100, ...filter })
    .map(({ id }) => id)
    .join(' ');

describe('the list', () => {
  it('is newest first and takes every filter', () => {
    const base = b.clock.nowMs();
    expect(ids({})).toBe('c4 c3 c2 c1');
    expect(ids({ limit: 2 })).toBe('c4 c3');
    expect(ids({ beforeSeq: b.audit.show('c3')?.seq ?? 0 })).toBe('c2 c1');
    expect(ids({ client: 'cursor' })).toBe('c2');
    expect(ids({ server: 'db' })).toBe('c2');
    expect(ids({ tool: 'delete_file' })).toBe('c3');
    expect(ids({ verdict: 'deny' })).toBe('c4 c3');
    expect(ids({ outcome: 'ok' })).toBe('c1');
    expect(ids({ sinceMs: base + 1000, untilMs: base + 2000 })).toBe('c3 c2');
  });

  it('finds text in tool, server and arguments, taking no character for a pattern', () => {
    expect(ids({ text: 'drop table' })).toBe('c2');
    expect(ids({ text: 'delete' })).toBe('c3');
    expect(ids({ text: '100%' })).toBe('c1');
    expect(ids({ text: 'a_b' })).toBe('c1');
    expect(ids({ text: 'aXb' })).toBe('');
    expect(ids({ text: '%' })).toBe('c1');
    expect(ids({ text: "' OR 1=1 --" })).toBe('');
    expect(ids({ text: '  ' })).toBe('c4 c3 c2 c1');
  });

  it('shows one record whole, and none that is not there', () => {
    expect(b.audit.show('c2')).toMatchObject({
      approvalId: 'ap1',
      approvedBy: 'window',
      waitMs: 1500,
      outcome: 'tool-error',
      error: 'no such table',
      because: [{ pointer: '/default' }],
    });
    expect(b.audit.show('nope')).toBeUndefined();
  });

  it('counts by verdict and tool', () => {
    expect(b.audit.stats()).toMatchObject({ calls: 4, byVerdict: { allow: 1, ask: 1, deny: 2 } });
    expect(b.audit.stats().byTool[0]).toEqual({ server: 'files', tool: 'read_file', calls: 2 });
    expect(b.audit.stats(b.clock.nowMs() + 2000).calls).toBe(2);
  });
});

describe('activity', () => {
  const sums = (bench: Bench) => {
    const { today, minutes, recent } = bench.audit.activity();
    const sum = (key: 'allowed' | 'asked' | 'limited' | 'denied'): number => minutes.reduce((total, minute) => total + minute[key], 0);
    return {
      today,
      length: minutes.length,
      allowed: sum('allowed'),
      asked: sum('asked'),
      limited: sum('limited'),
      denied: sum('denied'),
      recent: recent.map(({ id, outcome }) => `${id} ${outcome}`),
    };
  };
  const expected = {
    today: { calls: 4, asked: 1, refused: 2 },
    length: 60,
    allowed: 1,
    asked: 1,
    limited: 1,
    denied: 1,
    recent: ['c4 refused', 'c3 refused', 'c2 tool-error', 'c1 ok'],
  };

  it('is the same counted as it happens and read after a restart', () => {
    b.audit.activity();
    b.audit.flush();
    expect(sums(b)).toEqual(expected);
    b = b.restart();
    expect(sums(b)).toEqual(expected);
  });

  it('counts a call once, though its record comes twice, and begins anew the next day', () => {
    b.audit.flush();
    b.audit.activity();
    b.audit.open(entry('c5', { atMs: b.clock.nowMs() }), false);
    b.clock.advance(50);
    expect(sums(b).recent[0]).toBe('c5 open');
    b.audit.close('c5', { outcome: 'ok' });
    b.clock.advance(50);
    expect(sums(b)).toMatchObject({ today: { calls: 5 }, allowed: 2 });
    expect(sums(b).recent[0]).toBe('c5 ok');
    b.clock.advance(86_400_000);
    expect(sums(b)).toMatchObject({ today: { calls: 0 }, allowed: 0 });
  });
});

describe('export', () => {
  it('as JSON lines is the list, oldest first, one record per line whatever stands in it', () => {
    b.audit.open(entry('c5', { arguments: { text: 'a\nb\u2028c\u001b[31m' } }), false);
    const { text, records } = b.audit.export({ limit: 100 }, 'jsonl');
    expect(records).toBe(5);
    expect(text).not.toMatch(/[\u2028\u001b]/);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(b.audit.list({ limit: 100 }).reverse());
  });

  it('as CSV has no cell that a spreadsheet would run, and no line that is not a record', () => {
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '"quoted", and\r\nmore', '\u001b[31mred'];
    for (const [i, tool] of nasty.entries()) b.audit.open(entry(`n${i}`, { tool }), false);
    const { text } = b.audit.export({ limit: 100 }, 'csv');
    const rows = text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + 4 + nasty.length);
    expect(rows.slice(5).map((row) => row.split(',')[7])).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      '\\u0009=1',
      `"' =1"`,
      '"""quoted""',
      '\\u001b[31mred',
    ]);
  });

  it('as OTLP names the spans and attributes of the MCP conventions, without arguments', () => {
    const { text } = b.audit.export({ limit: 100 }, 'otlp');
    const parsed = JSON.parse(text) as {
      resourceSpans: {
        scopeSpans: {
          spans: {
            name: string;
            kind: number;
            traceId: string;
            spanId: string;
            startTimeUnixNano: string;
            endTimeUnixNano: string;
            status: object;
            attributes: { key: string; value: object }[];
          }[];
        }[];
      }[];
    };
    const spans = parsed.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(spans.map(({ name }) => name)).toEqual([
      'tools/call read_file',
      'tools/call run_query',
      'tools/call delete_file',
      'tools/call read_file',
    ]);
    const [first, second, third] = spans;
    expect(first).toMatchObject({
      kind: 2,
      status: {},
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(BigInt(first?.endTimeUnixNano ?? 0) - BigInt(first?.startTimeUnixNano ?? 0)).toBe(3_250_000n);
    expect(second?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'error.type', value: { stringValue: 'tool_error' } },
        { key: 'gen_ai.tool.name', value: { stringValue: 'run_query' } },
        { key: 'toolgate.approval.wait', value: { intValue: '1500' } },
      ]),
    );
    expect(third?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'error.type', value: { stringValue: 'DENIED' } },
        { key: 'toolgate.policy.enforced', value: { stringValue: 'refused' } },
      ]),
    );
    expect(text).not.toContain('DROP TABLE');
  });

  it.each([
    ['tools/call', 'sum', 'tools/call sum', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'sum' }],
    ['prompts/get', 'greet', 'prompts/get greet', { 'gen_ai.prompt.name': 'greet' }],
    ['resources/read', 'file:///a', 'resources/read', { 'mcp.resource.uri': 'file:///a' }],
    ['resources/list', '', 'resources/list', {}],
  ])('as OTLP names %s by what it is about', (method, tool, name, attributes) => {
    b.audit.open(entry('named', { method, tool, atMs: b.clock.nowMs() + 9000 }), false);
    b.audit.close('named', { outcome: 'ok' });
    const { text } = b.audit.export({ limit: 1 }, 'otlp');
    const { spans } = (
      JSON.parse(text) as {
        resourceSpans: [{ scopeSpans: [{ spans: { name: string; attributes: { key: string; value: { stringValue?: string } }[] }[] }] }];
      }
    ).resourceSpans[0].scopeSpans[0];
    const about = /^(?:gen_ai|mcp\.(?!method))/;
    expect(spans.map((span) => span.name)).toEqual([name]);
    expect(
      Object.fromEntries(spans[0]!.attributes.filter(({ key }) => about.test(key)).map(({ key, value }) => [key, value.stringValue])),
    ).toEqual(attributes);
  });
});
