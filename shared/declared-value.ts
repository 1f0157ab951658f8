import { didYouMean } from './did-you-mean.js';
import type { TransportConfig } from './model/views.js';
import { fail, ok, type Result } from './result.js';

/** That a server names a value among those it takes: one under a misspelt name would be stored, and the server still wait for it. */
export function declared(server: string, transport: TransportConfig, key: string): Result<void> {
  const names = transport.kind === 'stdio' ? transport.envNames : transport.headerNames;
  if (names.includes(key)) return ok(undefined);
  return fail(
    'UNDECLARED',
    `${server} names no value ${key}`,
    didYouMean(key, names) ?? `to add it: toolgate server secret --new ${JSON.stringify(server)} ${key}`,
  );
}
