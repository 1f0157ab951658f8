import type { CallIntent } from '../ports/corridor.js';
import { overtakes, type Judgement, type Stop } from './judge.js';
import * as say from './refusals.js';
import type { CorridorParts } from './started-call.js';

/**
 * What happened after the call was judged, and before it left. Anything at all: not sent. The rules are not evaluated once more, for the call's own
 * reservation would count against it; the same revision says the same.
 */
export function newsSince(parts: CorridorParts, intent: CallIntent, judgement: Judgement): Stop | undefined {
  if (intent.signal.aborted) return { kind: 'refusal', refusal: say.cancelled() };
  if (parts.mode.current() === 'lockdown') return { kind: 'refusal', refusal: say.locked() };
  const before = judgement.subject?.tool;
  const tool = before === undefined ? undefined : parts.tools.get(intent.server, intent.tool);
  const same =
    parts.mode.current() === judgement.mode &&
    parts.policy.current().revision === judgement.revision &&
    (tool === before || (tool?.pin === 'pinned' && tool.class === before?.class && tool.definitionHash === before.definitionHash));
  return same ? undefined : { kind: 'refusal', refusal: say.overtaken('the rules, the mode or the tool changed just before it was sent') };
}

/** What got stricter while the server waited for what it wanted to know. Nothing: it may go on with the call as it was judged. */
export function overtakenSince(parts: CorridorParts, intent: CallIntent, judgement: Judgement): Stop | undefined {
  if (newsSince(parts, intent, judgement) === undefined) return undefined;
  const now = parts.judge(intent);
  const why = now.stop === undefined ? overtakes(judgement, now) : undefined;
  return why === undefined ? now.stop : { kind: 'refusal', refusal: say.overtaken(why) };
}
