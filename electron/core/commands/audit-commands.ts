import type { AuditFilter } from '../../../shared/commands/audit-contract.js';
import { ok, type Result } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { noRecord, unheardOf } from './no-such.js';

type AuditCommands = Extract<keyof Handlers, `audit.${string}`>;

/** Looking into the log. */
export function auditCommands(house: House): Pick<Handlers, AuditCommands> {
  const { audit } = house;
  /** nothing found is no answer to a name that was mistyped */
  const found = <T>(filter: AuditFilter, records: number, value: T): Result<T> =>
    (records === 0 ? unheardOf(house, filter) : undefined) ?? ok(value);
  return {
    'audit.list'(filter) {
      const records = audit.list(filter);
      return found(filter, records.length, records);
    },
    'audit.show'({ id }) {
      const record = audit.show(id);
      return record === undefined ? noRecord(house, id) : ok(record);
    },
    'audit.stats': ({ sinceMs }) => ok(audit.stats(sinceMs)),
    'audit.verify': async () => ok(await audit.verify()),
    'audit.export'({ format, ...filter }) {
      const exported = audit.export(filter, format);
      return found(filter, exported.records, exported);
    },
  };
}
