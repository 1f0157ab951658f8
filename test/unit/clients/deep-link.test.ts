import { describe, expect, it } from 'vitest';
import { isApplicationLink } from '../../../shared/application-links.js';
import { linkTo } from '../../../electron/core/clients/deep-link.js';
import { bench, TOKEN } from './kit.js';

const entry = { command: '/usr/bin/node', args: ['ä b', '--x=1&2+3'] };

describe('links that add a server to an application', () => {
  it('carry the entry in base64 beside its name, whatever is in it', () => {
    const url = new URL(linkTo({ to: 'cursor://anysphere.cursor-deeplink/mcp/install', form: 'query' }, 'my gate', entry));
    expect([url.protocol, url.host, url.pathname]).toEqual(['cursor:', 'anysphere.cursor-deeplink', '/mcp/install']);
    expect(url.searchParams.get('name')).toBe('my gate');
    expect(JSON.parse(Buffer.from(url.searchParams.get('config') ?? '', 'base64').toString('utf8'))).toEqual(entry);
  });

  it('or are the entry with its name, as JSON', () => {
    const link = linkTo({ to: 'vscode:mcp/install', form: 'json' }, 'toolgate', entry);
    expect(link).toMatch(/^vscode:mcp\/install\?%7B/);
    expect(JSON.parse(decodeURIComponent(link.slice(link.indexOf('?') + 1)))).toEqual({ name: 'toolgate', ...entry });
  });

  // code.visualstudio.com/docs/copilot/guides/mcp-developer-guide, "MCP URL handler": what `code --add-mcp` takes (`{"name", "command", "args"}`,
  // with `type` as in mcp.json), by JSON.stringify and encodeURIComponent behind `vscode:mcp/install?`; `vscode-insiders` for Insiders.
  it.each([
    ['vscode', 'vscode:'],
    ['vscode-insiders', 'vscode-insiders:'],
  ])('have the form that VS Code documents for its handler (%s)', (id, scheme) => {
    const link = bench()
      .clients.discover()
      .flatMap((one) => one.links ?? [])
      .find((one) => one.client === id);
    const asked = {
      name: 'toolgate',
      type: 'stdio',
      command: '/usr/bin/node',
      args: ['/opt/toolgate/toolgate.cjs', 'connect', '--client', id, '--data-dir', '/data'],
    };
    expect(link?.url).toBe(`${scheme}mcp/install?${encodeURIComponent(JSON.stringify(asked))}`);
  });

  it('are shown where an application has them, lead to the bridge, and hold no token', () => {
    const b = bench();
    const links = b.clients.discover().flatMap((one) => one.links ?? []);
    expect(links.map((one) => [one.client, one.url.split('?')[0]])).toEqual([
      ['cursor', 'cursor://anysphere.cursor-deeplink/mcp/install'],
      ['vscode', 'vscode:mcp/install'],
      ['vscode-insiders', 'vscode-insiders:mcp/install'],
      ['vscodium', 'vscodium:mcp/install'],
      ['lm-studio', 'lmstudio://add_mcp'],
    ]);
    const config = new URL(links[0]?.url ?? '').searchParams.get('config') ?? '';
    expect(JSON.parse(Buffer.from(config, 'base64').toString('utf8'))).toEqual({
      command: '/usr/bin/node',
      args: ['/opt/toolgate/toolgate.cjs', 'connect', '--client', 'cursor', '--data-dir', '/data'],
    });
    const plain = links
      .map(({ url }) => decodeURIComponent(url) + Buffer.from(new URL(url).searchParams.get('config') ?? '', 'base64').toString('utf8'))
      .join('\n');
    expect(plain).not.toContain(TOKEN);
    expect(plain).not.toContain('Bearer');
    expect([...b.gate.clients]).toEqual([]);
  });
});

describe('opening a link', () => {
  it('gives the application its token first, opens its own link without it, and nothing else is a link', async () => {
    const first = bench();
    const opened: URL[] = [];
    const b = bench({ roots: { ...first, gate: { ...first.gate, open: (url: URL) => Promise.resolve(opened.push(url) > 0) } } });
    for (const id of ['cursor', 'vscode', 'vscode-insiders', 'vscodium', 'lm-studio'])
      expect(await b.clients.openLink(id)).toMatchObject({ ok: true });
    expect(opened.map((url) => isApplicationLink(url))).toEqual([true, true, true, true, true]);
    expect(opened.map((url) => decodeURIComponent(url.href)).join()).not.toContain(TOKEN);
    expect(first.gate.clients.has('cursor')).toBe(true);
    expect(await b.clients.openLink('zed')).toMatchObject({ ok: false, error: { code: 'NO_LINK' } });
    expect(await first.clients.openLink('cursor')).toMatchObject({ ok: false, error: { code: 'NO_LINK' } });
    for (const url of [
      'vscode:extension/x?y',
      'cursor://anysphere.cursor-deeplink/command?x',
      'file:///bin/sh?x',
      'lmstudio://add_mcp',
      'vscode:mcp/install?a#b',
    ])
      expect(isApplicationLink(new URL(url)), url).toBe(false);
  });
});
