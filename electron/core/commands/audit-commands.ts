import { fail, ok } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

type AuditCommands = Extract<keyof Handlers, `audit.${string}`>;

/** Looking into the log. */
export function auditCommands({ audit }: House): Pick<Handlers, AuditCommands> {
  return {
    'audit.list': (filter) => ok(audit.list(filter)),
    'audit.show'({ id }) {
      const record = audit.show(id);
      return record === undefined
        ? fail('NO_SUCH_RECORD', `there is no record ${JSON.stringify(id)}`, 'see `toolgate audit list`')
        : ok(record);
    },
    'audit.stats': ({ sinceMs }) => ok(audit.stats(sinceMs)),
    'audit.verify': async () => ok(await audit.verify()),
    'audit.export': ({ format, ...filter }) => ok(audit.export(filter, format)),
  };
}
