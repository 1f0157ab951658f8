import { describe, expect, it } from 'vitest';
import { renderReport as rendering } from '../../../shared/report/render.js';
import { plainLine, report, type Report } from '../../../shared/report/report.js';
import { atOnce } from '../../../shared/slices.js';

const renderReport = (...of: Parameters<typeof rendering>): string => atOnce(rendering(...of));

const nasty =
  '<script>alert(1)</script> **bold** [x](javascript:alert(1)) | cell ![](https://e.example/p) \u202eevil \u001b[31m "q" \'s\' &amp;';
const made: Report = {
  title: `Report ${nasty}`,
  atMs: Date.UTC(2026, 0, 2, 3, 4),
  version: '1.0.0',
  servers: [
    {
      name: nasty,
      launch: nasty,
      state: 'ready',
      tools: [
        {
          name: 'read_it',
          class: 'read',
          severity: 'low',
          why: ['name says “read”'],
          patterns: [],
          switch: 'allow',
          pin: 'pinned',
          scan: 'clean',
          findings: [],
        },
        {
          name: nasty,
          class: 'destructive',
          severity: 'critical',
          why: [nasty],
          patterns: [],
          switch: 'ask',
          pin: 'quarantined',
          scan: 'poisoned',
          findings: [
            { id: 'secrecy', where: '/description', quote: nasty, says: 'wants something kept from the user', severity: 'critical' },
          ],
        },
      ],
    },
    { name: 'empty', launch: 'x', state: 'idle', tools: [] },
  ],
  stack: {
    combinations: [
      {
        id: 'a',
        title: nasty,
        text: nasty,
        reference: 'https://example.org/',
        answer: nasty,
        path: [{ server: nasty, tool: nasty, label: 'reads private data' }],
        across: true,
        count: 1,
      },
    ],
    shadows: [
      {
        id: 's',
        where: '/name',
        quote: nasty,
        says: nasty,
        severity: 'low',
        server: nasty,
        tool: nasty,
        other: { server: 'a', tool: 'b' },
      },
    ],
  },
};

describe('a report', () => {
  it('as HTML is one page without scripts and addresses, and nothing foreign becomes mark-up', () => {
    const html = renderReport(made, 'html');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|<img|<a |<link|<iframe|\son\w+=|src=|href=/i);
    expect(html).toContain('&#60;script&#62;');
    expect(html).toContain("default-src 'none'");
    expect(html.indexOf('critical')).toBeLessThan(html.indexOf('read_it'));
  });
  it('as Markdown keeps tables whole and takes no mark-up over', () => {
    const lines = renderReport(made, 'md').split('\n');
    for (const row of lines.filter((line) => line.startsWith('| '))) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(9);
    const text = lines.join('\n');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('[x](');
    expect(text).not.toContain('![](');
    expect(text).toContain('Made by Toolgate 1.0.0 on 2026-01-02 03:04 UTC. 2 tools on 2 servers: 1 destructive, 1 read.');
  });
  it('counts in words that fit the number', () => {
    const [first] = made.servers;
    const one = { ...made, servers: first === undefined ? [] : [{ ...first, tools: first.tools.slice(0, 1) }] };
    expect(renderReport(one, 'md')).toContain('1 tool on 1 server:');
    expect(renderReport(one, 'html')).toMatch(/1 tool on 1 server\..* · 1 tool · /s);
    expect(renderReport(made, 'md')).toContain('2 tools on 2 servers:');
  });
  it('as JSON says the same and reads back', () => {
    expect(report.parse(JSON.parse(renderReport(made, 'json')))).toEqual(made);
  });
  it('shows what cannot be seen and lets nothing act on a terminal', () => {
    expect(plainLine('a\u202eb\u001b[31mc\nd')).toBe('a\\u{202e}b\\u{1b}[31mc d');
    expect([...plainLine('😀'.repeat(500))]).toHaveLength(300);
    for (const format of ['md', 'html'] as const) expect(renderReport(made, format)).not.toMatch(/[\u202e\u001b]/);
  });
});
