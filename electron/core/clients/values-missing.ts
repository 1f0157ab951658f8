import type { Application } from './application.js';
import type { Taken } from './plan-file.js';

/** By server, a line for each that comes behind the gate without a value that only the application has: which one, and how to give it. */
export function valuesMissing({ name }: Pick<Application, 'name'>, taken: readonly Pick<Taken, 'placed' | 'open'>[]): Map<string, string> {
  const lines = taken.flatMap(({ placed: { server, state }, open: [first, ...more] }) => {
    if (state === 'same' || first === undefined) return [];
    const named = [first, ...more].map((one) => `${one.name}${[`$${one.name}`, '', undefined].includes(one.from) ? '' : ` (${one.from})`}`);
    const line = `${server} cannot start before it has a value for ${named.join(', ')}, which is not in the file of ${name}. Enter it on the page of the server, or: toolgate server secret ${quoted(server)} ${first.name}`;
    return [[server, line] as const];
  });
  return new Map(lines);
}

const quoted = (server: string): string => (server.includes(' ') ? `"${server}"` : server);
