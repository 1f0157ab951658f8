import { didYouMean } from '../../../shared/did-you-mean.js';
import { fail, ok, type Result } from '../../../shared/result.js';

type Named = readonly { readonly name: string }[];

/** A name that is not there: says which one may have been meant, else where they are listed. */
export const noSuchServer = (name: string, servers: Named): Result<never> =>
  fail('NO_SUCH_SERVER', `there is no server ${JSON.stringify(name)}`, didYouMean(name, namesOf(servers)) ?? 'see `toolgate server list`');

export const noSuchClient = (name: string, clients: Named): Result<never> =>
  fail('NO_SUCH_CLIENT', `there is no client ${JSON.stringify(name)}`, didYouMean(name, namesOf(clients)) ?? 'see `toolgate client list`');

/** Whether a new one may have this name: those that differ in capitals alone are taken for each other. */
export function freeName(kind: 'server' | 'client', name: string, known: Named): Result<void> {
  const taken = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (taken === undefined) return ok(undefined);
  const fix = 'Choose another name, or remove that one first.';
  return kind === 'server'
    ? fail('EXISTS', `There is already a server named ${taken.name}.`, fix)
    : fail('EXISTS', `There is already a client named ${taken.name}.`, fix);
}

const namesOf = (known: Named): string[] => known.map(({ name }) => name);
