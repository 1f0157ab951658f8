// Makes electron/core/catalogue/servers.json from real tools/list answers: `node build/catalogue/make-catalogue.mjs [--only NAME] [--again]`.
// Facts only: package, version, how it is started, names of settings, tool names, our class and severity, hashes of the definitions.
// Answers are kept in .cache/catalogue, so that facts can be made anew without starting anything.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { collect } from './collect.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const cache = join(root, '.cache', 'catalogue');
const answers = join(cache, 'answers');
const option = (name) => (process.argv.includes(`--${name}`) ? (process.argv[process.argv.indexOf(`--${name}`) + 1] ?? '') : undefined);
const only = option('only');
const again = process.argv.includes('--again');

const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false, logLevel: 'error' })).module;
const { classifyList } = await load('electron/core/risk/classify.ts');
const { canonicalDeep, hashOfText } = await load('electron/core/pins/canonical-deep.ts');

// settings of the surroundings, not of the server
const everyday =
  /^(?:NODE_.*|PATH|HOME|USER|USERPROFILE|APPDATA|LOCALAPPDATA|PWD|SHELL|TERM.*|CI|DEBUG.*|NO_COLOR|FORCE_COLOR|COLORTERM|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|XDG_.*|npm_.*|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|VITEST.*|JEST.*|BABEL_.*|DISPLAY|EDITOR|LOG_LEVEL|PORT|HOST|SYSTEMROOT|WINDIR|COMSPEC|PROGRAM.*|AWS_LAMBDA.*|KUBERNETES_.*|WSL.*|GITHUB_(?:ACTIONS|RUN.*|SHA|REF.*|WORKFLOW.*|EVENT.*)|VERCEL.*|OTEL_.*|UNDICI_.*|WS_NO.*|READABLE_.*|GRPC_.*|ZOD.*|TEST.*|ELECTRON.*|CODESPACES?|TRAVIS.*|JENKINS.*|GITLAB_CI|BUILD.*|DOTENV.*|BUN_.*|DENO.*|ANTHROPIC_.*|CLAUDE.*|CURSOR_.*|VSCODE_.*)$/;
const telling = /(?:KEY|TOKEN|SECRET|PASS(?:WORD)?|CREDENTIALS?|URL|URI|ENDPOINT|ACCOUNT|EMAIL|USERNAME|CONNECTION_STRING|_ID|REGION|DSN)$/;

mkdirSync(answers, { recursive: true });
const list = JSON.parse(readFileSync(join(here, 'list.json'), 'utf8'));
const servers = [];
const failed = [];
for (const entry of list) {
  const file = join(answers, `${entry.package.replace(/[@/]+/g, '_')}.json`);
  const wanted = only === undefined ? again : entry.package.includes(only);
  let answer = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (answer === undefined || wanted || answer.entry.version !== entry.version) {
    answer = await collect(entry, cache);
    writeFileSync(file, JSON.stringify(answer));
    process.stderr.write(`${entry.package}@${entry.version}: ${answer.failed ?? `${answer.tools.length} tools`}\n`);
  }
  if (answer.failed !== undefined || answer.tools.length === 0) {
    failed.push(`${entry.package}: ${answer.failed ?? 'no tools'}`);
    continue;
  }
  const classes = classifyList(entry.package, answer.tools, {});
  const named = entry.env ?? [];
  const others = (answer.envNames ?? []).filter((name) => !named.includes(name) && !everyday.test(name) && telling.test(name)).slice(0, 8);
  servers.push({
    package: entry.package,
    version: entry.version,
    ...(answer.license === undefined ? {} : { license: String(answer.license) }),
    command: 'npx',
    args: ['-y', `${entry.package}@${entry.version}`, ...(entry.args ?? [])],
    env: named,
    otherEnv: others,
    ...(entry.instances === undefined ? {} : { instances: entry.instances }),
    tools: answer.tools.map((tool, at) => ({
      name: tool.name,
      class: classes[at].class,
      severity: classes[at].severity,
      hash: hashOfText(canonicalDeep(tool)),
    })),
  });
}
servers.sort((a, b) => (a.package < b.package ? -1 : 1));
const made = { format: 1, servers };
const text = `{"format":1,"servers":[\n${made.servers.map((server) => JSON.stringify(server)).join(',\n')}\n]}\n`;
mkdirSync(join(root, 'electron', 'core', 'catalogue'), { recursive: true });
writeFileSync(join(root, 'electron', 'core', 'catalogue', 'servers.json'), text);
process.stdout.write(
  `${servers.length} servers, ${servers.reduce((sum, server) => sum + server.tools.length, 0)} tools, ${Math.round(text.length / 1024)} kB\n${failed.map((line) => `left out: ${line}\n`).join('')}`,
);
