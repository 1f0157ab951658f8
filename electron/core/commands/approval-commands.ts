import { ok } from '../../../shared/result.js';
import { governedBy } from '../calls/governed.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

type ApprovalCommands = Extract<keyof Handlers, `approval.${string}` | `grant.${string}`>;

/** Answers of a person to calls that wait, and what was remembered. */
export function approvalCommands({ approvals, policy }: House): Pick<Handlers, ApprovalCommands> {
  return {
    'approval.list': ({ all }) => ok(approvals.list(all)),
    'approval.allow': ({ id, ...answer }, from) => approvals.allow(id, answer, from.door),
    'approval.deny'({ id, ...answer }, from) {
      const denied = approvals.deny(id, answer, from.door);
      if (!denied.ok) return denied;
      const { view, rule } = denied.value;
      if (rule === undefined) return ok(view);
      const { server, tool, client } = rule;
      const governed = governedBy(rule.method);
      // the rules know single tools; of all else they know kinds
      const method = governed === 'tools' ? undefined : governed;
      const written = policy.addRule({ server, tool, client, rule: rule.rule, ...(method === undefined ? {} : { method }) }, from.door);
      return written.ok ? ok(view) : written;
    },
    'approval.denyAll': ({ client }, from) => ok({ denied: approvals.denyAll(client, from.door) }),
    'grant.list': () => ok(approvals.grantsView()),
    'grant.revoke': ({ id }) => approvals.revoke(id),
  };
}
