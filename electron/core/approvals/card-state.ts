import type { ApprovalView } from '../../../shared/model/views.js';

export type CardState = ApprovalView['state'];
export type CardStep = 'allow' | 'deny' | 'expire' | 'cancel' | 'supersede' | 'consume' | 'finish';

const next: Readonly<Record<CardState, Partial<Record<CardStep, CardState>>>> = {
  pending: { allow: 'approved', deny: 'denied', expire: 'expired', cancel: 'cancelled', supersede: 'superseded' },
  // A permission that was given and not used yet can still be taken back; `finish` here means that it was given up.
  approved: { consume: 'executing', deny: 'denied', expire: 'expired', cancel: 'cancelled', supersede: 'superseded', finish: 'cancelled' },
  executing: { finish: 'done' },
  done: {},
  denied: {},
  expired: {},
  cancelled: {},
  superseded: {},
};

/** The state after a step, or `undefined` where the step is not possible: then nothing happens. There is no way back to `approved`. */
export const stepTo = (state: CardState, step: CardStep): CardState | undefined => next[state][step];

/** True when nothing can happen to the card any more. */
export const isOver = (state: CardState): boolean => Object.keys(next[state]).length === 0;
