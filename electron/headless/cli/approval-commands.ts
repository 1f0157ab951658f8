import type { Command } from 'commander';
import type { CommandOutput } from '../../../shared/commands/contract.js';
import { counted } from '../../../shared/words/counted.js';
import { grantIn, scopeOf } from '../../../shared/policy/grant-words.js';
import { inEnglish } from '../../../shared/words/say.js';
import { clientTitles } from './client-titles.js';
import type { Context, Options } from './context.js';
import { oneOf } from './parse.js';
import { table, visible, when } from './print.js';
import { call, print, withContext } from './run.js';
import { watchApprovals } from './watch-approvals.js';

const SCOPES = ['once', 'session', '15m', 'always'] as const;

/** `toolgate approvals …` */
export function addApprovalCommands(program: Command, options: () => Options): void {
  const approvals = program.command('approvals').description('calls that wait for a person');

  approvals
    .command('list')
    .description('what waits now')
    .option('--all', 'the answered ones too')
    .action((flags: { all?: boolean }) =>
      withContext(options(), async (context) => {
        const waiting = await call(context, 'approval.list', { all: flags.all ?? false });
        const title = await clientTitles(context);
        print(
          options(),
          waiting,
          waiting.length === 0
            ? 'nothing waits'
            : table(
                waiting.map((one) => [
                  one.id,
                  one.state,
                  title(one.client),
                  `${one.server} › ${one.tool}`,
                  one.class,
                  one.argumentsText.slice(0, 80),
                ]),
              ),
        );
      }),
    );

  approvals
    .command('allow')
    .argument('<id>')
    .option('--for <scope>', SCOPES.join(' | '), 'once')
    .option('--all', 'every identical call that waits on the same card')
    .description('let a waiting call through')
    .action((id: string, flags: { for: string; all?: boolean }) =>
      withContext(options(), async (context) => {
        const answered = await call(context, 'approval.allow', { id, scope: oneOf('scope', SCOPES, flags.for), all: flags.all ?? false });
        print(options(), answered, await answeredWords(context, 'allowed', answered));
      }),
    );

  approvals
    .command('deny')
    .argument('<id>')
    .option('--reason <text>', 'told to the agent')
    .option('--all', 'every identical call that waits on the same card')
    .description('refuse a waiting call')
    .action((id: string, flags: { reason?: string; all?: boolean }) =>
      withContext(options(), async (context) => {
        const answered = await call(context, 'approval.deny', {
          id,
          ...(flags.reason === undefined ? {} : { reason: flags.reason }),
          all: flags.all ?? false,
        });
        print(options(), answered, await answeredWords(context, 'denied', answered));
      }),
    );

  approvals
    .command('remembered')
    .description('answers that let later calls through too, for a session, a while or always')
    .action(() =>
      withContext(options(), async (context) => {
        const grants = await call(context, 'grant.list', {});
        const title = await clientTitles(context);
        print(
          options(),
          grants,
          grants.length === 0
            ? 'no answer is remembered'
            : table(
                grants.map((one) => [
                  one.id,
                  grantIn(inEnglish, one.sentence, one, scopeOf(one), one.conditions, title(one.client)),
                  `used ${counted(one.uses, 'time')}`,
                  one.expiresAtMs === undefined ? '' : `until ${when(one.expiresAtMs)}`,
                ]),
              ),
        );
      }),
    );

  approvals
    .command('forget')
    .description('ask again about calls that a remembered answer lets through')
    .argument('<id>')
    .action((id: string) =>
      withContext(options(), async (context) => print(options(), await call(context, 'grant.revoke', { id }), `forgot ${id}`)),
    );

  approvals
    .command('watch')
    .description('show each waiting call and answer it here; Ctrl+C ends')
    .action(() => withContext(options(), (context) => watchApprovals(context, process.stdin, process.stderr)));
}

async function answeredWords(
  context: Context,
  how: 'allowed' | 'denied',
  { server, tool, client }: CommandOutput<'approval.allow'>,
): Promise<string> {
  const title = await clientTitles(context);
  return `${how} ${server} › ${tool} for ${visible(title(client))}`;
}
