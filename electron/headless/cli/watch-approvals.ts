import { createInterface } from 'node:readline/promises';
import type { ApprovalView } from '../../../shared/model/views.js';
import { askWords } from '../../../shared/policy/reasons.js';
import { inEnglish } from '../../../shared/words/say.js';
import { clientTitles } from './client-titles.js';
import { CliFailure, type Context } from './context.js';
import { duration, visible, visibleLines } from './print.js';
import { call, report } from './run.js';

/**
 * Shows each waiting call once and takes its answer from the keyboard; with `--json` one line on stdout for each, and no answers. Ends with
 * Ctrl+C, with the end of `input`, and when Toolgate goes away, also in the middle of a question.
 */
export async function watchApprovals(context: Context, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  if (!context.remote)
    throw new CliFailure({ code: 'NOT_RUNNING', message: 'Toolgate is not running', fix: 'start the application, or `toolgate serve`' });
  let told = 0;
  let wake = (): void => undefined;
  const tell = (): void => {
    told++;
    wake();
  };
  const subscribed = await context.subscribe(['approvals'], tell);
  if (!subscribed.ok) throw new CliFailure(subscribed.error);
  const skipped = new Set<string>();
  const terminal = context.options.json ? undefined : createInterface({ input, output });
  const end = new AbortController();
  const over = (): void => {
    end.abort();
    wake();
  };
  void context.gone.then(over);
  process.once('SIGINT', over);
  terminal?.once('close', over);
  let idle = false;
  try {
    while (!end.signal.aborted) {
      // news that comes while the list is on its way may not be in it
      const before = told;
      const waiting = (await call(context, 'approval.list', {})).filter((one) => one.state === 'pending' && !skipped.has(one.id));
      const next = waiting[0];
      if (next === undefined) {
        if (terminal !== undefined && !idle) output.write('nothing waits; what does is shown here, Ctrl+C ends\n');
        idle = true;
        if (told === before && !end.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      idle = false;
      skipped.add(next.id);
      if (terminal === undefined) process.stdout.write(`${JSON.stringify(next)}\n`);
      else await answer(context, next, output, (question) => terminal.question(question, { signal: end.signal }));
    }
  } catch (error) {
    // a question that is given up rejects
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  } finally {
    process.removeListener('SIGINT', over);
    terminal?.close();
  }
}

async function answer(
  context: Context,
  card: ApprovalView,
  output: NodeJS.WritableStream,
  ask: (question: string) => Promise<string>,
): Promise<void> {
  output.write(`\n${describe(card, (await clientTitles(context))(card.client))}\n`);
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
    if (result.ok) output.write(`${letter.startsWith('d') ? 'denied' : 'allowed'}\n`);
    else report(new CliFailure(result.error));
    // without the code the call can still be denied here
    if (!result.ok && result.error.code === 'NEEDS_UNLOCK') continue;
    return;
  }
}

function describe(card: ApprovalView, client: string): string {
  const left = duration(card.expiresAtMs - Date.now());
  return [
    `${visible(client)} wants ${visible(card.server)} › ${visible(card.tool)}   ${card.class}, ${card.severity}${card.waiting > 1 ? `, ${card.waiting} identical calls wait` : ''}`,
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
