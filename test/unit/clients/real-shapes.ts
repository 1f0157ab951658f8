/**
 * Files as people and the applications themselves leave them, ten of each format: what their documents show, written with tabs, CRLF, byte
 * order marks, comments in odd places and the fields that come along. Every server named `live…` can be started, the others are as good as
 * text.
 */
export interface RealShape {
  readonly what: string;
  readonly id: string;
  readonly file: string;
  readonly text: string;
  /** entries that stay as they are, because only the application can start them or somebody switched them off */
  readonly left?: readonly string[];
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** `command`: the program and its one argument, for servers that can be started. */
export function realShapes(command: readonly [string, string]): Readonly<Record<'json' | 'jsonc' | 'toml' | 'yaml', readonly RealShape[]>> {
  const [c, a] = command.map((word) => JSON.stringify(word)) as [string, string];
  return {
    json: [
      {
        what: 'Claude Desktop with tabs, CRLF, escapes in names and no last line end',
        id: 'claude-desktop',
        file: '.config/Claude/claude_desktop_config.json',
        text: crlf(
          `{\n\t"globalShortcut": "",\n\t"mcpServers": {\n\t\t"live \\u00fc\\/x": {\n\t\t\t"command": ${c},\n\t\t\t"args": [\n\t\t\t\t${a}\n\t\t\t]\n\t\t}\n\t},\n\t"preferences": { "menuBarEnabled": false, "legacyQuickEntryEnabled":false }\n}`,
        ),
      },
      {
        what: 'Claude Code on one line, with servers of the person and of three projects',
        id: 'claude-code',
        file: '.claude.json',
        text: `{"numStartups":412,"installMethod":"native","cachedChangelog":"# 2.1.9\\n- \\"mcpServers\\": {}","mcpServers":{"live":{"type":"stdio","command":${c},"args":[${a}],"env":{}}},"projects":{"/home/ana/a b":{"allowedTools":[],"mcpServers":{},"history":[{"display":"add \\"mcpServers\\"","pastedContents":{}}]},"/home/ana/c.d":{"mcpServers":{"live":{"command":${c},"args":[${a}]},"docs":{"type":"http","url":"https://docs.example.com/mcp","headersHelper":"~/bin/token"}},"enabledMcpjsonServers":["x"]},"C:\\\\w":{"mcpServers":{"live3":{"type":"stdio","command":${c},"args":[${a}]}}}},"userID":"9f","oauthAccount":{"n":12345678901234567890},"tipsHistory":{"x":1e3}}`,
        left: ['docs'],
      },
      {
        what: 'Windsurf with a byte order mark, a server switched off and fields of its own',
        id: 'windsurf',
        file: '.codeium/windsurf/mcp_config.json',
        text: `\uFEFF{\n    "mcpServers": {\n        "live": {\n            "args": [${a}],\n            "command": ${c},\n            "disabled": false,\n            "disabledTools": ["add"],\n            "env": {"TOKEN": "t-1"}\n        },\n        "off": { "serverUrl": "https://off.example.com/mcp", "disabled": true }\n    }\n}\n`,
        left: ['off'],
      },
      {
        what: 'Cline as its page writes it, with empty lines at the end',
        id: 'cline',
        file: '.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
        text: `{\n  "mcpServers": {\n    "github.com/upstash/context7-mcp": {\n      "autoApprove": [],\n      "disabled": false,\n      "timeout": 60,\n      "type": "stdio",\n      "command": ${c},\n      "args": [\n        ${a}\n      ]\n    },\n    "live-sse": { "url": "https://sse.example.com/sse", "disabled": false }\n  }\n}\n\n\n`,
      },
      {
        what: 'Roo Code with tabs beside spaces and a brace on a line of its own',
        id: 'roo-code',
        file: '.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
        text: `{\n  "mcpServers":\n  {\n\t"live":\n\t{\n\t  "command": ${c}, "args": [ ${a} ],\n      "alwaysAllow": [ "echo",\n        "add" ],\n\t  "watchPaths": ["/x/y.js"]\n\t},\n    "remote": {"type":"streamable-http","url":"https://r.example.com/mcp","headers":{"X-Api-Key":"k-1"}}\n  }\n}`,
      },
      {
        what: 'Kiro with names of every kind and spaces before colons',
        id: 'kiro',
        file: '.kiro/settings/mcp.json',
        text: `{\n  "mcpServers" : {\n    "live 🚀 one" : { "command" : ${c}, "args" : [${a}], "autoApprove" : ["*"], "disabledTools" : [] },\n    "a/b@1.2.3" : { "command" : ${c}, "args" : [${a}] },\n    "ünï-ço.dé" : { "command" : ${c}, "args" : [${a}], "env" : { "A" : "" } }\n  },\n  "powers" : { "mcpServers" : { "not-ours" : { "command" : "x" } } }\n}\n`,
      },
      {
        what: 'Warp with line ends of an old Mac',
        id: 'warp',
        file: '.warp/.mcp.json',
        text: `{\n  "mcpServers": {\n    "live": { "command": ${c}, "args": [${a}], "working_directory": "/tmp", "start_on_launch": true }\n  }\n}\n`.replaceAll(
          '\n',
          '\r',
        ),
      },
      {
        what: 'Factory Droid with an empty map and a line separator within a text',
        id: 'droid',
        file: '.factory/mcp.json',
        text: `\n\n  {"note": "a\u2028b", "mcpServers": { } }  \n`,
      },
      {
        what: 'Copilot CLI with deep lists and spaces at the ends of lines',
        id: 'copilot-cli',
        file: '.copilot/mcp-config.json',
        text: `{   \n  "mcpServers": {  \n    "live": {\t\n      "type": "local",\n      "command": ${c},  \n      "args": [${a}],\n      "tools": ["*"],\n      "filterMapping": [[[["x"]]]]\n    } ,\n    "gh": { "type": "http", "url": "https://api.example.com/mcp/", "headers": { "X-MCP-Toolsets": "repos,issues" }, "tools": ["*"] }\n  }\n}\n`,
      },
      {
        what: 'Crush with other things it can be told, and a value that a command gives',
        id: 'crush',
        file: '.config/crush/crush.json',
        text: `{\n  "$schema": "https://charm.land/crush.json",\n  "lsp": {"go": {"command": "gopls", "env": {"GOTOOLCHAIN": "go1.24.5"}}},\n  "mcp": {\n    "live": {"type": "stdio", "command": ${c}, "args": [${a}], "timeout": 120, "disabled": false},\n    "gh": {"type": "http", "url": "https://api.example.com/mcp/", "timeout": 120, "headers": {"Authorization": "Bearer $(pass show gh)"}}\n  },\n  "permissions": {"allowed_tools": ["view", "mcp_context7_get-library-doc"]}\n}\n`,
      },
    ],
    jsonc: [
      {
        what: 'VS Code with inputs, a file of variables and comments after commas',
        id: 'vscode',
        file: '.config/Code/User/mcp.json',
        text: `// user\n{\n\t"inputs": [\n\t\t{ "type": "promptString", "id": "key", "description": "Key", "password": true }, // asked once\n\t],\n\t"servers": {\n\t\t"live": /* mine */ {\n\t\t\t"type": "stdio",\n\t\t\t"command": ${c},\n\t\t\t"args": [${a},],\n\t\t\t"dev": { "watch": "src/**/*.ts" },\n\t\t}, // live\n\t\t// "old": { "command": "x" },\n\t\t"env": { "command": "y", "envFile": "\${workspaceFolder}/.env" },\n\t\t"asked": { "type": "http", "url": "https://a.example.com/mcp", "headers": { "X-Key": "\${input:key}" } },\n\t},\n}\n`,
        left: ['env'],
      },
      {
        what: 'Zed with the older form of a command, an extension and a comment between key and colon',
        id: 'zed',
        file: '.config/zed/settings.json',
        text: `// Zed settings\n//\n// For information on how to configure Zed, see the Zed documentation.\n{\n  "context_servers" /* mcp */ : {\n    "live": {\n      "source": "custom",\n      "enabled": true,\n      "command": { "path": ${c}, "args": [${a}], "env": {} },\n    },\n    "postgres-context-server": { "source": "extension", "settings": { "database_url": "postgres://u:p@h/d" } },\n  },\n  "ui_font_size": 16.0,\n  "theme": { "mode": "system", "light": "One Light" },\n}`,
      },
      {
        what: 'Cursor with CRLF and comments before and after everything',
        id: 'cursor',
        file: '.cursor/mcp.json',
        text: crlf(
          `/* from the wiki */\n{ /* { */\n  // "mcpServers": {}\n  "mcpServers": { // }\n    "live": { "command": ${c}, "args": [${a}] /* ] */ , "env": { "A//B": "/* c */" } },\n  } // end\n}\n// eof`,
        ),
      },
      {
        what: 'opencode 1 with values from the environment and from files',
        id: 'opencode',
        file: '.config/opencode/opencode.jsonc',
        text: `{\n  "$schema": "https://opencode.ai/config.json",\n  "model": "anthropic/claude-opus-4-5",\n  "mcp": {\n    "live": {\n      "type": "local",\n      "command": [${c}, ${a}],\n      "environment": { "K": "{file:~/.k}" },\n      "timeout": 5000,\n      "enabled": true,\n    },\n    "sentry": { "type": "remote", "url": "https://mcp.example.dev/mcp", "oauth": {}, "enabled": false },\n  },\n  "tools": { "sentry_*": false },\n}\n`,
        left: ['sentry'],
      },
      {
        what: 'opencode 2 beside entries of version 1',
        id: 'opencode',
        file: '.config/opencode/opencode.json',
        text: `{\n  "mcp": {\n    "timeout": { "catalog": 10000 },\n    "live-old": { "type": "local", "command": [${c}, ${a}], "enabled": true },\n    "servers": {\n      "live": { "type": "local", "command": [${c}, ${a}], "disabled": false }\n    }\n  }\n}\n`,
      },
      {
        what: 'Kilo Code without a line end and with single-line comments at every line',
        id: 'kilo-code',
        file: '.config/kilo/kilo.jsonc',
        text: `{ // 1\n  "mcp": { // 2\n    "live": { // 3\n      "type": "local", // 4\n      "command": [ // 5\n        ${c}, // 6\n        ${a} // 7\n      ], // 8\n      "enabled": true // 9\n    } // 10\n  } // 11\n} // 12`,
      },
      {
        what: 'Amp with a key that has a dot, beside one that looks like the same path',
        id: 'amp',
        file: '.config/amp/settings.json',
        text: `{\n    "amp": { "mcpServers": { "not-ours": { "command": "x" } } },\n    "amp.mcpServers": {\n        "live": { "command": ${c}, "args": [${a}], "includeTools": ["e*"] },\n        "lin": { "url": "https://mcp.example.app/sse" }\n    },\n    "amp.tools.disable": ["mcp__live__add"]\n}\n`,
      },
      {
        what: 'Gemini CLI with a list of what is allowed and names in its variables',
        id: 'gemini-cli',
        file: '.gemini/settings.json',
        text: `{\n  "mcp": { "allowed": ["live", "gh"], "excluded": [] },\n  "mcpServers": {\n    "live": { "command": ${c}, "args": [${a}], "timeout": 30000, "trust": false, "includeTools": ["echo"] },\n    // sse\n    "gh": { "url": "https://sse.example.com/sse", "headers": { "Authorization": "Bearer $GH" } }\n  },\n  "ui": { "theme": "Default" }\n}\n`,
      },
      {
        what: 'Qwen Code with a doubled key and nothing but a comment in its map',
        id: 'qwen-code',
        file: '.qwen/settings.json',
        text: `{\n  "x": 1, "x": 2,\n  "mcpServers": {\n    // none yet\n  },\n  "$version": 3\n}\n`,
      },
      {
        what: 'MCPorter with imports and a description in every entry',
        id: 'mcporter',
        file: '.mcporter/mcporter.json',
        text: `{\n  "mcpServers": {\n    "live": {\n      "description": "all of \\"it\\"",\n      "command": ${c},\n      "args": [${a}], },\n  },\n  "imports": []\n}\n`,
      },
    ],
    toml: [
      {
        what: 'Codex with every kind of key, tables of variables and of tools',
        id: 'codex',
        file: '.codex/config.toml',
        text: `#:schema https://developers.openai.com/codex/config-schema.json\nmodel = "gpt-5.2-codex"\nmodel_reasoning_effort = "high"   # slow\n\n[mcp_servers."live one"]\ncommand = ${c}\nargs = [\n  ${a}, # the script\n]\nstartup_timeout_sec = 20.5\nenabled_tools = ['echo', "add"]\n\n[mcp_servers."live one".env]\n"A.B" = 'c:\\x'\n\n[mcp_servers."live one".tools.echo]\napproval_mode = "approve"\n\n[projects."/home/ana/x"]\ntrust_level = "trusted"\n`,
      },
      {
        what: 'Codex with CRLF and a byte order mark',
        id: 'codex',
        file: '.codex/config.toml',
        text: `\uFEFF${crlf(`[mcp_servers.live]\ncommand = ${c}\nargs = [${a}]\n# remote\n[mcp_servers.gh]\nurl = "https://api.example.com/mcp/"\nbearer_token_env_var = "GH_PAT"\n`)}`,
      },
      {
        what: 'Codex with a server before what it belongs to, and lists of tables elsewhere',
        id: 'codex',
        file: '.codex/config.toml',
        text: `[mcp_servers.live.env]\nK = "v"\n\n[[hooks.pre]]\nrun = "a"\n[[hooks.pre]]\nrun = "b"\n\n[mcp_servers.live]\ncommand = ${c}\nargs = [${a}]\n\n[mcp_servers]\n\n[tui]\nnotifications = true\n`,
      },
      {
        what: 'Codex with a server switched off and one with names of variables',
        id: 'codex',
        file: '.codex/config.toml',
        text: `[mcp_servers.off]\ncommand = "x"\nenabled = false\n\n[mcp_servers.live]\ncommand = ${c}\nargs = [${a}]\nenv_vars = ["HOME_TOKEN", { name = "OTHER", source = "local" }]\nrequired = true\n`,
        left: ['off'],
      },
      {
        what: 'Codex with dotted keys, spaces around the dots and words in quotes',
        id: 'codex',
        file: '.codex/config.toml',
        text: `sandbox_mode = "workspace-write"\nmcp_servers . live . command = ${c}\nmcp_servers . live . args = [ ${a} ]\nmcp_servers . 'a b' = { url = 'https://x.example.com/mcp', http_headers = { 'X-A' = "1" } }\n\n[features]\nrmcp_client = true\n`,
      },
      {
        what: 'Codex with a text of several lines that looks like a table',
        id: 'codex',
        file: '.codex/config.toml',
        text: `developer_instructions = """\n[mcp_servers.fake]\ncommand = "rm"\n"""\nother = '''\n[mcp_servers]\n'''\n\n[mcp_servers.live]\ncommand = ${c}\nargs = [${a}]\n`,
      },
      {
        what: 'Codex with dates and numbers of every form',
        id: 'codex',
        file: '.codex/config.toml',
        text: `a = 1979-05-27T07:32:00.999999-07:00\nb = 1979-05-27\nc = 07:32:00\nd = +1_000\ne = 0o755\nf = -inf\ng = nan\nh = 6.626e-34\ni = [1, [2, "3"], {x = 1}]\n\n[mcp_servers.live]\ncommand = ${c}\nargs = [${a}]\ntool_timeout_sec = 1_000\n`,
      },
      {
        what: 'Codex with indented tables, a comment at the end and no last line end',
        id: 'codex',
        file: '.codex/config.toml',
        text: `[mcp_servers]\n\n\t[mcp_servers.live] # first\n\t\tcommand = ${c}\n\t\targs = [ ${a} ]\n\t\tenv = { A = "1", B = "2" }\n\n\t# [mcp_servers.later]\n\t# command = "y"`,
      },
      {
        what: 'Codex with nothing of the kind yet',
        id: 'codex',
        file: '.codex/config.toml',
        text: `model = "gpt-5"\n[tools]\nweb_search = true`,
      },
      {
        what: 'Grok with one line for each server',
        id: 'grok-build',
        file: '.grok/config.toml',
        text: `[mcp_servers]\nlive = { command = ${c}, args = [${a}] }\nremote = { url = "https://x.example.com/mcp", headers = { Authorization = "Bearer abc" } }\n`,
      },
    ],
    yaml: [
      {
        what: 'Continue with its list at the edge, comments between and a text of several lines',
        id: 'continue',
        file: '.continue/config.yaml',
        text: `name: Local Assistant\nversion: 1.0.0\nschema: v1\nmodels: []\n\nmcpServers:\n# all\n- name: live\n  command: ${c}\n  args:\n  - ${a}\n  # the key\n  env:\n    KEY: >-\n      folded\n      text\n\n- name: remote\n  type: streamable-http\n  url: https://r.example.com/mcp\n  requestOptions:\n    timeout: 10\n    headers: {X-A: "1"}\nrules:\n- "be: brief"\n`,
      },
      {
        what: 'Continue with CRLF, a byte order mark and quotes everywhere',
        id: 'continue',
        file: '.continue/config.yaml',
        text: `\uFEFF${crlf(`"name": 'x'\n"version": "0.0.1"\n"mcpServers":\n    -   "name": 'live'\n        "command": ${c}\n        "args": [ ${a} ]\n`)}`,
      },
      {
        what: 'Continue with an empty list',
        id: 'continue',
        file: '.continue/config.yaml',
        text: `name: x\nversion: 1.0.0\nmcpServers: []   # none\nmodels:\n  - name: a\n`,
      },
      {
        what: 'Continue without the key, and marks of a document',
        id: 'continue',
        file: '.continue/config.yaml',
        text: `---\nname: x\nversion: 1.0.0\nprompts:\n  - |\n    mcpServers:\n      - name: fake\n...\n`,
      },
      {
        what: 'goose as its own program writes it',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `GOOSE_PROVIDER: anthropic\nextensions:\n  developer:\n    bundled: true\n    display_name: Developer\n    enabled: true\n    name: developer\n    timeout: 300\n    type: builtin\n  live:\n    args:\n    - ${a}\n    available_tools: []\n    bundled: null\n    cmd: ${c}\n    description: ''\n    enabled: true\n    env_keys:\n    - GITHUB_PERSONAL_ACCESS_TOKEN\n    envs: {}\n    name: live\n    timeout: 300\n    type: stdio\nGOOSE_MODEL: claude-4\n`,
      },
      {
        what: 'goose in braces over several lines with comments',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `extensions: { # all\n  live: { name: live, type: stdio, enabled: true,\n    cmd: ${c}, # node\n    args: [ ${a} ] },\n  off: {name: off, type: stdio, cmd: x, enabled: false}\n}\n`,
        left: ['off'],
      },
      {
        what: 'goose with names that need quotes and keys of all kinds',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `extensions:\n  'live: one':   # odd\n    name: 'live: one'\n    type: stdio\n    enabled: true\n    cmd: ${c}\n    args: [${a}]\n  "yes":\n    name: "yes"\n    type: stdio\n    enabled: true\n    cmd: ${c}\n    args:\n      - ${a}\n1: one\ntrue: two\n`,
      },
      {
        what: 'goose with four spaces, ends of lines with spaces and a comment at the edge',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `extensions:  \n    live:  \n# to be looked at\n        name: live\n        type: stdio  \n        enabled: true\n        cmd: ${c}  \n        args:\n            - ${a}\n\n\nkeep:   "me"\n`,
      },
      {
        what: 'goose with a remote extension and a text that goes on over lines',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `extensions:\n  remote:\n    name: remote\n    description: "a long\n      text, folded"\n    type: streamable_http\n    uri: https://r.example.com/mcp\n    headers:\n      Authorization: "Bearer \${MISSING_TOKEN}"\n    enabled: true\n    timeout: 300\n  live:\n    name: live\n    type: stdio\n    enabled: true\n    cmd: ${c}\n    args: [${a}]\n    timeout: 300`,
      },
      {
        what: 'goose with nothing under its key',
        id: 'goose',
        file: '.config/goose/config.yaml',
        text: `GOOSE_MODE: smart_approve\nextensions:\n\n# end\n`,
      },
    ],
  };
}
