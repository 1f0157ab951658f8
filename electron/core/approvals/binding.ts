import { createHash } from 'node:crypto';
import { canonical } from '../../../shared/json/canonical.js';
import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { ApprovalQuestion } from '../ports/rooms.js';

/** What an approval is bound to. Everything is folded into strings, so that equal strings mean the same call. */
export interface Binding {
  /** who wants to do what with which arguments */
  readonly identity: string;
  /** identity plus definition, policy revision and what asks: two calls with equal keys are one question */
  readonly key: string;
  /** canonical JSON (RFC 8785), SHA-256, hex, of everything that will be sent but the name and `_meta` */
  readonly argumentsHash: string;
}

export const hashOf = (value: JsonValue): string => createHash('sha256').update(canonical(value)).digest('hex');

export function bindingOf(question: ApprovalQuestion): Binding {
  const argumentsHash = hashOf({
    arguments: withoutMeta(question),
    ...(question.alsoSent === undefined ? {} : { alsoSent: question.alsoSent }),
  });
  const identity = canonical([question.caller.client, question.server, question.method, question.tool, argumentsHash]);
  const key = canonical([
    identity,
    question.definitionHash,
    question.policyRevision,
    question.class,
    [...question.because.map((one) => one.pointer)],
    [...question.beside],
  ]);
  return { identity, key, argumentsHash };
}

/** `_meta` of other methods' params stands among what is shown; it changes with every repeat and addresses the machinery. */
function withoutMeta(question: ApprovalQuestion): JsonObject {
  if (question.method === 'tools/call' || question.arguments['_meta'] === undefined) return question.arguments;
  const { _meta: _, ...rest } = question.arguments;
  return rest;
}
