import { coreWords } from '../../../shared/words/core/en.js';
import type { Application, Instructed, Layout, StdioShape } from './application.js';

const STD: StdioShape = { command: 'command', args: 'args', env: 'env' };
const TYPED: StdioShape = { fixed: { type: 'stdio' }, ...STD };
const HEADERS = ['headers'] as const;

/** `mcpServers` with the entries most applications share. */
const std: Layout = { at: [['mcpServers']], stdio: STD, http: { url: 'url', headers: HEADERS } };
const bridged: Layout = { at: [['mcpServers']], stdio: STD };
const typed = (type: string): Layout => ({ ...std, http: { fixed: { type }, url: 'url', headers: HEADERS } });
const serverUrl: Layout = { ...std, http: { url: 'serverUrl', headers: HEADERS } };
const httpUrl: Layout = { ...std, http: { url: 'httpUrl', headers: HEADERS } };
const vscode: Layout = { at: [['servers']], stdio: TYPED, http: { fixed: { type: 'http' }, url: 'url', headers: HEADERS } };
/** opencode and its kin: the command is a list */
const listed = (at: Layout['at'], after: Readonly<Record<string, boolean>>): Layout => ({
  at,
  stdio: { fixed: { type: 'local' }, command: 'command', env: 'environment', after },
  http: { fixed: { type: 'remote' }, url: 'url', headers: HEADERS, after },
});

const RESTART = coreWords.reload.restart;
const SESSION = coreWords.reload.session;
const BY_ITSELF = coreWords.reload.itself;

const vscodeLike = (id: string, name: string, folder: string, scheme: 'vscode' | 'vscode-insiders' | 'vscodium'): Application => ({
  id,
  name,
  files: [`@support/${folder}/User/mcp.json`, `@support/${folder}/User/profiles/*/mcp.json`],
  format: 'jsonc',
  layouts: [vscode],
  project: ['.vscode/mcp.json'],
  link: { to: `${scheme}:mcp/install`, form: 'json' },
  reload: coreWords.reload.trust,
});

/** Editors that extensions of VS Code are installed in. */
const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'] as const;

const extension = (id: string, name: string, folder: string, file: string, type: string, project?: string): Application => ({
  id,
  name,
  files: EDITORS.map((editor) => `@support/${editor}/User/globalStorage/${folder}/settings/${file}`),
  format: 'json',
  layouts: [typed(type)],
  ...(project === undefined ? {} : { project: [project] }),
  urlMeansSse: true,
  reload: BY_ITSELF,
});

/** Every application with a configuration file that Toolgate can write. To add one, add a row. */
export const applications: readonly Application[] = [
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    files: {
      mac: ['@support/Claude/claude_desktop_config.json'],
      windows: [
        '@support/Claude/claude_desktop_config.json',
        '@local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/claude_desktop_config.json',
      ],
      linux: ['@support/Claude/claude_desktop_config.json'],
    },
    format: 'json',
    layouts: [bridged],
    reload: RESTART,
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    files: ['${CLAUDE_CONFIG_DIR:-~}/.claude.json'],
    format: 'json',
    layouts: [
      {
        at: [['mcpServers'], ['projects', '*', 'mcpServers']],
        stdio: TYPED,
        http: { fixed: { type: 'http' }, url: 'url', headers: HEADERS },
      },
    ],
    signs: ['${CLAUDE_CONFIG_DIR:-~/.claude}'],
    project: ['.mcp.json'],
    reload: SESSION,
    projectReload: 'Start a new session there and approve the servers when it asks.',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    files: ['~/.cursor/mcp.json'],
    format: 'jsonc',
    layouts: [std],
    project: ['.cursor/mcp.json'],
    link: { to: 'cursor://anysphere.cursor-deeplink/mcp/install', form: 'query' },
    nameBudget: 60,
    reload: coreWords.reload.switch,
  },
  vscodeLike('vscode', 'VS Code', 'Code', 'vscode'),
  vscodeLike('vscode-insiders', 'VS Code Insiders', 'Code - Insiders', 'vscode-insiders'),
  vscodeLike('vscodium', 'VSCodium', 'VSCodium', 'vscodium'),
  {
    id: 'copilot-cli',
    name: 'GitHub Copilot CLI',
    files: ['${COPILOT_HOME:-~/.copilot}/mcp-config.json', '${XDG_CONFIG_HOME:-~/.copilot}/mcp-config.json'],
    format: 'json',
    layouts: [
      {
        at: [['mcpServers']],
        stdio: { fixed: { type: 'local' }, ...STD, after: { tools: ['*'] } },
        http: { fixed: { type: 'http' }, url: 'url', headers: HEADERS, after: { tools: ['*'] } },
      },
    ],
    signs: ['${COPILOT_HOME:-~/.copilot}'],
    sharedFolders: true,
    project: ['.mcp.json', '.github/mcp.json'],
    reload: SESSION,
  },
  {
    id: 'visual-studio',
    name: 'Visual Studio',
    files: { windows: ['~/.mcp.json'] },
    format: 'jsonc',
    layouts: [vscode],
    project: ['.mcp.json', '.vs/mcp.json'],
    reload: BY_ITSELF,
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    files: ['~/.codeium/windsurf/mcp_config.json'],
    format: 'json',
    layouts: [serverUrl],
    toolBudget: 100,
    reload: coreWords.reload.refresh,
  },
  {
    id: 'zed',
    name: 'Zed',
    files: {
      mac: ['~/.config/zed/settings.json', '@support/Zed/settings.json'],
      windows: ['@support/Zed/settings.json', '~/.config/zed/settings.json'],
      linux: ['@config/zed/settings.json'],
    },
    format: 'jsonc',
    layouts: [{ at: [['context_servers']], stdio: STD, http: { url: 'url', headers: HEADERS } }],
    project: ['.zed/settings.json'],
    reload: BY_ITSELF,
  },
  extension('cline', 'Cline', 'saoudrizwan.claude-dev', 'cline_mcp_settings.json', 'streamableHttp'),
  {
    id: 'cline-cli',
    name: 'Cline CLI',
    files: ['${CLINE_MCP_SETTINGS_PATH:-${CLINE_DIR:-~/.cline}/data/settings/cline_mcp_settings.json}'],
    format: 'json',
    layouts: [typed('streamableHttp')],
    signs: ['${CLINE_DIR:-~/.cline}'],
    urlMeansSse: true,
    reload: SESSION,
  },
  extension('roo-code', 'Roo Code', 'rooveterinaryinc.roo-cline', 'mcp_settings.json', 'streamable-http', '.roo/mcp.json'),
  extension(
    'kilo-code-extension',
    'Kilo Code (older extension)',
    'kilocode.kilo-code',
    'mcp_settings.json',
    'streamable-http',
    '.kilocode/mcp.json',
  ),
  {
    id: 'kilo-code-cli',
    name: 'Kilo Code (older CLI)',
    files: ['~/.kilocode/cli/global/settings/mcp_settings.json'],
    format: 'json',
    layouts: [typed('streamable-http')],
    signs: ['~/.kilocode/cli'],
    urlMeansSse: true,
    reload: SESSION,
  },
  {
    id: 'kilo-code',
    name: 'Kilo Code',
    files: ['@config/kilo/kilo.json', '@config/kilo/kilo.jsonc'],
    format: 'jsonc',
    layouts: [listed([['mcp']], { enabled: true })],
    project: ['kilo.json', 'kilo.jsonc', '.kilo/kilo.json', '.kilo/kilo.jsonc'],
    variables: 'braces',
    reload: SESSION,
  },
  {
    id: 'continue',
    name: 'Continue',
    files: ['~/.continue/config.yaml'],
    format: 'yaml',
    layouts: [
      {
        at: [['mcpServers']],
        list: true,
        named: true,
        stdio: STD,
        http: { fixed: { type: 'streamable-http' }, url: 'url', headers: ['requestOptions', 'headers'] },
      },
    ],
    project: ['.continue/mcpServers/*.yaml', '.continue/mcpServers/*.yml', '.continue/mcpServers/*.json'],
    reload: BY_ITSELF,
  },
  {
    id: 'codex',
    name: 'Codex',
    files: ['${CODEX_HOME:-~/.codex}/config.toml'],
    format: 'toml',
    layouts: [{ at: [['mcp_servers']], stdio: STD, http: { url: 'url', headers: ['http_headers'] } }],
    project: ['.codex/config.toml'],
    reload: SESSION,
    projectReload: 'Start a new session there; it reads this file in projects that it trusts.',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    files: ['~/.gemini/settings.json'],
    format: 'jsonc',
    layouts: [httpUrl],
    project: ['.gemini/settings.json'],
    allowedAt: ['mcp', 'allowed'],
    urlMeansSse: true,
    variables: 'shell',
    reload: coreWords.reload.type,
  },
  {
    id: 'antigravity',
    name: 'Antigravity',
    files: ['~/.gemini/antigravity/mcp_config.json'],
    format: 'json',
    layouts: [serverUrl],
    project: ['.agents/mcp_config.json', '.agent/mcp_config.json'],
    reload: coreWords.reload.manage,
  },
  {
    id: 'antigravity-cli',
    name: 'Antigravity CLI and newer Antigravity',
    files: ['~/.gemini/config/mcp_config.json'],
    format: 'json',
    layouts: [serverUrl],
    reload: SESSION,
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    files: ['~/.qwen/settings.json'],
    format: 'jsonc',
    layouts: [httpUrl],
    project: ['.qwen/settings.json', '.qwen/settings.local.json'],
    allowedAt: ['mcp', 'allowed'],
    urlMeansSse: true,
    variables: 'shell',
    reload: SESSION,
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    files: ['~/.lmstudio/mcp.json', '~/.cache/lm-studio/mcp.json'],
    format: 'json',
    layouts: [std],
    link: { to: 'lmstudio://add_mcp', form: 'query' },
    reload: coreWords.reload.save,
  },
  {
    id: 'goose',
    name: 'Goose',
    files: {
      mac: ['~/.config/goose/config.yaml'],
      windows: ['@roaming/Block/goose/config/config.yaml'],
      linux: ['@config/goose/config.yaml'],
    },
    format: 'yaml',
    layouts: [
      {
        at: [['extensions']],
        named: true,
        stdio: { fixed: { type: 'stdio' }, command: 'cmd', args: 'args', env: 'envs', after: { enabled: true, timeout: 300 } },
        http: { fixed: { type: 'streamable_http' }, url: 'uri', headers: HEADERS, after: { enabled: true, timeout: 300 } },
      },
    ],
    reload: SESSION,
  },
  {
    id: 'opencode',
    name: 'opencode',
    files: ['@config/opencode/opencode.json', '@config/opencode/opencode.jsonc'],
    format: 'jsonc',
    // Version 2 reads the entries of version 1 too, even beside its own.
    layouts: [listed([['mcp', 'servers'], ['mcp']], {}), listed([['mcp']], { enabled: true })],
    project: ['opencode.json', 'opencode.jsonc', '.opencode/opencode.json', '.opencode/opencode.jsonc'],
    variables: 'braces',
    reload: RESTART,
  },
  {
    id: 'amp',
    name: 'Amp',
    files: ['~/.config/amp/settings.json'],
    format: 'jsonc',
    layouts: [{ ...std, at: [['amp.mcpServers']] }],
    project: ['.amp/settings.json'],
    reload: SESSION,
  },
  {
    id: 'amp-editor',
    name: 'Amp in the editor',
    files: EDITORS.map((editor) => `@support/${editor}/User/settings.json`),
    format: 'jsonc',
    layouts: [{ ...std, at: [['amp.mcpServers']] }],
    signs: EDITORS.map((editor) => `@support/${editor}/User/globalStorage/sourcegraph.amp`),
    sharedFiles: true,
    reload: coreWords.reload.window,
  },
  {
    id: 'kiro',
    name: 'Kiro',
    files: ['~/.kiro/settings/mcp.json'],
    format: 'json',
    layouts: [std],
    signs: ['~/.kiro'],
    project: ['.kiro/settings/mcp.json'],
    reload: BY_ITSELF,
  },
  {
    id: 'amazon-q',
    name: 'Amazon Q Developer',
    files: ['~/.aws/amazonq/mcp.json', '~/.aws/amazonq/default.json'],
    format: 'json',
    layouts: [bridged],
    project: ['.amazonq/mcp.json', '.amazonq/default.json'],
    reload: RESTART,
  },
  {
    id: 'junie',
    name: 'Junie',
    files: ['~/.junie/mcp/mcp.json'],
    format: 'json',
    layouts: [bridged],
    signs: ['~/.junie'],
    project: ['.junie/mcp/mcp.json'],
    reload: coreWords.reload.apply,
  },
  {
    id: 'trae',
    name: 'Trae',
    files: ['@support/Trae/User/mcp.json', '@support/Trae/mcp.json'],
    format: 'json',
    layouts: [std],
    project: ['.trae/mcp.json'],
    reload: RESTART,
    projectReload: 'Switch “Project MCP” on in its settings, then restart it.',
    commandHasNoSpaces: true,
  },
  {
    id: 'trae-cn',
    name: 'Trae CN',
    files: ['@support/Trae CN/User/mcp.json', '@support/Trae CN/mcp.json'],
    format: 'json',
    layouts: [std],
    project: ['.trae/mcp.json'],
    reload: RESTART,
    projectReload: 'Switch “Project MCP” on in its settings, then restart it.',
    commandHasNoSpaces: true,
  },
  {
    id: 'warp',
    name: 'Warp',
    files: ['~/.warp/.mcp.json'],
    format: 'json',
    layouts: [std],
    project: ['.warp/.mcp.json'],
    reload: coreWords.reload.restartServer,
  },
  {
    id: 'crush',
    name: 'Crush',
    files: { mac: ['@config/crush/crush.json'], windows: ['@local/crush/crush.json'], linux: ['@config/crush/crush.json'] },
    format: 'json',
    layouts: [{ ...vscode, at: [['mcp']] }],
    project: ['crush.json', '.crush.json'],
    variables: 'shell',
    reload: RESTART,
  },
  {
    id: 'droid',
    name: 'Factory Droid',
    files: ['~/.factory/mcp.json'],
    format: 'json',
    layouts: [{ ...vscode, at: [['mcpServers']] }],
    project: ['.factory/mcp.json'],
    reload: BY_ITSELF,
  },
  {
    id: 'kimi-code',
    name: 'Kimi Code',
    files: ['${KIMI_CODE_HOME:-~/.kimi-code}/mcp.json'],
    format: 'json',
    layouts: [
      {
        at: [['mcpServers']],
        stdio: { fixed: { transport: 'stdio' }, ...STD },
        http: { fixed: { transport: 'http' }, url: 'url', headers: HEADERS },
      },
    ],
    project: ['.kimi-code/mcp.json'],
    reload: SESSION,
  },
  {
    id: 'grok-build',
    name: 'Grok Build',
    files: ['${GROK_HOME:-~/.grok}/config.toml'],
    format: 'toml',
    layouts: [{ at: [['mcp_servers']], stdio: STD, http: { url: 'url', headers: HEADERS } }],
    project: ['.grok/config.toml'],
    reload: SESSION,
  },
  {
    id: 'pi',
    name: 'Pi',
    files: ['${PI_CODING_AGENT_DIR:-~/.pi/agent}/mcp.json'],
    format: 'json',
    layouts: [std],
    project: ['.pi/mcp.json'],
    reload: SESSION,
  },
  {
    id: 'mastra-code',
    name: 'Mastra Code',
    files: ['~/.mastracode/mcp.json'],
    format: 'json',
    layouts: [std],
    project: ['.mastracode/mcp.json'],
    reload: SESSION,
  },
  {
    id: 'mcporter',
    name: 'MCPorter',
    files: ['~/.mcporter/mcporter.json'],
    format: 'jsonc',
    layouts: [std],
    project: ['config/mcporter.json'],
    reload: BY_ITSELF,
  },
  { id: 'boltai', name: 'BoltAI', files: { mac: ['~/.boltai/mcp.json'] }, format: 'json', layouts: [bridged], reload: RESTART },
  { id: 'witsy', name: 'Witsy', files: ['@support/Witsy/settings.json'], format: 'json', layouts: [bridged], reload: RESTART },
  {
    id: 'enconvo',
    name: 'Enconvo',
    files: { mac: ['~/.config/enconvo/mcp_config.json'] },
    format: 'json',
    layouts: [bridged],
    reload: RESTART,
  },
  { id: 'tome', name: 'Tome', files: ['~/.tome/mcp_config.json'], format: 'json', layouts: [bridged], reload: RESTART },
];

const REMOTE_ONLY =
  'Its servers are called from the vendor’s own computers, which cannot reach this machine: Toolgate cannot stand in between. Connect the application that runs here instead.';

/** Applications that a person connects by hand, or cannot connect. */
export const instructed: readonly Instructed[] = [
  {
    id: 'jetbrains-ai',
    name: 'JetBrains AI Assistant',
    signs: ['@support/JetBrains'],
    steps: [
      'Open Settings > Tools > AI Assistant > Model Context Protocol.',
      'Press Add, choose “As JSON” and paste this: {config}',
      'Press Apply.',
    ],
  },
  {
    id: 'raycast',
    name: 'Raycast',
    signs: ['@support/com.raycast.macos', '~/.config/raycast'],
    steps: [
      'Run the command “Install MCP Server”.',
      'Choose the transport HTTP, give the address {url} and the header {header}.',
      'Press Install.',
    ],
  },
  {
    id: 'librechat',
    name: 'LibreChat',
    signs: ['~/LibreChat/librechat.yaml', '~/librechat/librechat.yaml'],
    steps: [
      'In the server’s librechat.yaml add, under mcpServers, an entry toolgate with type: streamable-http, url: {url} and the header {header}.',
      'It must run on this machine, not in a container of its own: 127.0.0.1 is this machine.',
      'Restart LibreChat.',
    ],
  },
  {
    id: 'chatgpt',
    name: 'ChatGPT',
    signs: ['@support/com.openai.chat', '@local/Packages/OpenAI.ChatGPT-Desktop_2p2nqsd0c76g0'],
    steps: [REMOTE_ONLY],
  },
  { id: 'claude-web', name: 'Claude on the web, its teams and connectors', signs: [], steps: [REMOTE_ONLY] },
  { id: 'linear', name: 'Linear', signs: ['@support/Linear'], steps: [REMOTE_ONLY] },
];
