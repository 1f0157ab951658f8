import { gathered } from '../../../shared/report/gathered.js';
import { counted } from '../../../shared/words/counted.js';
import type { Command } from 'commander';
import type { Options } from './context.js';
import { writeText } from './named-files.js';
import { oneOf, parseClass, usage } from './parse.js';
import { table, visible } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate report`, `toolgate stack`, `toolgate catalogue`, `toolgate tool label` */
export function addReportCommands(program: Command, options: () => Options): void {
  program
    .command('report')
    .description('what the tools can do, why, and what they make possible together, to hand on')
    .option('--server <name>', 'this server only')
    .option('--format <format>', 'md, json or html; without it json with --json, else md')
    .option('--out <file>', 'write it there')
    .action((flags: { server?: string; format?: string; out?: string }) =>
      withContext(options(), async (context) => {
        const format = oneOf('format', ['md', 'json', 'html'], flags.format ?? (options().json ? 'json' : 'md'));
        const made = await call(context, 'report.make', { format, ...(flags.server === undefined ? {} : { server: flags.server }) });
        if (flags.out === undefined) process.stdout.write(made.text);
        else {
          writeText(flags.out, made.text);
          print(options(), { file: flags.out }, `wrote ${flags.out}`);
        }
      }),
    );

  program
    .command('stack')
    .description('which dangerous combinations the servers make possible')
    .action(() =>
      withContext(options(), async (context) => {
        const stack = await call(context, 'stack.show', {});
        const lines = [
          ...stack.combinations.flatMap((one) => [
            one.title,
            `  ${one.path.map((step) => visible(`${step.server} › ${step.tool}`)).join(' → ')}  (${one.count} ways)`,
            `  ${one.answer}`,
          ]),
          ...gathered(stack.shadows).map(({ first, tools }) => visible(`${first.server} › ${tools.join(', ')}: ${first.says}`)),
        ];
        print(options(), stack, lines.length === 0 ? 'nothing dangerous together is known of these tools' : lines.join('\n'));
      }),
    );

  const catalogue = program.command('catalogue').description('well-known servers');
  catalogue
    .command('search')
    .description('servers to add, by name or by what their tools are called')
    .argument('[text]', '', '')
    .option('--registry', 'ask the MCP registry too: sends the text to it')
    .action((text: string, flags: { registry?: boolean }) =>
      withContext(options(), async (context) => {
        const found = await call(context, 'catalogue.search', { text, ...(flags.registry === true ? { registry: true } : {}) });
        const rows = found.map((one) => [
          one.package,
          one.version ?? '',
          one.tools.length === 0 ? one.source : counted(one.tools.length, 'tool'),
          visible([one.command ?? one.url ?? '', ...(one.args ?? [])].join(' ')),
        ]);
        print(options(), found, found.length === 0 ? 'no server is known by that' : table(rows));
      }),
    );

  program.commands
    .find((command) => command.name() === 'tool')
    ?.command('label')
    .description('say what a tool is instead of the classifier')
    .argument('<server>')
    .argument('<tool>')
    .option('--labels <list>', 'private-data, untrusted-content, outward; separated by commas, or none')
    .option('--class <class>', 'read, write, execute, destructive, financial or unclassified')
    .option('--reset', 'back to what the classifier says')
    .action((server: string, tool: string, flags: { labels?: string; class?: string; reset?: boolean }) =>
      withContext(options(), async (context) => {
        if (flags.labels === undefined && flags.class === undefined && flags.reset !== true)
          throw usage('nothing to change', 'give --labels, --class or --reset');
        const names =
          flags.labels === undefined || flags.labels === 'none'
            ? []
            : flags.labels.split(',').map((label) => oneOf('label', ['private-data', 'untrusted-content', 'outward'], label.trim()));
        const now = await call(context, 'tool.label', {
          server,
          tool,
          ...(flags.labels === undefined ? {} : { labels: names }),
          ...(flags.class === undefined ? {} : { class: parseClass(flags.class) }),
          ...(flags.reset === true ? { reset: true } : {}),
        });
        print(options(), now, `${server} › ${tool}: ${now.class}; ${now.labels.join(', ') || 'no labels'}`);
      }),
    );
}
