import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { ApplicationChange, ApplicationView, ConnectionView } from '../../shared/model/applications.js';
import type { ServerView } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { serverScript } from '../support/real-servers.js';

const node = process.execPath;
const everything = serverScript('everything');
const memory = serverScript('memory');
const SECRET = 'sk-real-secret-0123456789';

const std = { everything: { command: node, args: [everything], env: { API_KEY: SECRET } } };

/** Files as the applications write them, with what else stands in them. */
const FILES: Readonly<Record<string, { file: string; text: string; servers: (text: string) => Record<string, Record<string, unknown>> }>> =
  {
    'claude-desktop': {
      file: '.config/Claude/claude_desktop_config.json',
      text: JSON.stringify({ globalShortcut: 'Ctrl+Space', mcpServers: std }, undefined, 2),
      servers: (text) => (JSON.parse(text) as { mcpServers: never }).mcpServers,
    },
    'claude-code': {
      file: '.claude.json',
      text: `${JSON.stringify({ numStartups: 41, tipsHistory: { 'new-user-warmup': 3 }, mcpServers: { everything: { type: 'stdio', ...std.everything } }, projects: { '/home/me/code': { allowedTools: [], mcpServers: { memory: { type: 'stdio', command: node, args: [memory], env: {} } } } }, padding: 'x'.repeat(2_000_000) }, undefined, 2)}\n`,
      servers: (text) => {
        const file = JSON.parse(text) as {
          mcpServers: Record<string, never>;
          projects: Record<string, { mcpServers: Record<string, never> }>;
        };
        return { ...file.mcpServers, ...file.projects['/home/me/code']?.mcpServers };
      },
    },
    cursor: {
      file: '.cursor/mcp.json',
      text: `{\r\n\t// mine\r\n\t"mcpServers": ${JSON.stringify(std)},\r\n}\r\n`,
      servers: (text) => (parseJsonc(text, [], { allowTrailingComma: true }) as { mcpServers: never }).mcpServers,
    },
    vscode: {
      file: '.config/Code/User/mcp.json',
      text: `{\n\t"inputs": [],\n\t"servers": {\n\t\t// kept\n\t\t"everything": ${JSON.stringify({ type: 'stdio', ...std.everything })}\n\t}\n}`,
      servers: (text) => (parseJsonc(text) as { servers: never }).servers,
    },
    windsurf: {
      file: '.codeium/windsurf/mcp_config.json',
      text: `\uFEFF${JSON.stringify({ mcpServers: std })}`,
      servers: (text) => (JSON.parse(text.slice(1)) as { mcpServers: never }).mcpServers,
    },
    zed: {
      file: '.config/zed/settings.json',
      text: `// Zed settings\n{\n  "theme": "One Dark",\n  "context_servers": {\n    "everything": ${JSON.stringify(std.everything)}, // all\n  },\n}\n`,
      servers: (text) => (parseJsonc(text, [], { allowTrailingComma: true }) as { context_servers: never }).context_servers,
    },
    codex: {
      file: '.codex/config.toml',
      text: `model = "gpt-5" # best\n\n[mcp_servers.everything]\ncommand = "${node}"\nargs = ["${everything}"]\n\n[mcp_servers.everything.env]\nAPI_KEY = "${SECRET}"\n\n[projects."/home/me"]\ntrust_level = "trusted"\n`,
      servers: (text) => (parseToml(text) as unknown as { mcp_servers: never }).mcp_servers,
    },
    continue: {
      file: '.continue/config.yaml',
      text: `name: Mine\nversion: 1.0.0\nmcpServers:\n  # all of it\n  - name: everything\n    command: ${node}\n    args:\n      - ${everything}\n    env:\n      API_KEY: ${SECRET}\nrules: []\n`,
      servers: (text) =>
        Object.fromEntries((parseYaml(text) as { mcpServers: { name: string }[] }).mcpServers.map((one) => [one.name, one])) as never,
    },
    goose: {
      file: '.config/goose/config.yaml',
      text: `GOOSE_MODEL: x\nextensions:\n  developer: {type: builtin, enabled: true, name: developer}\n  everything:\n    name: everything\n    type: stdio\n    enabled: true\n    cmd: ${node}\n    args: [${everything}]\n    envs: {API_KEY: ${SECRET}}\n    timeout: 300\n`,
      servers: (text) =>
        (({ developer: _developer, ...rest }) => rest)((parseYaml(text) as { extensions: Record<string, never> }).extensions),
    },
    opencode: {
      file: '.config/opencode/opencode.json',
      text: JSON.stringify(
        {
          $schema: 'https://opencode.ai/config.json',
          mcp: { everything: { type: 'local', command: [node, everything], environment: { API_KEY: SECRET }, enabled: true } },
        },
        undefined,
        2,
      ),
      servers: (text) => (JSON.parse(text) as { mcp: never }).mcp,
    },
    amp: {
      file: '.config/amp/settings.json',
      text: JSON.stringify({ 'amp.notifications.enabled': true, 'amp.mcpServers': std }, undefined, 4),
      servers: (text) => (JSON.parse(text) as { 'amp.mcpServers': never })['amp.mcpServers'],
    },
    'gemini-cli': {
      file: '.gemini/settings.json',
      text: JSON.stringify({ theme: 'Default', mcpServers: { everything: { ...std.everything, trust: false } } }, undefined, 2),
      servers: (text) => (JSON.parse(text) as { mcpServers: never }).mcpServers,
    },
  };

describe('twelve applications on one machine', () => {
  let root: string;
  let home: string;
  let dataDir: string;
  let serving: Serving | undefined;
  const path = (id: string): string => join(home, FILES[id]?.file ?? '');
  const cli = (...args: string[]) =>
    run(dataDir, ['--json', ...args, '--home', home], serving === undefined ? {} : { unlock: serving.unlock });

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'applications-')));
    [home, dataDir] = [join(root, 'home'), join(root, 'data')];
    for (const [id, { text }] of Object.entries(FILES)) {
      mkdirSync(dirname(path(id)), { recursive: true });
      writeFileSync(path(id), text);
    }
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  it('are found, connected, used through each of their entries, and released to the byte', async () => {
    const found = (await cli('client', 'discover')).json<ApplicationView[]>();
    expect(
      found
        .filter((one) => one.present && one.servers.length > 0)
        .map((one) => one.id)
        .sort(),
    ).toEqual(Object.keys(FILES).sort());
    expect(JSON.stringify(found)).not.toContain(SECRET);
    for (const id of Object.keys(FILES)) expect(readFileSync(path(id), 'utf8')).toBe(FILES[id]?.text);

    serving = await serve(dataDir);
    for (const id of Object.keys(FILES)) {
      const done = await cli('client', 'connect', id);
      expect(done.err, id).toBe('');
      const change = done.json<ApplicationChange>();
      expect(change.problem ?? '', id).toBe('');
      expect(change, id).toMatchObject({ changed: true, verified: true });
      expect(readFileSync(path(id), 'utf8'), id).not.toContain(SECRET);
      expect(done.out, id).not.toContain(SECRET);
    }
    // One server for all of them: every launch was the same.
    const servers = (await run(dataDir, ['--json', 'server', 'list'])).json<ServerView[]>();
    expect(servers.map((one) => one.name).sort()).toEqual(['everything', 'memory']);
    expect((await cli('client', 'verify')).json<ConnectionView[]>().every((one) => one.state === 'connected')).toBe(true);

    let calls = 0;
    for (const [id, { servers: read }] of Object.entries(FILES))
      for (const [name, entry] of Object.entries(read(readFileSync(path(id), 'utf8')))) {
        const client = await start(entry);
        const { tools } = await client.listTools();
        expect(tools.length, `${id} ${name}`).toBeGreaterThan(3);
        if (name === 'everything') {
          const answer = await client.callTool({ name: 'echo', arguments: { message: id } });
          expect(JSON.stringify(answer.content), id).toContain(id);
          calls++;
        }
        await client.close();
      }
    expect(calls).toBe(Object.keys(FILES).length);
    const records = (await run(dataDir, ['--json', 'audit', 'list', '--limit', '1000'])).json<{ client: string; tool: string }[]>();
    expect([...new Set(records.filter((one) => one.tool === 'echo').map((one) => one.client))].sort()).toEqual(Object.keys(FILES).sort());

    const all = await cli('client', 'disconnect', 'all');
    expect(all.err).toBe('');
    for (const id of Object.keys(FILES)) expect(readFileSync(path(id), 'utf8'), id).toBe(FILES[id]?.text);
    expect((await run(dataDir, ['--json', 'client', 'list'])).json<unknown[]>()).toEqual([]);
  }, 240_000);
});

/** Starts or reaches a server as an application would: from nothing but its own entry. */
async function start(entry: Record<string, unknown>): Promise<Client> {
  const client = new Client({ name: 'application', version: '1' });
  const url = (entry['url'] ?? entry['serverUrl'] ?? entry['httpUrl'] ?? entry['uri']) as string | undefined;
  if (url === undefined) {
    const list = Array.isArray(entry['command'])
      ? (entry['command'] as string[])
      : [(entry['command'] ?? entry['cmd']) as string, ...((entry['args'] ?? []) as string[])];
    await client.connect(new StdioClientTransport({ command: list[0] as string, args: list.slice(1), stderr: 'pipe' }));
    return client;
  }
  const options = entry['requestOptions'] as { headers: Record<string, string> } | undefined;
  const headers = (entry['headers'] ?? entry['http_headers'] ?? options?.headers) as Record<string, string>;
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}
