import { ok } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { noRecord } from './no-such.js';

type AuditCommands = Extract<keyof Handlers, `audit.${string}`>;

/** Looking into the log. */
export function auditCommands(house: House): Pick<Handlers, AuditCommands> {
  const { audit } = house;
  return {
    'audit.list': (filter) => ok(audit.list(filter)),
    'audit.show'({ id }) {
      const record = audit.show(id);
      return record === undefined ? noRecord(house, id) : ok(record);
    },
    'audit.stats': ({ sinceMs }) => ok(audit.stats(sinceMs)),
    'audit.verify': async () => ok(await audit.verify()),
    'audit.export': ({ format, ...filter }) => ok(audit.export(filter, format)),
  };
}
