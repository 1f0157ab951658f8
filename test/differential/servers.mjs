import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Real servers from npm that run without network and credentials, at exact versions. `bin`: which of the package's programs; `calls`: what is asked of its tools. */
const known = {
  everything: {
    package: '@modelcontextprotocol/server-everything',
    calls: [
      { tool: 'echo', arguments: { message: 'é "quoted" \u2028 \u{1F600} \\' } },
      { tool: 'get-sum', arguments: { a: 1.5, b: -3 } },
      { tool: 'get-tiny-image', arguments: {} },
      { tool: 'get-structured-content', arguments: { location: 'New York' } },
      { tool: 'get-annotated-message', arguments: { messageType: 'error', includeImage: true } },
      { tool: 'get-resource-links', arguments: { count: 3 } },
    ],
  },
  filesystem: {
    package: '@modelcontextprotocol/server-filesystem',
    args: (folder) => [folder],
    calls: [
      { tool: 'read_text_file', arguments: { path: 'FOLDER/a.txt' } },
      { tool: 'list_directory', arguments: { path: 'FOLDER' } },
      { tool: 'directory_tree', arguments: { path: 'FOLDER' } },
      { tool: 'read_text_file', arguments: { path: '/etc/passwd' } },
      { tool: 'write_file', arguments: { path: 'FOLDER/b.txt', content: 'ä\n' } },
      { tool: 'edit_file', arguments: { path: 'FOLDER/b.txt', edits: [{ oldText: 'ä', newText: 'ö' }] } },
      { tool: 'search_files', arguments: { path: 'FOLDER', pattern: '*.txt' } },
    ],
  },
  memory: {
    package: '@modelcontextprotocol/server-memory',
    env: (folder) => ({ MEMORY_FILE_PATH: join(folder, 'memory.jsonl') }),
    calls: [
      { tool: 'create_entities', arguments: { entities: [{ name: 'é', entityType: 'letter', observations: ['accent'] }] } },
      { tool: 'read_graph', arguments: {} },
      { tool: 'search_nodes', arguments: { query: 'accent' } },
      { tool: 'delete_entities', arguments: { entityNames: ['é'] } },
    ],
  },
  'sequential-thinking': {
    package: '@modelcontextprotocol/server-sequential-thinking',
    version: '2026.8.31',
    calls: [{ tool: 'sequentialthinking', arguments: { thought: 'first', nextThoughtNeeded: true, thoughtNumber: 1, totalThoughts: 2 } }],
  },
  drawio: { package: '@drawio/mcp', version: '1.6.1', calls: [] },
  excel: {
    package: '@negokaz/excel-mcp-server',
    version: '0.12.0',
    calls: [{ tool: 'excel_describe_sheets', arguments: { fileAbsolutePath: 'FOLDER/none.xlsx' } }],
  },
  eslint: { package: '@eslint/mcp', version: '0.3.13', calls: [{ tool: 'lint-files', arguments: { filePaths: ['FOLDER/none.js'] } }] },
  shadcn: { package: 'shadcn', version: '4.23.0', args: () => ['mcp'], calls: [{ tool: 'get_audit_checklist', arguments: {} }] },
  context7: { package: '@upstash/context7-mcp', version: '4.1.1', calls: [] },
  mongodb: {
    package: 'mongodb-mcp-server',
    version: '3.0.4',
    env: () => ({ MDB_MCP_TELEMETRY: 'disabled', DO_NOT_TRACK: '1' }),
    calls: [{ tool: 'list-databases', arguments: {} }],
  },
  'desktop-commander': {
    package: '@wonderwhy-er/desktop-commander',
    version: '0.2.52',
    calls: [{ tool: 'read_file', arguments: { path: 'FOLDER/a.txt' } }],
  },
  playwright: { package: '@playwright/mcp', version: '0.0.83', calls: [] },
  'chrome-devtools': { package: 'chrome-devtools-mcp', version: '1.11.0', calls: [] },
};

export const names = Object.keys(known);
/** those that come with the development dependencies */
export const atHand = names.filter((name) => known[name].version === undefined);
/** the packages of the others, with their versions */
export const onDemand = Object.fromEntries(
  names.flatMap((name) => (known[name].version === undefined ? [] : [[known[name].package, known[name].version]])),
);

/** A server ready to run from the packages in `from`, in a folder of its own below `work` that `reset` makes anew. */
export function prepare(name, from, work) {
  const { package: packageName, args = () => [], env = () => ({}), calls } = known[name];
  const manifest = join(from, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = join(dirname(manifest), typeof bin === 'string' ? bin : Object.values(bin)[0]);
  const folder = join(work, name);
  const reset = () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.txt'), 'first line\nsecond line é\n');
  };
  reset();
  return {
    name,
    command: process.execPath,
    args: [script, ...args(folder)],
    cwd: folder,
    env: env(folder),
    calls: JSON.parse(JSON.stringify(calls).replaceAll('FOLDER', folder)),
    reset() {
      // the folder itself stays: it is the working folder of a running server
      for (const file of ['b.txt', 'memory.jsonl']) rmSync(join(folder, file), { force: true });
    },
  };
}
