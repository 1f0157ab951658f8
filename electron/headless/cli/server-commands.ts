import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { counted } from '../../../shared/words/counted.js';
import type { Command } from 'commander';
import { didYouMean } from '../../../shared/did-you-mean.js';
import type { ServerView } from '../../../shared/model/views.js';
import { declared } from '../../../shared/declared-value.js';
import { firstLook } from './first-look.js';
import { readText } from './named-files.js';
import { parseEnv, parseHeader, usage } from './parse.js';
import { table, visible, visibleLines } from './print.js';
import { call, print, withContext } from './run.js';
import { whatToolsCan } from './what-tools-can.js';
import { CliFailure, type Context, type Options } from './context.js';

interface AddFlags {
  env?: string[];
  header?: string[];
  cwd?: string;
  url?: string;
  transport?: string;
  start: boolean;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const row = (server: ServerView): string[] => [
  server.name,
  server.state,
  server.toolCount === 0 ? '-' : counted(server.toolCount, 'tool'),
  server.launch,
  server.problem ?? (server.missingSecrets.length > 0 ? `needs ${server.missingSecrets.join(', ')}` : ''),
];

/** `toolgate server …` */
export function addServerCommands(program: Command, options: () => Options): void {
  const server = program.command('server').description('the MCP servers behind the gate');

  server
    .command('add')
    .description('add a server, a command after -- or an address with --url; start it once and say what its tools can do, or what is wrong')
    .argument('<name>')
    .argument('[command...]', 'the command and its arguments, after --')
    .option('--env <K=V>', 'environment value, or K alone to declare it; may be repeated', collect)
    .option('--cwd <dir>', 'working directory of the command')
    .option('--url <url>', 'address of a remote server')
    .option('--header <K=V>', 'header for a remote server; may be repeated', collect)
    .option('--transport <kind>', 'http (streamable, the default) or sse (legacy)')
    .option('--no-start', 'only add it')
    .action((name: string, argv: string[], flags: AddFlags) =>
      withContext(options(), async (context) => {
        const [command, ...args] = argv;
        if ((command === undefined) === (flags.url === undefined))
          throw usage(
            'a server is a command or an address, one of the two',
            'toolgate server add NAME -- CMD ARGS…  or  toolgate server add NAME --url URL',
          );
        if (flags.transport !== undefined && flags.transport !== 'http' && flags.transport !== 'sse')
          throw usage(`${JSON.stringify(flags.transport)} is no transport`, 'write http or sse');
        if (flags.cwd === undefined) warnOfPathsHere(argv);
        const view = await call(context, 'server.add', {
          name,
          ...(command === undefined
            ? { url: flags.url, ...(flags.transport === undefined ? {} : { transport: flags.transport }) }
            : { command, args }),
          env: (flags.env ?? []).map(parseEnv),
          headers: (flags.header ?? []).map(parseHeader),
          ...(flags.cwd === undefined ? {} : { cwd: flags.cwd }),
          ...(flags.start ? {} : { start: false }),
        });
        const added = `added ${view.name}: ${view.launch}`;
        if (!flags.start) return print(options(), view, added);
        if (!options().json) print(options(), view, added);
        const { server: seen, tools, problem } = await firstLook(context, view);
        if (options().json) print(options(), { ...seen, ...(tools === undefined ? {} : { tools }) }, '');
        else if (tools !== undefined) print(options(), tools, whatToolsCan(tools));
        for (const line of [problem, ...seen.warnings]) if (line !== undefined) process.stderr.write(`toolgate: ${line}\n`);
      }),
    );

  server
    .command('list')
    .description('servers, their state and what is wrong')
    .action(() =>
      withContext(options(), async (context) => {
        const servers = await call(context, 'server.list', {});
        print(
          options(),
          servers,
          servers.length === 0 ? 'no servers yet; add one: toolgate server add NAME -- CMD ARGS…' : table(servers.map(row)),
        );
      }),
    );

  server
    .command('remove')
    .description('remove a server, its secrets and its pins')
    .argument('<name>')
    .action((name: string) =>
      withContext(options(), async (context) => {
        await call(context, 'server.remove', { name });
        print(options(), {}, `removed ${name}`);
      }),
    );

  for (const [word, done] of [
    ['enable', 'enabled'],
    ['disable', 'disabled'],
    ['restart', 'restarted'],
  ] as const)
    server
      .command(word)
      .argument('<name>')
      .description(`${word} a server`)
      .action((name: string) =>
        withContext(options(), async (context) => {
          const view = await call(context, `server.${word}`, { name });
          print(options(), view, `${done} ${name}${view.problem === undefined ? '' : `: ${view.problem}`}`);
        }),
      );

  server
    .command('logs')
    .argument('<name>')
    .description('the newest of what its program wrote to its error output since it runs')
    .action((name: string) =>
      withContext(options(), async (context) => {
        const said = await call(context, 'server.stderr', { name });
        print(options(), said, said.text === '' ? `${name} has written nothing since it runs` : visibleLines(said.text.trimEnd()));
      }),
    );

  server
    .command('hold')
    .description('name an exact version of its package in the launch command')
    .argument('<name>')
    .option('--version-is <version>', 'this one; without it, the one that runs now')
    .action((name: string, flags: { versionIs?: string }) =>
      withContext(options(), async (context) => {
        const version = flags.versionIs ?? (await call(context, 'server.origin', { name })).hold?.version;
        if (version === undefined) throw usage(`no version of the package of ${name} is known`, 'give one: --version-is 1.2.3');
        const view = await call(context, 'server.hold', { name, version });
        print(options(), view, `${name} starts as: ${view.launch}`);
      }),
    );

  addSecretCommand(server, options);

  server
    .command('sign-in')
    .description('sign in to a remote server, in the browser')
    .argument('<name>')
    .option('--client-id <id>', 'a client that you registered there as a native application')
    .option('--client-secret-stdin', 'read its secret from standard input')
    .action((name: string, flags: { clientId?: string; clientSecretStdin?: boolean }) =>
      withContext(options(), async (context) => {
        const secret = flags.clientSecretStdin === true ? readText('-').trim() : undefined;
        if (flags.clientId !== undefined)
          await call(context, 'server.setSecret', { name, kind: 'oauth', key: 'client_id', value: flags.clientId });
        if (secret !== undefined) await call(context, 'server.setSecret', { name, kind: 'oauth', key: 'client_secret', value: secret });
        await showAddress(context, name);
        const view = await call(context, 'server.signIn', { name });
        print(options(), view, `signed in to ${name}: ${counted(view.toolCount, 'tool')}`);
      }),
    );

  server
    .command('import')
    .description('import the servers that an AI application, or a file in its format, has configured')
    .option('--client <id>', 'only this application')
    .option('--file <file>', 'a configuration file')
    .option('--home <dir>', 'look in another home folder')
    .option('--dry-run', 'show what would be imported')
    .action((flags: { client?: string; file?: string; home?: string; dryRun?: boolean }) =>
      withContext(options(), async (context) => {
        const found = await call(context, 'server.import', {
          ...(flags.client === undefined ? {} : { client: flags.client }),
          ...(flags.home === undefined ? {} : { home: flags.home }),
          ...(flags.file === undefined ? {} : { file: flags.file, text: readText(flags.file) }),
          dryRun: flags.dryRun ?? false,
        });
        print(
          options(),
          found,
          found.length === 0
            ? 'found no servers'
            : table(found.map((one) => [one.state, one.name, one.launch, `from ${one.from}`, one.note ?? ''])),
        );
      }),
    );
}

/** A server runs in the home folder: a path that was typed from here would mean another file there. */
function warnOfPathsHere(argv: readonly string[]): void {
  const meant = argv.find((word) => /^\.|[\\/]|\.\w+$/.test(word) && !/^-|:/.test(word) && !isAbsolute(word) && existsSync(word));
  if (meant !== undefined && process.cwd() !== homedir())
    process.stderr.write(
      `toolgate: ${visible(meant)} is looked for in ${homedir()}, where servers run; give its full path, or --cwd ${visible(process.cwd())}\n`,
    );
}

/** Prints the address of a sign-in as soon as there is one: the browser that was opened may be on another screen, or none. */
async function showAddress(context: Context, name: string): Promise<void> {
  let shown: string | undefined;
  await context.subscribe(['servers'], (signal) => {
    if (signal.topic !== 'servers') return;
    const address = signal.value.find((server) => server.name === name)?.signInAddress;
    if (address !== undefined && address !== shown)
      process.stderr.write(`Sign in to ${name} in your browser. If none opened, go to:\n${address}\n`);
    shown = address;
  });
}

function addSecretCommand(server: Command, options: () => Options): void {
  server
    .command('secret')
    .description('give a server the value of an environment variable or a header; it is read from standard input')
    .argument('<name>')
    .argument('<key>', 'the variable or the header')
    .option('--new', 'one that the server does not name yet')
    .action((name: string, key: string, flags: { new?: boolean }) =>
      withContext(options(), async (context) => {
        const servers = await call(context, 'server.list', {});
        const known = servers.find((one) => one.name === name);
        if (known === undefined)
          throw usage(`there is no server ${JSON.stringify(name)}`, didYouMean(name, servers.map((one) => one.name)) ?? 'see `toolgate server list`'); // prettier-ignore
        const there = declared(name, known.transport, key);
        if (!there.ok && flags.new !== true) throw new CliFailure(there.error, 2);
        if (process.stdin.isTTY) process.stderr.write(`Value of ${key} for ${name}, ended by Ctrl-D: `);
        const kind = known.transport.kind === 'stdio' ? 'env' : 'header';
        const view = await call(context, 'server.setSecret', {
          name,
          kind,
          key,
          value: readText('-').replace(/\r?\n$/, ''),
          declares: flags.new ?? false,
        });
        print(
          options(),
          view,
          `${name} has its ${key}; ${view.missingSecrets.length === 0 ? `to see whether it starts: toolgate tools ${name}` : `it still needs ${view.missingSecrets.join(', ')}`}`,
        );
      }),
    );
}
