import type { Command } from 'commander';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { CliFailure, type Context, type Options } from './context.js';
import { usage } from './parse.js';
import { table, visible } from './print.js';
import { call, print, withContext } from './run.js';
import { readText } from './named-files.js';

/** `toolgate pins …`, `toolgate classify`, `toolgate scan` */
export function addRiskCommands(program: Command, options: () => Options): void {
  const pins = program.command('pins').description('tool definitions as they were first seen');

  pins
    .command('list')
    .description('what is pinned, and what changed since')
    .action(() =>
      withContext(options(), async (context) => {
        const list = await call(context, 'pin.list', {});
        print(
          options(),
          list,
          list.length === 0 ? 'nothing is pinned yet' : table(list.map((one) => [one.server, one.subject, one.state])),
        );
      }),
    );

  pins
    .command('diff')
    .description('what changed in a tool’s definition, field by field')
    .argument('<server>')
    .argument('<tool>')
    .action((server: string, tool: string) =>
      withContext(options(), async (context) => {
        const diff = await call(context, 'pin.diff', { server, tool });
        print(options(), diff, diffText(diff));
      }),
    );

  for (const [word, name, done, description] of [
    ['accept', 'pin.accept', 'accepted', 'pin the definition as it is now'],
    ['release', 'finding.release', 'released', 'let a quarantined tool out, for exactly the definition it has now'],
  ] as const)
    pins
      .command(word)
      .description(description)
      .argument('<server>')
      .argument('<tool>')
      .option('--hash <hash>', 'only the definition with this hash, as `pins diff` showed it; without it, the difference is shown now')
      .action((server: string, tool: string, flags: { hash?: string }) =>
        withContext(options(), async (context) => {
          const hash = flags.hash ?? (await shown(context, server, tool));
          await call(context, name, { server, tool, hash });
          print(options(), { hash }, `${done} ${visible(server)} › ${visible(tool)}, definition ${hash}`);
        }),
      );

  pins
    .command('reject')
    .description('keep the tool blocked')
    .argument('<server>')
    .argument('<tool>')
    .action((server: string, tool: string) =>
      withContext(options(), async (context) => {
        await call(context, 'pin.reject', { server, tool });
        print(options(), {}, `rejected ${visible(server)} › ${visible(tool)}`);
      }),
    );

  /** shows the difference and gives the hash of what it leads to */
  async function shown(context: Context, server: string, tool: string): Promise<string> {
    const diff = await call(context, 'pin.diff', { server, tool });
    if (diff.hash === undefined)
      throw new CliFailure({
        code: 'NOT_SEEN',
        message: `${server} has not listed ${tool} since it started`,
        fix: `look at it first: \`toolgate server restart ${server}\``,
      });
    if (!options().json) process.stdout.write(`${diffText(diff)}\n`);
    return diff.hash;
  }

  program
    .command('classify')
    .description('class, severity and reasons of every tool in a tools/list result')
    .argument('<file>')
    .option('--ignore-annotations', 'judge without what the author claims')
    .action(async (file: string, flags: { ignoreAnnotations?: boolean }) => {
      const { classifyFile } = await import('../../core/offline.js');
      const classified = classifyFile(readJson(file), { ignoreAnnotations: flags.ignoreAnnotations ?? false });
      if (classified === undefined) throw usage(`${file} holds no tools`, 'a tools/list result is {"tools": [ … ]}');
      print(
        options(),
        classified,
        table(
          classified.map((one) => [one.tool, one.class, one.severity, one.evidence.map((e) => `${e.from} says “${e.quote}”`).join(', ')]),
          ['TOOL', 'CLASS', 'SEVERITY', 'WHY'],
        ),
      );
    });

  program
    .command('scan')
    .description('find hidden instructions and invisible text in definitions; exit code 1 when something is poisoned')
    .argument('[file]', 'a tools/list result')
    .option('--texts <file>', 'one text per line: {id, text, surface}')
    .action(async (file: string | undefined, flags: { texts?: string }) => {
      const { scanFile, scanTextsRow } = await import('../../core/offline.js');
      if ((file === undefined) === (flags.texts === undefined))
        throw usage('scan takes a file, or --texts with a file', 'toolgate scan FILE  or  toolgate scan --texts FILE');
      if (flags.texts !== undefined) {
        let poisoned = false;
        readText(flags.texts)
          .split('\n')
          .forEach((line, index) => {
            if (line.trim() === '') return;
            const row = scanTextsRow(parseRow(line, flags.texts!, index + 1));
            poisoned ||= row.verdict === 'poisoned';
            process.stdout.write(
              `${options().json ? JSON.stringify(row) : `${row.verdict}\t${visible(String(row.id))}\t${row.findings.map((one) => visible(one.says)).join('; ')}`}\n`,
            );
          });
        if (poisoned) process.exitCode = 1;
        return;
      }
      const scanned = scanFile(readJson(file!));
      if (scanned === undefined) throw usage(`${file!} holds no tools`, 'a tools/list result is {"tools": [ … ]}');
      print(
        options(),
        scanned,
        table(scanned.map((one) => [one.verdict, one.tool, one.findings.map((found) => `${found.says}: ${found.quote}`).join('; ')])),
      );
      if (scanned.some((one) => one.verdict === 'poisoned')) process.exitCode = 1;
    });
}

function diffText({ hash, changes }: CommandOutput<'pin.diff'>): string {
  const lines = changes.map(
    (one) =>
      `${one.kind} ${visible(one.pointer)}\n  - ${visible(JSON.stringify(one.before) ?? '')}\n  + ${visible(JSON.stringify(one.after) ?? '')}`,
  );
  return [...(lines.length === 0 ? ['no change'] : lines), ...(hash === undefined ? [] : [`definition ${hash}`])].join('\n');
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw usage(`${file} is no JSON: ${error.message}`);
    throw error;
  }
}

function parseRow(line: string, file: string, number: number): { id: unknown; text: string; surface?: string } {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw usage(`${file}:${number} is no JSON`);
  }
  const { text } = row as { text?: unknown };
  if (typeof text !== 'string') throw usage(`${file}:${number} has no text`, 'a row is {"id": …, "text": "…"}');
  return row as { id: unknown; text: string; surface?: string };
}
