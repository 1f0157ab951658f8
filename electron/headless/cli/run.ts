import type { CommandInput, CommandName, CommandOutput } from '../../../shared/commands/contract.js';
import { CliFailure, openContext, type Context, type Options } from './context.js';

/** Carries out one command and gives its value; a failure ends the run with its line: exit code 2 where the input was wrong, else 1. */
export async function call<N extends CommandName>(context: Context, name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
  const result = await context.command(name, input);
  if (!result.ok) throw new CliFailure(result.error, result.error.code === 'BAD_INPUT' ? 2 : 1);
  return result.value;
}

/** Opens a context, runs, closes. */
export async function withContext<T>(options: Options, run: (context: Context) => Promise<T>): Promise<T> {
  const context = await openContext(options);
  try {
    return await run(context);
  } finally {
    await context.close();
  }
}

/** Prints the bare value with `--json`, else the text. */
export function print(options: Options, value: unknown, text: string): void {
  const line = options.json ? JSON.stringify(value) : text;
  if (line !== '') process.stdout.write(`${line}\n`);
}

/** One line: what and what to do. */
export function report(error: unknown): number {
  if (error instanceof CliFailure) {
    const { message, fix } = error.failure;
    process.stderr.write(`toolgate: ${message}${fix === undefined ? '' : ` (${fix})`}\n`);
    return error.exitCode;
  }
  process.stderr.write(`toolgate: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}
