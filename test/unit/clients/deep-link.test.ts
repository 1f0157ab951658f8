import { describe, expect, it } from 'vitest';
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
