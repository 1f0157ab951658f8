import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { pointer as pointerOf } from '../../../shared/json/pointer.js';
import { canonicalDeep } from './canonical-deep.js';

export type ChangeKind = 'docstring' | 'schema' | 'annotation' | 'name' | 'instructions' | 'launch' | 'other';

/** One field that differs. `before` or `after` is absent where the field came or went. */
export interface FieldChange {
  /** JSON pointer into the definition */
  readonly pointer: string;
  readonly kind: ChangeKind;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

const maxChanges = 500;
/** An argument may be called `constructor`: what is inherited is no field. */
const member = (of: JsonObject, key: string): JsonValue | undefined => (Object.hasOwn(of, key) ? of[key] : undefined);

/**
 * Field-level differences of two JSON values, told apart by what they concern. Order of keys is no difference, order of array
 * entries is. Never recursive; at most 500 changes.
 */
export function diffFields(before: JsonValue, after: JsonValue, whole?: ChangeKind): FieldChange[] {
  const changes: FieldChange[] = [];
  const queue: { pointer: string; before: JsonValue | undefined; after: JsonValue | undefined }[] = [{ pointer: '', before, after }];
  for (let at = 0; at < queue.length && changes.length < maxChanges; at += 1) {
    const entry = queue[at];
    if (entry === undefined) break;
    const { pointer, before: old, after: now } = entry;
    if (old === now) continue;
    if (isJsonObject(old) && isJsonObject(now)) {
      for (const key of new Set([...Object.keys(old), ...Object.keys(now)]))
        queue.push({ pointer: pointer + pointerOf(key), before: member(old, key), after: member(now, key) });
    } else if (Array.isArray(old) && Array.isArray(now)) {
      for (let index = 0; index < Math.max(old.length, now.length); index += 1)
        queue.push({
          pointer: `${pointer}/${index}`,
          before: old[index] as JsonValue | undefined,
          after: now[index] as JsonValue | undefined,
        });
    } else if (old === undefined || now === undefined || canonicalDeep(old) !== canonicalDeep(now)) {
      changes.push({
        pointer,
        kind: whole ?? kindOf(pointer),
        ...(old === undefined ? {} : { before: old }),
        ...(now === undefined ? {} : { after: now }),
      });
    }
  }
  return changes;
}

/** What a field of a tool definition concerns: texts for the model, its arguments, its claims, its name. */
function kindOf(pointer: string): ChangeKind {
  if (pointer === '/name') return 'name';
  if (pointer.startsWith('/annotations')) return 'annotation';
  if (/\/(?:description|title|\$comment)$/.test(pointer) && !/\/properties\/(?:description|title)$/.test(pointer)) return 'docstring';
  if (/^\/(?:inputSchema|outputSchema)(?:\/|$)/.test(pointer)) return 'schema';
  return 'other';
}
