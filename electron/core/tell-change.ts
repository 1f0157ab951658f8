import type { CommandName } from '../../shared/commands/contract.js';
import type { JsonObject } from '../../shared/json/json.js';
import { told } from '../../shared/words/notice.js';
import type { Done } from './dispatch.js';
import type { Notices } from './notices.js';
import type { Logger } from './ports/logger.js';

/** These say so themselves: an answered call is in the log with who answered, a confirmed change is told as the change it is. */
const TOLD_OTHERWISE = new Set<CommandName>(['approval.allow', 'change.confirm', 'notice.act']);

/**
 * Tells a person what was changed from elsewhere than a window: what an agent with a shell does to the gate does not go unseen. Changes
 * in front of a person are not told again. `note`: whatever loosens goes into the log of calls, from every door.
 */
export function tellChange(
  { name, from, loosened, value }: Done,
  notices: Notices,
  logger: Logger,
  note: (body: JsonObject) => void,
): void {
  const sentence = loosened ?? policySentence(value);
  if (sentence === undefined || TOLD_OTHERWISE.has(name)) return;
  logger.info('gate.changed', { command: name, from: from.door, loosens: loosened !== undefined });
  if (loosened !== undefined) note({ event: 'loosened', command: name, from: from.door, text: loosened });
  if (from.door !== 'cli') return;
  notices.add(
    loosened === undefined
      ? {
          subject: `changed:${sentence}`,
          kind: 'policy',
          ...told('changedByCommand', { sentence }),
          severity: 'info',
          opens: 'rules',
        }
      : {
          subject: `loosened:${sentence}`,
          kind: 'change',
          ...told('loosenedByCommand', { sentence }),
          severity: 'caution',
          opens: 'overview',
        },
  );
}

/** A change of the policy answers with its revision and what it does. */
function policySentence(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('revision' in value) || !('sentence' in value)) return undefined;
  return typeof value.revision === 'number' && typeof value.sentence === 'string' && !('text' in value && 'by' in value)
    ? value.sentence
    : undefined;
}
