import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';

/** Every member name that MCP gives a meaning in an envelope or directly in params, in any version the gate speaks. */
const known = [
  'jsonrpc',
  'id',
  'method',
  'params',
  'result',
  'error',
  'code',
  'data',
  'name',
  'arguments',
  '_meta',
  'uri',
  'cursor',
  'ref',
  'argument',
  'context',
  'value',
  'type',
  'level',
  'logger',
  'requestId',
  'reason',
  'progressToken',
  'progress',
  'total',
  'message',
  'protocolVersion',
  'capabilities',
  'clientInfo',
  'task',
  'taskId',
  'ttl',
  'inputResponses',
  'requestState',
  'roots',
  'content',
  'action',
  'model',
  'role',
  'stopReason',
];

/** Upper then lower case folds what either alone misses (dotless i, long s); NFKC and ignorable characters fold the look-alikes. */
const fold = (key: string): string =>
  key
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');

const exact = new Set(known);
const exactOf = new Map(known.map((key) => [fold(key), key]));
const plain = /^[\x21-\x40\x5b-\x7e]*$/;

/** A member name that a lax parser would take for a known one: equal after folding, but not identical. */
function variantOf(key: string): string | undefined {
  return exact.has(key) ? undefined : exactOf.get(plain.test(key) ? key : fold(key));
}

/**
 * Finds a look-alike of a known name in an envelope, its params, and params' `_meta`, `ref` and `task` (never in arguments, which belong
 * to the tool). Answers one sentence, or undefined when all is well.
 */
export function findVariant(message: JsonObject): string | undefined {
  const params = message['params'];
  const inMessage = variantIn(message);
  if (inMessage !== undefined || !isJsonObject(params)) return inMessage;
  return variantIn(params) ?? variantIn(params['_meta']) ?? variantIn(params['ref']) ?? variantIn(params['task']);
}

function variantIn(object: JsonValue | undefined): string | undefined {
  if (isJsonObject(object)) {
    for (const key in object) {
      const likeness = variantOf(key);
      if (likeness !== undefined) return `the member ${JSON.stringify(key.slice(0, 60))} could be taken for "${likeness}"`;
    }
  }
  return undefined;
}
