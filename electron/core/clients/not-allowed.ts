import type { Application } from './application.js';
import { valueAt, type PlainMap } from './formats/format.js';
import { AGGREGATE } from './plan-file.js';

/** One line where the file lists the only servers that the application uses, and the entry for all servers is not among them. */
export function notAllowed({ name, allowedAt }: Pick<Application, 'name' | 'allowedAt'>, value: PlainMap): string[] {
  const allowed = allowedAt === undefined ? undefined : valueAt(value, allowedAt);
  return allowedAt === undefined || !Array.isArray(allowed) || (allowed as readonly unknown[]).includes(AGGREGATE)
    ? []
    : [`${name} uses only the servers that are listed under ${allowedAt.join(' › ')}: add ${AGGREGATE} there.`];
}
