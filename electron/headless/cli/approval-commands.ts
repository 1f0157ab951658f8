import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { ApprovalView } from '../../../shared/model/views.js';
import { askWords } from '../../../shared/policy/reasons.js';
import { inEnglish } from '../../../shared/words/say.js';
import type { Context, Options } from './context.js';
import { CliFailure } from './context.js';
import { oneOf } from './parse.js';
import { duration, table, visible, visibleLines } from './print.js';
import { call, print, report, withContext } from './run.js';

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
        print(
          options(),
          waiting,
          waiting.length === 0
            ? 'nothing waits'
            : table(
                waiting.map((one) => [
                  one.id,
                  one.state,
                  one.client,
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
        print(options(), answered, `allowed ${answered.server} › ${answered.tool} for ${answered.client}`);
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
        print(options(), answered, `denied ${answered.server} › ${answered.tool} for ${answered.client}`);
      }),
    );

  approvals
    .command('watch')
    .description('show each waiting call and answer it here; Ctrl+C ends')
    .action(() => withContext(options(), watch));
}

async function watch(context: Context): Promise<void> {
  if (!context.remote)
    throw new CliFailure({ code: 'NOT_RUNNING', message: 'Toolgate is not running', fix: 'start the application, or `toolgate serve`' });
  let wake: (() => void) | undefined;
  const subscribed = await context.subscribe(['approvals'], () => wake?.());
  if (!subscribed.ok) throw new CliFailure(subscribed.error);
  const skipped = new Set<string>();
  const terminal = context.options.json ? undefined : createInterface({ input: process.stdin, output: process.stderr });
  let ended = false;
  let idle = false;
  const over = (): void => {
    ended = true;
    wake?.();
  };
  void context.gone.then(over);
  process.once('SIGINT', over);
  terminal?.once('close', over);
  try {
    while (!ended) {
      const waiting = (await call(context, 'approval.list', {})).filter((one) => one.state === 'pending' && !skipped.has(one.id));
      const next = waiting[0];
      if (next === undefined) {
        if (terminal !== undefined && !idle) process.stderr.write('nothing waits; what does is shown here, Ctrl+C ends\n');
        idle = true;
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      idle = false;
      skipped.add(next.id);
      if (terminal === undefined) process.stdout.write(`${JSON.stringify(next)}\n`);
      else await answer(context, next, (question) => terminal.question(question));
    }
  } finally {
    process.removeListener('SIGINT', over);
    terminal?.close();
  }
}

async function answer(context: Context, card: ApprovalView, ask: (question: string) => Promise<string>): Promise<void> {
  process.stderr.write(`\n${describe(card)}\n`);
  for (;;) {
    const [word = '', ...rest] = (await ask('[a]llow once, [s]ession, [d]eny [reason], [n]ext: ')).trim().split(/\s+/);
    const letter = word.toLowerCase();
    if (letter === 'n' || letter === 'next') return;
    const result =
      letter === 'a' || letter === 'allow'
        ? await context.command('approval.allow', { id: card.id })
        : letter === 's' || letter === 'session'
          ? await context.command('approval.allow', { id: card.id, scope: 'session' })
          : letter === 'd' || letter === 'deny'
            ? await context.command('approval.deny', { id: card.id, ...(rest.length === 0 ? {} : { reason: rest.join(' ') }) })
            : undefined;
    if (result === undefined) continue;
    if (result.ok) process.stderr.write(`${letter.startsWith('d') ? 'denied' : 'allowed'}\n`);
    else report(new CliFailure(result.error));
    // without the code the call can still be denied here
    if (!result.ok && result.error.code === 'NEEDS_UNLOCK') continue;
    return;
  }
}

function describe(card: ApprovalView): string {
  const left = duration(card.expiresAtMs - Date.now());
  return [
    `${visible(card.client)} wants ${visible(card.server)} › ${visible(card.tool)}   ${card.class}, ${card.severity}${card.waiting > 1 ? `, ${card.waiting} identical calls wait` : ''}`,
    `asks because: ${card.because.map((one) => visible(askWords(one, inEnglish))).join('; ')}`,
    visibleLines(pretty(card.argumentsText)),
    ...(card.alsoSentText === undefined ? [] : ['sent besides the arguments:', visibleLines(pretty(card.alsoSentText))]),
    ...card.findings.map((finding) => `warning: ${visible(finding.says)}: ${visible(finding.quote)}`),
    `denies in ${left}`,
  ].join('\n');
}

/** Indented for reading; a text that is too exact for JSON.parse (big numbers) is shown as it will be sent. */
function pretty(text: string): string {
  if (/\d{16}/.test(text)) return text;
  return JSON.stringify(JSON.parse(text), null, 2);
}
