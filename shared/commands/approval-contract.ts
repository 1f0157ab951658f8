import { z } from 'zod';
import { approvalScope, approvalView, grantView } from '../model/views.js';
import { done, entry, nothing } from './entry.js';

/** Calls that wait for a person, and answers that are remembered. */
export const approvalContract = {
  'approval.list': entry(z.strictObject({ all: z.boolean().default(false) }), z.array(approvalView)),
  'approval.allow': entry(
    z.strictObject({
      id: z.string(),
      scope: approvalScope.default('once'),
      all: z.boolean().default(false),
      conditions: z.array(z.unknown()).optional(),
    }),
    approvalView,
  ),
  'approval.deny': entry(
    z.strictObject({
      id: z.string(),
      reason: z.string().max(2000).optional(),
      always: z.boolean().default(false),
      all: z.boolean().default(false),
    }),
    approvalView,
  ),
  'approval.denyAll': entry(z.strictObject({ client: z.string().optional() }), z.object({ denied: z.number() })),

  'grant.list': entry(nothing, z.array(grantView)),
  'grant.revoke': entry(z.strictObject({ id: z.string() }), done),
};
