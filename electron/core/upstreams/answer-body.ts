import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Answer } from '../ports/messages.js';

/** levels that what a server says may nest */
export const maxAnswerDepth = 256;

/** Parses an answer that Toolgate itself asked for. A JSON-RPC error becomes a failure with the server's own message (at most 300 characters). */
export function answerBody(answer: Answer): Result<JsonObject> {
  const parsed = parseStrict(answer.bytes, { maxDepth: maxAnswerDepth });
  if (!parsed.ok) return fail('server.answer', `its answer cannot be read: ${parsed.error.message}`);
  const envelope = isJsonObject(parsed.value) ? parsed.value : {};
  if (answer.kind === 'result')
    return isJsonObject(envelope.result) ? ok(envelope.result) : fail('server.answer', 'its answer holds no object');
  const error = isJsonObject(envelope.error) ? envelope.error : {};
  const message = typeof error.message === 'string' ? error.message.slice(0, 300) : 'an error without a message';
  return fail('server.error', message, undefined, { code: typeof error.code === 'number' ? error.code : undefined });
}
