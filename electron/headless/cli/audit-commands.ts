import type { Command } from 'commander';
import type { CallRecord } from '../../../shared/model/views.js';
import { counted } from '../../../shared/words/counted.js';
import { clientTitles } from './client-titles.js';
import type { Options } from './context.js';
import { writeText } from './named-files.js';
import { oneOf, parseTime, usage } from './parse.js';
import { table, visible, visibleLines, when } from './print.js';
import { call, print, withContext } from './run.js';

interface Filters {
  client?: string;
  server?: string;
  tool?: string;
  verdict?: string;
  since?: string;
  until?: string;
  text?: string;
  limit?: string;
}

const filterOptions = (command: Command): Command =>
  command
    .option('--client <name>', 'of one client')
    .option('--server <name>', 'to one server')
    .option('--tool <name>', 'of one tool')
    .option('--verdict <verdict>', 'allow, ask, deny or hide')
    .option('--since <time>', 'for example 2h or 2026-11-22T18:00')
    .option('--until <time>', 'likewise')
    .option('--text <text>', 'anywhere in tool, server or arguments')
    .option('--limit <n>', 'at most this many, newest first');

function toFilter(flags: Filters) {
  const now = Date.now();
  const limit = flags.limit === undefined ? undefined : Number(flags.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 10_000))
    throw usage(`${JSON.stringify(flags.limit)} is no limit`, 'write a number from 1 to 10000');
  return {
    ...(flags.client === undefined ? {} : { client: flags.client }),
    ...(flags.server === undefined ? {} : { server: flags.server }),
    ...(flags.tool === undefined ? {} : { tool: flags.tool }),
    ...(flags.verdict === undefined ? {} : { verdict: oneOf('verdict', ['allow', 'ask', 'deny', 'hide'], flags.verdict) }),
    ...(flags.since === undefined ? {} : { sinceMs: parseTime(flags.since, now) }),
    ...(flags.until === undefined ? {} : { untilMs: parseTime(flags.until, now) }),
    ...(flags.text === undefined ? {} : { text: flags.text }),
    ...(limit === undefined ? {} : { limit }),
  };
}

const row = (record: CallRecord, title: (client: string) => string): string[] => [
  when(record.atMs),
  record.id,
  title(record.client),
  `${record.server} › ${record.tool === '' ? record.method : record.tool}`,
  record.verdict,
  record.enforced === 'forwarded' ? record.outcome : record.code,
  record.argumentsText.slice(0, 60),
];

/** `toolgate audit …` */
export function addAuditCommands(program: Command, options: () => Options): void {
  const audit = program.command('audit').description('the log of every call');

  filterOptions(audit.command('list').description('calls, newest first')).action((flags: Filters) =>
    withContext(options(), async (context) => {
      const records = await call(context, 'audit.list', toFilter(flags));
      const title = await clientTitles(context);
      print(options(), records, records.length === 0 ? 'no calls' : table(records.map((record) => row(record, title))));
    }),
  );

  audit
    .command('show')
    .description('one call, whole')
    .argument('<id>')
    .action((id: string) =>
      withContext(options(), async (context) => {
        const record = await call(context, 'audit.show', { id });
        const lines = Object.entries(record).map(([key, value]) => [
          key,
          typeof value === 'object' ? JSON.stringify(value) : String(value),
        ]);
        print(options(), record, table(lines));
      }),
    );

  audit
    .command('stats')
    .description('counts by verdict and tool')
    .option('--since <time>', 'for example 2h or 2026-11-22T18:00')
    .action((flags: { since?: string }) =>
      withContext(options(), async (context) => {
        const stats = await call(context, 'audit.stats', flags.since === undefined ? {} : { sinceMs: parseTime(flags.since, Date.now()) });
        print(
          options(),
          stats,
          [
            `${counted(stats.calls, 'call')}, ${Math.ceil(stats.bytes / 1024)} KB of log`,
            ...Object.entries(stats.byVerdict).map(([verdict, count]) => `  ${verdict} ${count}`),
            ...(stats.byTool.length === 0 ? [] : [table(stats.byTool.map((one) => [String(one.calls), `${one.server} › ${one.tool}`]))]),
          ].join('\n'),
        );
      }),
    );

  audit
    .command('verify')
    .description('check the chain of the log; exit code 1 when something was changed')
    .action(() =>
      withContext(options(), async (context) => {
        const checked = await call(context, 'audit.verify', {});
        print(
          options(),
          checked,
          checked.intact
            ? `intact: ${counted(checked.records, 'record')}`
            : checked.problems.map((one) => `record ${one.seq}: ${visible(one.text)}`).join('\n'),
        );
        if (!checked.intact) process.exitCode = 1;
      }),
    );

  filterOptions(audit.command('export').description('write records as JSONL, CSV or OTLP'))
    .requiredOption('--format <format>', 'jsonl, csv or otlp')
    .option('--out <file>', 'into a file (0600) instead of standard output')
    .action((flags: Filters & { format: string; out?: string }) =>
      withContext(options(), async (context) => {
        const format = oneOf('format', ['jsonl', 'csv', 'otlp'], flags.format);
        const exported = await call(context, 'audit.export', { ...toFilter(flags), format });
        if (flags.out === undefined) {
          process.stdout.write(format === 'otlp' || format === 'jsonl' ? exported.text : visibleLines(exported.text));
          return;
        }
        writeText(flags.out, exported.text, 0o600);
        print(options(), { records: exported.records, file: flags.out }, `wrote ${exported.records} records to ${flags.out}`);
      }),
    );
}
