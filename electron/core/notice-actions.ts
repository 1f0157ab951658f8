import type { LimitCharge } from '../../shared/policy/types.js';
import { assertNever, fail, ok, type Result } from '../../shared/result.js';
import { offered, told } from '../../shared/words/notice.js';
import type { RefusedCall } from './calls/create-corridor.js';
import type { House } from './house.js';
import type { NewNotice } from './notices.js';

/** calls; where a limit sums an argument it is what the refused call lacked */
const EXTEND_BY = 10;
const BLOCK_MS = 15 * 60_000;

interface Hit {
  readonly charge: LimitCharge;
  readonly client: string;
  /** units that "allow more" adds for one window */
  readonly by: number;
  /** the maximum that "raise" writes: twice what it was, and at least what the refused call needed */
  readonly raisedTo: number;
}

/** `limits.extend` had nothing to add to. */
export const nothingToExtend = (): Result<never> =>
  fail('NO_SUCH_LIMIT', 'nothing was added: this limit counts nothing now, or it is 0 and refuses every call', 'see its rule');

type LimitAction = 'extend' | 'raise' | 'block';

/** What a limit hit lets a person do from the notice, and the carrying out. */
export interface NoticeActions {
  /** the notice for a refused call; undefined where a person need not be told */
  refused(call: RefusedCall): NewNotice | undefined;
  act(subject: string, action: string): Result<Record<string, never>>;
}

/** Remembers what the last hits were about, so that a notice's button can act on them. */
export function createNoticeActions(house: () => Pick<House, 'limits' | 'policy' | 'clients' | 'endClient'>): NoticeActions {
  const hits = new Map<string, Hit>();
  return {
    refused(call) {
      const charge = call.limits[0];
      const values = { client: call.caller.client, server: call.server, tool: call.tool, reason: call.reason };
      if (call.code === 'LIMITED' && charge !== undefined) {
        const subject = `limit:${call.caller.client}:${charge.key}`;
        hits.delete(subject);
        const lacks = Math.ceil(house().limits.read(charge).used + charge.amount - charge.max);
        const hit: Hit = {
          charge,
          client: call.caller.client,
          by: charge.amount === 1 ? EXTEND_BY : lacks,
          raisedTo: Math.max(charge.max * 2, charge.max + lacks),
        };
        hits.set(subject, hit);
        if (hits.size > 500) hits.delete(hits.keys().next().value as string);
        return {
          subject,
          kind: 'limit',
          // what the answers say is made of the notice's values, too
          ...told('limit', { ...values, by: hit.by }),
          severity: 'caution',
          opens: `activity/${call.callId}`,
          // a limit of 0 is a prohibition: there is nothing to add to, and it is not lifted from a notice
          actions: [...(charge.max === 0 ? [] : [offered('extend', { by: hit.by }), offered('raise')]), offered('block', values)],
        };
      }
      // An answer that a person gave needs no telling; what rules refuse is told once per tool and client.
      if (call.code !== 'DENIED' && call.code !== 'CHANGED' && call.code !== 'QUARANTINED') return undefined;
      return {
        subject: `refused:${call.caller.client}:${call.server}:${call.tool}:${call.code}`,
        kind: call.code === 'DENIED' ? 'denied' : call.code === 'CHANGED' ? 'changed' : 'quarantined',
        ...told('refused', values),
        severity: call.code === 'DENIED' ? 'info' : 'danger',
        opens: `activity/${call.callId}`,
      };
    },
    act(subject, action) {
      const hit = hits.get(subject);
      if (hit === undefined) return fail('OVER', 'this notice is about something that is over', 'change the limit in the rules');
      return isLimitAction(action) ? carryOut(action, hit) : fail('BAD_INPUT', `${action} is no action of this notice`);
    },
  };

  function carryOut(action: LimitAction, { charge, client, by, raisedTo }: Hit): Result<Record<string, never>> {
    const { limits, policy, clients, endClient } = house();
    if (charge.max === 0 && action !== 'block') return nothingToExtend();
    switch (action) {
      case 'extend':
        return limits.extend(charge.key, by) ? ok({}) : nothingToExtend();
      case 'raise': {
        const raised = policy.raiseLimit(charge.pointer, raisedTo, 'notification');
        return raised.ok ? ok({}) : raised;
      }
      case 'block': {
        const blocked = clients.block(client, BLOCK_MS);
        if (!blocked.ok) return blocked;
        endClient(client);
        return ok({});
      }
      default:
        return assertNever(action);
    }
  }
}

const isLimitAction = (action: string): action is LimitAction => action === 'extend' || action === 'raise' || action === 'block';
