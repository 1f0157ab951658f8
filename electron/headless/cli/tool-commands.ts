import type { Command } from 'commander';
import type { ToolView } from '../../../shared/model/views.js';
import { changeWords } from './client-titles.js';
import type { Context, Options } from './context.js';
import { oneOf, parseClass, usage } from './parse.js';
import { table } from './print.js';
import { call, print, withContext } from './run.js';
import { whyNotRead } from './why-not-read.js';

const POSITIONS = ['allow', 'ask', 'deny', 'hide', 'inherit'] as const;

const row = (tool: ToolView): string[] => [
  tool.server,
  tool.tool,
  tool.class,
  tool.severity,
  tool.own ? tool.switch : `(${tool.switch})`,
  tool.pin,
  tool.scan === 'clean' ? '' : tool.scan,
];

/** Servers that were never listed are started once: the person asks for their tools. */
async function listMissing(context: Context, server: string | undefined): Promise<string[]> {
  const problems: string[] = [];
  const servers = (await call(context, 'server.list', {})).filter((one) => (server === undefined ? one.enabled : one.name === server));
  await Promise.all(
    servers
      .filter((one) => one.toolCount === 0)
      .map(async (one) => {
        const refreshed = await context.command('server.refresh', { name: one.name });
        if (!refreshed.ok) problems.push(await whyNotRead(context, one.name, refreshed.error));
      }),
  );
  return problems;
}

/** `toolgate tools` and `toolgate tool set` */
export function addToolCommands(program: Command, options: () => Options): void {
  program
    .command('tools')
    .description(
      'every tool: class, severity, switch (inherited in brackets), state of its pin; exit code 1 where there is none to show, or the one server did not answer',
    )
    .argument('[server]', 'of one server, as --server')
    .option('--server <name>', 'of one server')
    .action((named: string | undefined, { server = named }: { server?: string }) =>
      withContext(options(), async (context) => {
        if (named !== undefined && named !== server) throw usage('one server, or all of them');
        const problems = await listMissing(context, server);
        const tools = await call(context, 'tool.list', server === undefined ? {} : { server });
        print(
          options(),
          tools,
          tools.length === 0 ? 'no tools' : table(tools.map(row), ['SERVER', 'TOOL', 'CLASS', 'SEVERITY', 'SWITCH', 'PIN', 'SCAN']),
        );
        for (const problem of problems) process.stderr.write(`toolgate: ${problem}\n`);
        // One server that is away is no failure of a list of all.
        if (problems.length > 0 && (tools.length === 0 || server !== undefined)) process.exitCode = 1;
      }),
    );

  program
    .command('tool')
    .description('the switch of a tool, a class or a whole server')
    .command('set')
    .description('what becomes of calls: of one tool, of a class of tools, or of the whole server')
    .argument('<server>')
    .argument('<tool-or-position>', 'the tool; left out with --class or for the whole server')
    .argument('[position]', POSITIONS.join(' | '))
    .option('--class <class>', 'every tool of this class')
    .option('--client <name>', 'for one client only')
    .action((server: string, second: string, third: string | undefined, flags: { class?: string; client?: string }) =>
      withContext(options(), async (context) => {
        if (third !== undefined && flags.class !== undefined) throw usage('a tool or a class, not both');
        const action = oneOf('position', POSITIONS, third ?? second);
        const changed = await call(context, 'tool.set', {
          server,
          action,
          ...(third === undefined ? {} : { tool: second }),
          ...(flags.class === undefined ? {} : { class: parseClass(flags.class) }),
          ...(flags.client === undefined ? {} : { client: flags.client }),
        });
        print(options(), changed, (await changeWords(context))(changed.sentence));
      }),
    );
}
