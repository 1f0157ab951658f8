import type { Command } from 'commander';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { changeWords } from './client-titles.js';
import { CliFailure, type Options } from './context.js';
import { parseTime } from './parse.js';
import { visible } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate policy suggest` */
export function addSuggestCommand(policy: Command, options: () => Options): void {
  policy
    .command('suggest')
    .description('rules from what went through against the rules while observing')
    .option('--since <time>', 'for example 2d or 2026-11-01')
    .option('--apply', 'add what is proposed to the policy, as one revision')
    .action((flags: { since?: string; apply?: boolean }) =>
      withContext(options(), async (context) => {
        const found = await call(context, 'rule.suggest', flags.since === undefined ? {} : { sinceMs: parseTime(flags.since, Date.now()) });
        if (flags.apply !== true) return print(options(), found, suggested(found));
        const rules = found.suggestions.flatMap(proposedRules);
        if (rules.length === 0)
          throw new CliFailure({ code: 'NOTHING_TO_WRITE', message: 'nothing is proposed that would change a verdict', fix: 'see `toolgate policy suggest`' }); // prettier-ignore
        const { revision, sentence } = await call(context, 'rule.addMany', { rules });
        print(options(), { revision, sentence, rules: rules.length }, visible((await changeWords(context))(sentence)));
      }),
    );
}

type Found = CommandOutput<'rule.suggest'>;

/** The proposed rule, for each client that was seen; nothing where it says what the rules say already. */
function proposedRules({ server, tool, clients, now, options, proposed }: Found['suggestions'][number]) {
  const option = options[proposed];
  if (option === undefined || option.action === now) return [];
  return clients.map((client) => ({ client, server, tool, rule: option.rule }));
}

function suggested({ suggestions, left, settled }: Found): string {
  const calls = (many: number): string => (many === 1 ? '1 call' : `${many} calls`);
  const lines = suggestions.flatMap((one) => [
    `${visible(one.server)}/${visible(one.tool)} (${one.class}): ${calls(one.calls)} by ${visible(one.clients.join(', '))}, now ${one.now}`,
    ...one.options.map(({ sentence }, i) => `  ${i === one.proposed ? '*' : ' '} ${visible(sentence)}`),
  ]);
  const kept = left.map((one) => `no rule for ${visible(one.server)}/${visible(one.tool)} (${calls(one.calls)}): ${visible(one.why)}`);
  const end = suggestions.some((one) => proposedRules(one).length > 0) ? ['`toolgate policy suggest --apply` adds what is marked *'] : [];
  if (lines.length + kept.length > 0) return [...lines, ...kept, ...end].join('\n');
  return settled > 0
    ? 'the rules allow everything that was observed'
    : 'nothing went against the rules while observing; `toolgate mode observe --for 1h` records what the rules would have done';
}
