import fc from 'fast-check';

/** Generated configuration files, as people and programs write them: odd indentation, comments, CRLF, byte order marks, no last line end. */

export interface Server {
  readonly name: string;
  readonly remote: boolean;
  readonly word: string;
  readonly env: boolean;
}

interface Style {
  readonly indent: string;
  readonly eol: string;
  readonly bom: boolean;
  readonly lastEol: boolean;
  readonly comments: boolean;
  readonly wide: boolean;
  /** a form that people write less often: commas at the start of lines, tables in braces, anchors */
  readonly odd: boolean;
}

const style = fc.record({
  indent: fc.constantFrom('  ', '    ', '\t', ' ', '   '),
  eol: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  lastEol: fc.boolean(),
  comments: fc.boolean(),
  wide: fc.boolean(),
  odd: fc.boolean(),
});
const word = fc.constantFrom(
  'npx',
  '-y',
  'größe',
  'a b',
  'c:\\x\\y',
  'quo"te',
  "it's",
  '#x',
  '${HOME}',
  'ünï🙂',
  'k: v',
  '- dash',
  'yes',
  '007',
);
const servers = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('github', 'my files', '@scope/x', 'a.b', 'quo"te', 'x', 'größe', 'z-1', 'search'),
    remote: fc.boolean(),
    word,
    env: fc.boolean(),
  }),
  { selector: (one) => one.name, maxLength: 4 },
);

const finish = ({ eol, bom, lastEol }: Style, lines: readonly string[]): string =>
  `${bom ? '\uFEFF' : ''}${lines.join(eol)}${lastEol ? eol : ''}`;

function json(s: Style, list: readonly Server[], lenient: boolean): string {
  const i = (n: number): string => s.indent.repeat(n);
  const note = (text: string): string => (lenient && s.comments ? ` // ${text}` : '');
  const entry = ({ remote, word: w, env }: Server): string =>
    remote
      ? `{ "url": "https://example.com/mcp", "headers": { "X-Key": ${JSON.stringify(`k${w}`)} } }`
      : `{ "command": "cmd",${s.wide ? '   ' : ' '}"args": [${JSON.stringify(w)}]${env ? `, "env": { "T": ${JSON.stringify(w)} }` : ''}, "alwaysAllow": ["x"] }`;
  const comma = (last: boolean): string => (s.odd || (last && !(lenient && s.wide)) ? '' : ',');
  const leading = (n: number): string => (!s.odd ? '' : n === 0 ? '  ' : ', ');
  return finish(s, [
    ...(lenient && s.comments ? ['/* head', ' */'] : []),
    `{${note('open')}`,
    `${i(1)}"theme": "dark",   "zoom": 1.50,`,
    `${i(1)}"mcpServers": {`,
    ...list.flatMap((one, n) => [
      ...(lenient && s.comments ? [`${i(2)}// about ${one.name.replace(/\W/g, '')}`] : []),
      `${i(2)}${leading(n)}${JSON.stringify(one.name)}: ${entry(one)}${comma(n === list.length - 1)}${note('end')}`,
    ]),
    `${i(1)}},`,
    `${i(1)}"dup": 1,`,
    `${i(1)}"dup": [ ],`,
    `${i(1)}"last": {"a":null,"b":[1e3, -0, 12345678901234567890]}`,
    '}',
  ]);
}

const basic = (text: string): string => JSON.stringify(text);

function toml(s: Style, list: readonly Server[]): string {
  const note = (text: string): string => (s.comments ? ` # ${text}` : '');
  const lines = [...(s.comments ? ['# head', ''] : []), `model = "gpt"${note('model')}`, 'when = 1979-05-27T07:32:00Z', 'big = 0xFF', ''];
  const braces = ({ remote, word: w, env }: Server): string =>
    remote
      ? `{ url = "https://example.com/mcp", http_headers = { "X-Key" = ${basic(w)} } }`
      : `{ command = "cmd", args = [${basic(w)}]${env ? `, env = { T = ${basic(w)} }` : ''} }`;
  const key = (name: string): string => (/^[\w-]+$/.test(name) ? name : basic(name));
  if (s.odd && s.wide)
    lines.push(`mcp_servers = { ${list.map((one) => `${key(one.name)} = ${braces(one)}`).join(', ')} }${note('all')}`, '');
  else if (s.odd) lines.push(`[mcp_servers]${note('all')}`, ...list.map((one) => `${key(one.name)} = ${braces(one)}`), '');
  for (const { name, remote, word: w, env } of s.odd ? [] : list) {
    if (s.comments) lines.push('# about it');
    lines.push(`[mcp_servers.${key(name)}]${note('table')}`);
    if (remote) lines.push(`url = "https://example.com/mcp"`, `http_headers = { "X-Key" = ${basic(w)} }`);
    else lines.push(`command = "cmd"${note('cmd')}`, s.wide ? `args = [${s.eol}${s.indent}${basic(w)},${s.eol}]` : `args = [${basic(w)}]`);
    if (env && !remote) lines.push('', `[mcp_servers.${key(name)}.env]`, `T = ${basic(w)}`);
    lines.push('');
  }
  lines.push('[profiles.x]', 'text = """', 'two', '[lines]"""', 'a.b = 1');
  return finish(s, lines);
}

function continueYaml(s: Style, list: readonly Server[]): string {
  const pad = s.wide ? '  ' : '';
  const note = (text: string): string => (s.comments ? `  # ${text}` : '');
  const lines = [...(s.comments ? ['# head'] : []), 'name: "Mine"', `version:   1.0${note('odd')}`, 'models:', '- {name: a, x: [1, 2]}'];
  if (list.length > 0) lines.push(`mcpServers:${note('here')}`);
  for (const { name, remote, word: w, env } of list) {
    if (s.comments) lines.push(`${pad}# about it`);
    lines.push(`${pad}- name: ${basic(name)}${note('n')}`);
    if (remote)
      lines.push(
        `${pad}  type: streamable-http`,
        `${pad}  url: https://example.com/mcp`,
        `${pad}  requestOptions:`,
        `${pad}    headers: {"X-Key": ${basic(w)}}`,
      );
    else
      lines.push(
        `${pad}  command: cmd`,
        `${pad}  args:`,
        `${pad}  - ${basic(w)}`,
        ...(env ? [`${pad}  env:`, `${pad}      T: ${basic(w)}`] : []),
      );
  }
  lines.push('rules:', '  - |', '    two', '    lines', 'last: ~');
  return finish(s, lines);
}

function gooseYaml(s: Style, list: readonly Server[]): string {
  const pad = s.indent.includes('\t') ? '  ' : s.indent;
  const note = (text: string): string => (s.comments ? `  # ${text}` : '');
  const lines = [
    'GOOSE_MODEL: x',
    'extensions:',
    `${pad}developer:${note('built in')}`,
    `${pad}${pad}type: builtin`,
    `${pad}${pad}enabled: true`,
  ];
  for (const [n, { name, remote, word: w, env }] of list.entries()) {
    if (s.comments) lines.push(`${pad}# about it`);
    if (s.odd && n > 0) {
      lines.push(
        ...(s.wide
          ? [`${pad}${basic(name)}: *first${note('n')}`]
          : [`${pad}${basic(name)}:`, `${pad}${pad}<<: *first`, `${pad}${pad}name: ${basic(name)}`]),
      );
      continue;
    }
    lines.push(
      `${pad}${basic(name)}:${s.odd ? ' &first' : ''}${note('n')}`,
      `${pad}${pad}name: ${basic(name)}`,
      `${pad}${pad}enabled: true`,
    );
    if (remote) lines.push(`${pad}${pad}type: streamable_http`, `${pad}${pad}uri: https://example.com/mcp`);
    else
      lines.push(
        `${pad}${pad}type: stdio`,
        `${pad}${pad}cmd: cmd`,
        `${pad}${pad}args: [${basic(w)}]`,
        ...(env ? [`${pad}${pad}envs: {T: ${basic(w)}}`] : []),
      );
  }
  lines.push('after:', `${pad}- 1`);
  return finish(s, lines);
}

/** One generator for each format, with the application and the file it is for. */
export const generated = [
  {
    id: 'windsurf',
    file: '.codeium/windsurf/mcp_config.json',
    format: 'JSON',
    text: fc.tuple(style, servers).map(([s, list]) => json(s, list, false)),
  },
  {
    id: 'cursor',
    file: '.cursor/mcp.json',
    format: 'JSON with comments',
    text: fc.tuple(style, servers).map(([s, list]) => json(s, list, true)),
  },
  { id: 'codex', file: '.codex/config.toml', format: 'TOML', text: fc.tuple(style, servers).map(([s, list]) => toml(s, list)) },
  {
    id: 'continue',
    file: '.continue/config.yaml',
    format: 'YAML, a list',
    text: fc.tuple(style, servers).map(([s, list]) => continueYaml(s, list)),
  },
  {
    id: 'goose',
    file: '.config/goose/config.yaml',
    format: 'YAML, a map',
    text: fc.tuple(style, servers).map(([s, list]) => gooseYaml(s, list)),
  },
] as const;
