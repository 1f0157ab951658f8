import type { Failure } from '../../../shared/result.js';
import type { Context } from './context.js';
import { visible } from './print.js';
import { call } from './run.js';

const mostLines = 10;

/** Why a server's tools could not be read, and what to do. What its program said last says why better than its exit code. */
export async function whyNotRead(context: Context, name: string, { message, fix }: Failure): Promise<string> {
  const server = (await call(context, 'server.list', {})).find((one) => one.name === name);
  if (server?.state === 'needs-secret')
    return visible(`${message} (${server.missingSecrets.map((key) => `toolgate server secret ${name} ${key}`).join('; ')})`);
  if (server?.state === 'needs-sign-in') return visible(server.problem ?? message);
  if (server?.transport.kind !== 'stdio') return visible(fix === undefined ? message : `${message} (${fix})`);
  const said = await context.command('server.stderr', { name });
  const lines = said.ok ? said.value.text.split('\n').filter((line) => line.trim() !== '') : [];
  return [visible(message), ...lines.slice(-mostLines).map((line) => `  ${visible(line)}`)].join('\n');
}
