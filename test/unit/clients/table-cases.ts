/**
 * What applications' own documents say of their files, written down apart from the table: per system the files (mac, windows, linux; one
 * entry for all three: the same under the home folder), format, where the entries stand, an entry that starts a command and one with an
 * address (`B`: its file takes commands only, or not surely addresses), and its files in a project. `H` stands for the headers.
 */
export interface TableCase {
  readonly id: string;
  readonly files: readonly [string] | readonly [string, string, string];
  readonly format: 'json' | 'jsonc' | 'toml' | 'yaml';
  readonly at: string;
  readonly stdio: string;
  readonly http: string;
  readonly project?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const STD = '{"command":"/c","args":A}';
const TYPED = '{"type":"stdio","command":"/c","args":A}';
const URL = '{"url":U,"headers":H}';
const HTTP = '{"type":"http","url":U,"headers":H}';
const MAC = '/h/Library/Application Support';
const WIN = 'C:\\h\\AppData\\Roaming';

const std = { format: 'json', at: 'mcpServers', stdio: STD, http: URL } as const;
const support = (path: string): [string, string, string] => [
  `${MAC}/${path}`,
  `${WIN}\\${path.replaceAll('/', '\\')}`,
  `/h/.config/${path}`,
];
const xdg = (path: string): [string, string, string] => [
  `/h/.config/${path}`,
  `C:\\h\\.config\\${path.replaceAll('/', '\\')}`,
  `/h/.config/${path}`,
];
const vscode = (id: string, folder: string): TableCase => ({
  id,
  files: support(`${folder}/User/mcp.json`),
  format: 'jsonc',
  at: 'servers',
  stdio: TYPED,
  http: HTTP,
  project: ['.vscode/mcp.json'],
});
const inEditor = (folder: string, file: string): [string, string, string] => support(`Code/User/globalStorage/${folder}/settings/${file}`);

export const tableCases: readonly TableCase[] = [
  { ...std, id: 'claude-desktop', files: support('Claude/claude_desktop_config.json'), http: 'B' },
  { ...std, id: 'claude-code', files: ['/h/.claude.json'], stdio: TYPED, http: HTTP, project: ['.mcp.json'] },
  {
    ...std,
    id: 'claude-code',
    files: ['/o/.claude.json'],
    env: { CLAUDE_CONFIG_DIR: '/o' },
    stdio: TYPED,
    http: HTTP,
    project: ['.mcp.json'],
  },
  { ...std, id: 'cursor', files: ['/h/.cursor/mcp.json'], format: 'jsonc', project: ['.cursor/mcp.json'] },
  vscode('vscode', 'Code'),
  vscode('vscode-insiders', 'Code - Insiders'),
  vscode('vscodium', 'VSCodium'),
  {
    ...std,
    id: 'copilot-cli',
    files: ['/h/.copilot/mcp-config.json'],
    stdio: '{"type":"local","command":"/c","args":A,"tools":["*"]}',
    http: '{"type":"http","url":U,"headers":H,"tools":["*"]}',
    project: ['.mcp.json', '.github/mcp.json'],
  },
  {
    ...std,
    id: 'copilot-cli',
    files: ['/o/mcp-config.json'],
    env: { COPILOT_HOME: '/o' },
    stdio: '{"type":"local","command":"/c","args":A,"tools":["*"]}',
    http: '{"type":"http","url":U,"headers":H,"tools":["*"]}',
    project: ['.mcp.json', '.github/mcp.json'],
  },
  {
    ...std,
    id: 'visual-studio',
    files: ['', 'C:\\h\\.mcp.json', ''],
    format: 'jsonc',
    at: 'servers',
    stdio: TYPED,
    http: HTTP,
    project: ['.mcp.json', '.vs/mcp.json'],
  },
  { ...std, id: 'windsurf', files: ['/h/.codeium/windsurf/mcp_config.json'], http: '{"serverUrl":U,"headers":H}' },
  {
    ...std,
    id: 'zed',
    files: ['/h/.config/zed/settings.json', `${WIN}\\Zed\\settings.json`, '/h/.config/zed/settings.json'],
    format: 'jsonc',
    at: 'context_servers',
    project: ['.zed/settings.json'],
  },
  {
    ...std,
    id: 'cline',
    files: inEditor('saoudrizwan.claude-dev', 'cline_mcp_settings.json'),
    http: '{"type":"streamableHttp","url":U,"headers":H}',
  },
  {
    ...std,
    id: 'cline-cli',
    files: ['/h/.cline/data/settings/cline_mcp_settings.json'],
    http: '{"type":"streamableHttp","url":U,"headers":H}',
  },
  {
    ...std,
    id: 'cline-cli',
    files: ['/o/data/settings/cline_mcp_settings.json'],
    env: { CLINE_DIR: '/o' },
    http: '{"type":"streamableHttp","url":U,"headers":H}',
  },
  {
    ...std,
    id: 'cline-cli',
    files: ['/p/mine.json'],
    env: { CLINE_DIR: '/o', CLINE_MCP_SETTINGS_PATH: '/p/mine.json' },
    http: '{"type":"streamableHttp","url":U,"headers":H}',
  },
  {
    ...std,
    id: 'roo-code',
    files: inEditor('rooveterinaryinc.roo-cline', 'mcp_settings.json'),
    http: '{"type":"streamable-http","url":U,"headers":H}',
    project: ['.roo/mcp.json'],
  },
  {
    ...std,
    id: 'kilo-code',
    files: xdg('kilo/kilo.json'),
    format: 'jsonc',
    at: 'mcp',
    stdio: '{"type":"local","command":["/c",...A],"enabled":true}',
    http: '{"type":"remote","url":U,"headers":H,"enabled":true}',
    project: ['kilo.json', 'kilo.jsonc', '.kilo/kilo.json', '.kilo/kilo.jsonc'],
  },
  {
    ...std,
    id: 'kilo-code-cli',
    files: ['/h/.kilocode/cli/global/settings/mcp_settings.json'],
    http: '{"type":"streamable-http","url":U,"headers":H}',
  },
  {
    ...std,
    id: 'kilo-code-extension',
    files: inEditor('kilocode.kilo-code', 'mcp_settings.json'),
    http: '{"type":"streamable-http","url":U,"headers":H}',
    project: ['.kilocode/mcp.json'],
  },
  {
    ...std,
    id: 'continue',
    files: ['/h/.continue/config.yaml'],
    format: 'yaml',
    stdio: '{"name":"n","command":"/c","args":A}',
    http: '{"name":"n","type":"streamable-http","url":U,"requestOptions":{"headers":H}}',
    project: ['.continue/mcpServers/*.yaml', '.continue/mcpServers/*.yml', '.continue/mcpServers/*.json'],
  },
  {
    ...std,
    id: 'codex',
    files: ['/h/.codex/config.toml'],
    format: 'toml',
    at: 'mcp_servers',
    http: '{"url":U,"http_headers":H}',
    project: ['.codex/config.toml'],
  },
  {
    ...std,
    id: 'codex',
    files: ['/o/config.toml'],
    env: { CODEX_HOME: '/o' },
    format: 'toml',
    at: 'mcp_servers',
    http: '{"url":U,"http_headers":H}',
    project: ['.codex/config.toml'],
  },
  {
    ...std,
    id: 'gemini-cli',
    files: ['/h/.gemini/settings.json'],
    format: 'jsonc',
    http: '{"httpUrl":U,"headers":H}',
    project: ['.gemini/settings.json'],
  },
  {
    ...std,
    id: 'antigravity',
    files: ['/h/.gemini/antigravity/mcp_config.json'],
    http: '{"serverUrl":U,"headers":H}',
    project: ['.agents/mcp_config.json', '.agent/mcp_config.json'],
  },
  { ...std, id: 'antigravity-cli', files: ['/h/.gemini/config/mcp_config.json'], http: '{"serverUrl":U,"headers":H}' },
  {
    ...std,
    id: 'qwen-code',
    files: ['/h/.qwen/settings.json'],
    format: 'jsonc',
    http: '{"httpUrl":U,"headers":H}',
    project: ['.qwen/settings.json', '.qwen/settings.local.json'],
  },
  { ...std, id: 'lm-studio', files: ['/h/.lmstudio/mcp.json'] },
  {
    ...std,
    id: 'goose',
    files: ['/h/.config/goose/config.yaml', `${WIN}\\Block\\goose\\config\\config.yaml`, '/h/.config/goose/config.yaml'],
    format: 'yaml',
    at: 'extensions',
    stdio: '{"name":"n","type":"stdio","cmd":"/c","args":A,"enabled":true,"timeout":300}',
    http: '{"name":"n","type":"streamable_http","uri":U,"headers":H,"enabled":true,"timeout":300}',
  },
  {
    ...std,
    id: 'opencode',
    files: xdg('opencode/opencode.json'),
    format: 'jsonc',
    at: 'mcp.servers',
    stdio: '{"type":"local","command":["/c",...A]}',
    http: '{"type":"remote","url":U,"headers":H}',
    project: ['opencode.json', 'opencode.jsonc', '.opencode/opencode.json', '.opencode/opencode.jsonc'],
  },
  { ...std, id: 'amp', files: xdg('amp/settings.json'), format: 'jsonc', at: 'amp\\.mcpServers', project: ['.amp/settings.json'] },
  { ...std, id: 'amp-editor', files: support('Code/User/settings.json'), format: 'jsonc', at: 'amp\\.mcpServers' },
  { ...std, id: 'kiro', files: ['/h/.kiro/settings/mcp.json'], project: ['.kiro/settings/mcp.json'] },
  { ...std, id: 'amazon-q', files: ['/h/.aws/amazonq/mcp.json'], http: 'B', project: ['.amazonq/mcp.json', '.amazonq/default.json'] },
  { ...std, id: 'junie', files: ['/h/.junie/mcp/mcp.json'], http: 'B', project: ['.junie/mcp/mcp.json'] },
  { ...std, id: 'trae', files: support('Trae/User/mcp.json'), project: ['.trae/mcp.json'] },
  { ...std, id: 'trae-cn', files: support('Trae CN/User/mcp.json'), project: ['.trae/mcp.json'] },
  { ...std, id: 'warp', files: ['/h/.warp/.mcp.json'], project: ['.warp/.mcp.json'] },
  {
    ...std,
    id: 'crush',
    files: ['/h/.config/crush/crush.json', 'C:\\h\\AppData\\Local\\crush\\crush.json', '/h/.config/crush/crush.json'],
    at: 'mcp',
    stdio: TYPED,
    http: HTTP,
    project: ['crush.json', '.crush.json'],
  },
  { ...std, id: 'droid', files: ['/h/.factory/mcp.json'], stdio: TYPED, http: HTTP, project: ['.factory/mcp.json'] },
  {
    ...std,
    id: 'kimi-code',
    files: ['/o/mcp.json'],
    env: { KIMI_CODE_HOME: '/o' },
    stdio: '{"transport":"stdio","command":"/c","args":A}',
    http: '{"transport":"http","url":U,"headers":H}',
    project: ['.kimi-code/mcp.json'],
  },
  {
    ...std,
    id: 'grok-build',
    files: ['/o/config.toml'],
    env: { GROK_HOME: '/o' },
    format: 'toml',
    at: 'mcp_servers',
    project: ['.grok/config.toml'],
  },
  { ...std, id: 'pi', files: ['/o/mcp.json'], env: { PI_CODING_AGENT_DIR: '/o' }, project: ['.pi/mcp.json'] },
  { ...std, id: 'mastra-code', files: ['/h/.mastracode/mcp.json'], project: ['.mastracode/mcp.json'] },
  { ...std, id: 'mcporter', files: ['/h/.mcporter/mcporter.json'], format: 'jsonc', project: ['config/mcporter.json'] },
  { ...std, id: 'boltai', files: ['/h/.boltai/mcp.json', '', ''], http: 'B' },
  { ...std, id: 'witsy', files: support('Witsy/settings.json'), http: 'B' },
  { ...std, id: 'enconvo', files: ['/h/.config/enconvo/mcp_config.json', '', ''], http: 'B' },
  { ...std, id: 'tome', files: ['/h/.tome/mcp_config.json'], http: 'B' },
];
