import { z } from 'zod';
import { mode } from '../model/decision.js';
import { gateView, pendingChange, settings, type Snapshot } from '../model/views.js';
import { done, durationMs, entry, json, nothing } from './entry.js';

/** The gate as a whole: its state and mode, what waits for a person, what it tells, its settings. */
export const gateContract = {
  'gate.status': entry(nothing, gateView),
  'gate.snapshot': entry(nothing, z.custom<Snapshot>()),

  'mode.set': entry(z.strictObject({ mode, forMs: durationMs.optional() }), gateView),

  'change.list': entry(nothing, z.array(pendingChange)),
  /** carries the waiting command out */
  'change.confirm': entry(z.strictObject({ id: z.string() }), done),
  'change.reject': entry(z.strictObject({ id: z.string() }), done),
  /** resolves when a person has decided, or after `timeoutMs` */
  'change.wait': entry(
    z.strictObject({ id: z.string(), timeoutMs: durationMs.max(600_000) }),
    z.object({ state: z.enum(['waiting', 'confirmed', 'rejected']), result: json.optional() }),
  ),

  'notice.read': entry(z.strictObject({ id: z.string() }), done),
  'notice.act': entry(z.strictObject({ id: z.string(), action: z.string() }), done),

  'settings.get': entry(nothing, settings),
  'settings.set': entry(settings.partial(), settings),

  'app.open': entry(z.strictObject({ page: z.string() }), done),
  'app.quit': entry(nothing, done),
};
