import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/commands/contract.js';
import { bench } from './kit.js';

describe('discovering', () => {
  it('lists id, name, presence, files and servers of every application of another home folder, names of secrets only, and changes nothing', () => {
    const b = bench();
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'clients-home-')));
    const text = '{"mcpServers":{"gh":{"command":"npx","args":["-y","x"],"env":{"TOK":"secretvalue1"}}}}';
    mkdirSync(join(home, '.cursor'));
    writeFileSync(join(home, '.cursor/mcp.json'), text);
    const found = contract['client.discover'].output.parse(b.clients.discover(home));
    expect(found.filter((one) => one.present)).toMatchObject([
      {
        id: 'cursor',
        name: 'Cursor',
        present: true,
        files: [join(home, '.cursor/mcp.json')],
        servers: [{ name: 'gh', launch: 'npx -y x', envNames: ['TOK'], hasSecrets: true, gate: false }],
      },
    ]);
    for (const one of found) expect(Object.keys(one)).toEqual(expect.arrayContaining(['id', 'name', 'present', 'files', 'servers']));
    expect(JSON.stringify(found)).not.toContain('secretvalue1');
    expect(readFileSync(join(home, '.cursor/mcp.json'), 'utf8')).toBe(text);
    expect([readdirSync(home), readdirSync(join(home, '.cursor')), readdirSync(b.dataDir)]).toEqual([['.cursor'], ['mcp.json'], []]);
  });
});
