import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import type { ApplicationChange } from '../../../shared/model/applications.js';
import type { ToolView } from '../../../shared/model/views.js';
import type { Context, Options } from './context.js';
import { parseDuration, oneOf } from './parse.js';
import { table, visibleLines, when } from './print.js';
import { call, print, withContext } from './run.js';
import { whatToolsCan } from './what-tools-can.js';

/** `toolgate client …` */
export function addClientCommands(program: Command, options: () => Options): void {
  const client = program.command('client').description('the AI applications that may call');
  addTokenCommands(client, options);
  addApplicationCommands(client, options);
}

/** A program as one types it, with its environment before it. */
const startOf = ({ command, args, env }: CommandOutput<'client.add'>['bridge']): string =>
  [...Object.entries(env).map((pair) => pair.join('=')), command, ...args].map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');

/** Who may call: names and tokens. */
function addTokenCommands(client: Command, options: () => Options): void {
  client
    .command('add')
    .description('give an application a token; it is shown this once')
    .argument('<name>')
    .option('--token <token>', 'use this token')
    .option('--token-stdin', 'read the token from standard input')
    .action((name: string, flags: { token?: string; tokenStdin?: boolean }) =>
      withContext(options(), async (context) => {
        const token = flags.tokenStdin === true ? readFileSync(0, 'utf8').trim() : flags.token;
        const added = await call(context, 'client.add', { name, ...(token === undefined ? {} : { token }) });
        print(
          options(),
          added,
          [`added ${added.name}`, `  address  ${added.url}`, `  token    ${added.token}`, `  bridge   ${startOf(added.bridge)}`].join('\n'),
        );
      }),
    );

  client
    .command('list')
    .description('who may call, and when it last did')
    .action(() =>
      withContext(options(), async (context) => {
        const clients = await call(context, 'client.list', {});
        print(
          options(),
          clients,
          clients.length === 0
            ? 'no clients yet; add one: toolgate client add NAME'
            : table(
                clients.map((one) => [
                  one.name,
                  one.title ?? '',
                  one.blockedUntilMs === undefined ? '' : 'blocked',
                  one.lastSeenAtMs === undefined ? 'never seen' : `seen ${when(one.lastSeenAtMs)}`,
                  one.says ?? '',
                ]),
              ),
        );
      }),
    );

  client
    .command('remove')
    .description('take the token away; its sessions end')
    .argument('<name>')
    .action((name: string) =>
      withContext(options(), async (context) => {
        await call(context, 'client.remove', { name });
        print(options(), {}, `removed ${name}`);
      }),
    );

  client
    .command('block')
    .description('refuse everything from an application, for a while or until it is unblocked')
    .argument('<name>')
    .option('--for <duration>', 'for example 15m')
    .action((name: string, flags: { for?: string }) =>
      withContext(options(), async (context) => {
        const view = await call(context, 'client.block', { name, ...(flags.for === undefined ? {} : { forMs: parseDuration(flags.for) }) });
        print(options(), view, `blocked ${name}`);
      }),
    );

  client
    .command('unblock')
    .argument('<name>')
    .description('let an application call again')
    .action((name: string) =>
      withContext(options(), async (context) => print(options(), await call(context, 'client.unblock', { name }), `unblocked ${name}`)),
    );
}

/** The applications of this machine and their files. */
function addApplicationCommands(client: Command, options: () => Options): void {
  client
    .command('discover')
    .description('AI applications on this machine and the servers in their files; starts and changes nothing')
    .option('--home <dir>', 'look in another home folder')
    .option('--project <dir>', 'look in this project’s folder too')
    .action((flags: { home?: string; project?: string }) =>
      withContext(options(), async (context) => {
        const found = await call(context, 'client.discover', { ...flags, ...inProject(flags) });
        const rows = found
          .filter((one) => one.present || (one.projects ?? []).length > 0)
          .flatMap((one) => [
            [one.id, one.name, one.state ?? (one.kind === 'instructions' ? 'by hand' : 'not connected')],
            ...one.servers.map((server) => ['', `  ${server.name}`, server.launch]),
            ...(one.projects ?? []).map(({ folder, state }) => ['', '  project', `${folder}  ${state ?? 'not connected'}`]),
            ...one.problems.map((problem) => ['', '  problem', problem.message]),
          ]);
        print(options(), found, rows.length === 0 ? 'no applications found' : table(rows));
      }),
    );

  client
    .command('connect')
    .description('put the gate into an application’s configuration')
    .argument('<id>')
    .option('--mode <mode>', 'mirror (each server keeps its name) or aggregate (one entry for all)', 'mirror')
    .option('--dry-run', 'show the exact change')
    .option('--home <dir>', 'in another home folder')
    .option('--project <dir>', 'the application’s own files in this project instead')
    .action((id: string, flags: { mode: string; dryRun?: boolean; home?: string; project?: string }) =>
      withContext(options(), async (context) => {
        const value = await call(context, 'client.connect', {
          id,
          mode: oneOf('mode', ['mirror', 'aggregate'], flags.mode),
          dryRun: flags.dryRun ?? false,
          ...(flags.home === undefined ? {} : { home: flags.home }),
          ...inProject(flags),
        });
        print(options(), value, summary(value, await called(context, value)));
        sayWhyItStays(context, value, options());
      }),
    );

  client
    .command('disconnect')
    .description('take the gate out again, byte for byte; `all` takes it out of every application')
    .argument('<id>')
    .option('--edited <what>', 'our entries that somebody changed: ask, keep or revert', 'ask')
    .option('--dry-run', 'show the exact change')
    .option('--home <dir>', 'in another home folder')
    .option('--project <dir>', 'the application’s own files in this project instead')
    .action((id: string, flags: { dryRun?: boolean; home?: string; project?: string; edited: string }) =>
      withContext(options(), async (context) => {
        const value = await call(context, 'client.disconnect', {
          id,
          dryRun: flags.dryRun ?? false,
          edited: oneOf('edited', ['ask', 'keep', 'revert'], flags.edited),
          ...(flags.home === undefined ? {} : { home: flags.home }),
          ...inProject(flags),
        });
        print(options(), value, summary(value));
        sayWhyItStays(context, value, options());
      }),
    );

  client
    .command('restore')
    .description('put the gate back into an application that lost it, or bring a backup of its file back')
    .argument('<id>')
    .option('--backup <name>', 'a backup, as `client discover --json` names them')
    .option('--home <dir>', 'in another home folder')
    .option('--project <dir>', 'the application’s own files in this project instead')
    .action((id: string, flags: { backup?: string; home?: string; project?: string }) =>
      withContext(options(), async (context) => {
        const value = await call(context, 'client.restore', { id, ...flags, ...inProject(flags) });
        print(options(), value, summary(value, flags.backup === undefined ? tried(value) : undefined));
        sayWhyItStays(context, value, options());
      }),
    );

  client
    .command('verify')
    .description('check that every connected application still goes through the gate')
    .option('--home <dir>', 'in another home folder')
    .action((flags: { home?: string }) =>
      withContext(options(), async (context) => {
        const checked = await call(context, 'client.verify', flags);
        print(
          options(),
          checked,
          checked.length === 0
            ? 'no application is connected'
            : table(
                checked.map((one) => [
                  one.id,
                  one.name,
                  one.state,
                  [one.project, one.problem].filter((part) => part !== undefined).join(': '),
                ]),
              ),
        );
        if (checked.some((one) => one.state !== 'connected')) process.exitCode = 1;
      }),
    );
}

/** The folder as it is here, wherever the instance that answers was started. */
const inProject = ({ project }: { project?: string }): { project?: string } => (project === undefined ? {} : { project: resolve(project) });

/** The command's own process looks after a replaced file for two seconds; a running gate does it itself. */
function sayWhyItStays(
  { remote }: Context,
  { changed, dryRun }: { readonly changed: boolean; readonly dryRun: boolean },
  { json }: Options,
): void {
  if (changed && !dryRun && !remote && !json)
    process.stderr.write('two seconds more, in case an application is still writing into a file as it was before …\n');
}

/** What came of calling the gate as the application will. */
function tried({ dryRun, verified, problem }: ApplicationChange): string | undefined {
  if (dryRun) return undefined;
  if (verified) return 'Tried: the gate answers through every entry.';
  return problem ?? 'Not tried: the gate does not run. Start the application, or `toolgate serve`.';
}

/** The same, with what its agents can call now. */
async function called(context: Context, change: ApplicationChange): Promise<string | undefined> {
  if (change.dryRun || !change.verified) return tried(change);
  const tools: ToolView[] = [];
  for (const { server } of change.imported) {
    const listed = await context.command('server.refresh', { name: server });
    if (listed.ok) tools.push(...(await call(context, 'tool.list', { server })));
  }
  return [tried(change), ...(tools.length === 0 ? [] : [whatToolsCan(tools)])].join('\n');
}

function summary({ sentence, warnings = [], left, diff }: ApplicationChange, outcome?: string): string {
  const stays = left.map(({ name, why }) => `${name} stays as it is: ${why}`);
  return [sentence, outcome, ...warnings, ...stays, diff]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => visibleLines(part as string))
    .join('\n');
}
