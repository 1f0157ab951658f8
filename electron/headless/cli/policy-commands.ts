import type { Command } from 'commander';
import { presetNames } from '../../../shared/policy/preset-names.js';
import { changeWords, clientTitles } from './client-titles.js';
import { CliFailure, type Options } from './context.js';
import { oneOf, parseRevision, parseTime } from './parse.js';
import { table, visible, when } from './print.js';
import { call, print, withContext } from './run.js';
import { readText } from './named-files.js';
import { addSuggestCommand } from './suggest-command.js';

/** `toolgate policy …` */
export function addPolicyCommands(program: Command, options: () => Options): void {
  const policy = program.command('policy').description('the rules');
  addRunningPolicyCommands(policy, options);
  addPolicyFileCommands(policy, options);
  addSuggestCommand(policy, options);
}

/** What concerns the policy that runs, and its past. */
function addRunningPolicyCommands(policy: Command, options: () => Options): void {
  policy
    .command('show')
    .description('the running policy')
    .action(() =>
      withContext(options(), async (context) => {
        const shown = await call(context, 'policy.show', {});
        print(options(), shown, shown.text);
        if (shown.problem !== undefined) process.stderr.write(`toolgate: ${shown.problem}\n`);
      }),
    );

  policy
    .command('set')
    .description('replace the policy by a file (- is standard input)')
    .argument('<file>')
    .action((file: string) =>
      withContext(options(), async (context) => {
        const set = await call(context, 'policy.set', { text: readText(file) });
        print(options(), set, (await changeWords(context))(set.sentence));
      }),
    );

  policy
    .command('preset')
    .description('start over from a preset: relaxed, balanced or strict')
    .argument('<name>')
    .action((text: string) => {
      const name = oneOf('preset', presetNames, text);
      return withContext(options(), async (context) => {
        const set = await call(context, 'policy.preset', { name });
        print(options(), set, (await changeWords(context))(set.sentence));
      });
    });

  policy
    .command('history')
    .description('every revision of the policy')
    .action(() =>
      withContext(options(), async (context) => {
        const revisions = await call(context, 'policy.history', {});
        const words = await changeWords(context);
        print(options(), revisions, table(revisions.map((one) => [String(one.revision), when(one.atMs), one.by, words(one.sentence)])));
      }),
    );

  policy
    .command('rollback')
    .description('make an earlier revision the running policy')
    .argument('<revision>', 'its number in `toolgate policy history`')
    .action((text: string) => {
      const revision = parseRevision(text);
      return withContext(options(), async (context) => {
        const set = await call(context, 'policy.rollback', { revision });
        print(options(), set, (await changeWords(context))(set.sentence));
      });
    });

  policy
    .command('export')
    .description('the rules of one server as PolicyLayer JSON, where they fit')
    .requiredOption('--server <name>', 'the server whose rules they are')
    .action((flags: { server: string }) =>
      withContext(options(), async (context) => {
        const value = await call(context, 'policy.export', flags);
        print(options(), value, value.text);
        for (const line of value.notExported) process.stderr.write(`not exported: ${visible(line)}\n`);
      }),
    );
}

/** What concerns a file: whether it is valid, what it would decide, what becomes of another product's. */
function addPolicyFileCommands(policy: Command, options: () => Options): void {
  policy
    .command('validate')
    .description('check a policy file; exit code 1 and the place when it is not valid')
    .argument('<file>')
    .action(async (file: string) => {
      const { validatePolicyText } = await import('../../core/offline.js');
      const problems = validatePolicyText(readText(file));
      print(
        options(),
        { valid: problems.length === 0, problems },
        problems.length === 0
          ? 'valid'
          : problems
              .map(
                (one) =>
                  `${file}${one.line === undefined ? '' : `:${one.line}:${one.column ?? 1}`} ${visible(one.pointer)} ${visible(one.message)}${one.fix === undefined ? '' : ` (${visible(one.fix)})`}`,
              )
              .join('\n'),
      );
      if (problems.length > 0) process.exitCode = 1;
    });

  policy
    .command('schema')
    .description('the JSON Schema of the policy language, for editors')
    .action(async () => {
      const { policyJsonSchema } = await import('../../core/offline.js');
      process.stdout.write(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
    });

  policy
    .command('eval')
    .description('decide recorded or invented calls on a simulated clock; one decision per line')
    .requiredOption('--policy <file>', 'the policy')
    .requiredOption('--calls <file>', 'one call per line: {client, session, server, tool, class, inputSchema, arguments, atMs}')
    .action(async (flags: { policy: string; calls: string }) => {
      const { evaluateCalls } = await import('../../core/offline.js');
      const decisions = evaluateCalls(readText(flags.policy), readText(flags.calls));
      if (!decisions.ok) throw new CliFailure(decisions.error);
      for (const decision of decisions.value) {
        if (!decision.ok) throw new CliFailure(decision.error);
        process.stdout.write(`${JSON.stringify(decision.value)}\n`);
      }
    });

  policy
    .command('replay')
    .description('which recorded calls a draft policy would decide differently')
    .argument('<file>')
    .option('--since <time>', 'for example 2d or 2026-11-01')
    .action((file: string, flags: { since?: string }) =>
      withContext(options(), async (context) => {
        const value = await call(context, 'policy.replay', {
          text: readText(file),
          ...(flags.since === undefined ? {} : { sinceMs: parseTime(flags.since, Date.now()) }),
        });
        const title = await clientTitles(context);
        print(
          options(),
          value,
          [
            `${value.calls} calls: ${value.same} the same, ${value.changed.length} different, ${value.cannotTell} cannot tell`,
            ...(value.changed.length === 0
              ? []
              : [
                  table(
                    value.changed.map((one) => [
                      when(one.record.atMs),
                      title(one.record.client),
                      `${one.record.server} › ${one.record.tool}`,
                      `${one.was} → ${one.would}`,
                      one.because,
                    ]),
                  ),
                ]),
          ].join('\n'),
        );
      }),
    );

  policy
    .command('import')
    .description('convert a PolicyLayer or Intercept policy into rules for one server, saying what was converted and what was not')
    .argument('<file>')
    .requiredOption('--server <name>', 'the server the rules are for')
    .option('--apply', 'put the rules into the running policy')
    .action(async (file: string, flags: { server: string; apply?: boolean }) => {
      if (flags.apply === true) {
        await withContext(options(), async (context) => {
          const value = await call(context, 'policy.import', { text: readText(file), server: flags.server, dryRun: false });
          print(options(), value, imported(value));
        });
        return;
      }
      const { importPolicyText } = await import('../../core/offline.js');
      const value = importPolicyText(readText(file), flags.server);
      if (!value.ok) throw new CliFailure(value.error);
      print(options(), value.value, imported(value.value));
    });
}

function imported(value: { converted: readonly string[]; notConverted: readonly string[]; text: string }): string {
  return [
    ...value.converted.map((line) => `converted: ${visible(line)}`),
    ...value.notConverted.map((line) => `not converted: ${visible(line)}`),
    value.text,
  ].join('\n');
}
