import { didYouMean } from '../../../shared/did-you-mean.js';
import { fail, type Result } from '../../../shared/result.js';
import type { Room } from './room.js';

/** The failure for an id that the table of applications that can be written to does not have. */
export function unknownApplication({ applications, instructed }: Room, id: string): Result<never> {
  const byHand = instructed.find((one) => one.id === id);
  if (byHand !== undefined)
    return fail(
      'BY_HAND',
      `${byHand.name} has no file that Toolgate could write`,
      'Follow its steps in `toolgate client discover --json`.',
    );
  const meant = didYouMean(
    id,
    [...applications, ...instructed].map((one) => one.id),
  );
  return fail('NOT_FOUND', `there is no application ${JSON.stringify(id)} in the table`, meant ?? 'see `toolgate client discover`');
}
