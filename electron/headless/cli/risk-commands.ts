import type { Command } from 'commander';
import type { Options } from './context.js';
import { usage } from './parse.js';
import { table, visible } from './print.js';
import { call, print, withContext } from './run.js';
import { readText } from './server-commands.js';

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
        print(
          options(),
          diff,
          diff.changes.length === 0
            ? 'no change'
            : diff.changes
                .map(
                  (one) =>
                    `${one.kind} ${visible(one.pointer)}\n  - ${visible(JSON.stringify(one.before) ?? '')}\n  + ${visible(JSON.stringify(one.after) ?? '')}`,
                )
                .join('\n'),
        );
      }),
    );

  for (const [word, done] of [
    ['accept', 'accepted'],
    ['reject', 'rejected'],
  ] as const)
    pins
      .command(word)
      .description(word === 'accept' ? 'pin the definition as it is now' : 'keep the tool blocked')
      .argument('<server>')
      .argument('<tool>')
      .action((server: string, tool: string) =>
        withContext(options(), async (context) => {
          await call(context, `pin.${word}`, { server, tool });
          print(options(), {}, `${done} ${server} › ${tool}`);
        }),
      );

  pins
    .command('release')
    .description('let a quarantined tool out, for exactly the definition it has now')
    .argument('<server>')
    .argument('<tool>')
    .action((server: string, tool: string) =>
      withContext(options(), async (context) => {
        await call(context, 'finding.release', { server, tool });
        print(options(), {}, `released ${server} › ${tool}`);
      }),
    );

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
