import { isJsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import type { Session } from './session.js';

/** a standing stream that wants to hear of more resources than this hears of the first ones */
const maxUris = 256;

/**
 * Subscribes a session to resources for a standing stream (2026-07-28 has no request for it), each as a request of its own, which the rules judge
 * and the log records, under ids from `newId`. Answers those that were agreed to.
 */
export async function subscribeAll(session: Session, wanted: JsonValue | undefined, newId: () => string): Promise<string[]> {
  const uris = [...new Set(Array.isArray(wanted) ? (wanted as JsonValue[]).filter((uri) => typeof uri === 'string') : [])].slice(
    0,
    maxUris,
  );
  const agreed = await Promise.all(uris.map((uri) => session.subscriptions.has(uri) || ask(session, newId(), 'resources/subscribe', uri)));
  return uris.filter((_, index) => agreed[index]);
}

/** Ends what no standing stream wants to hear of any more. */
export function unsubscribeAll(session: Session, uris: readonly string[], wanted: (uri: string) => boolean, newId: () => string): void {
  for (const uri of uris) if (!wanted(uri) && session.subscriptions.has(uri)) void ask(session, newId(), 'resources/unsubscribe', uri);
}

function ask(session: Session, id: string, method: string, uri: string): Promise<boolean> {
  return new Promise((resolve) => {
    session.receive(
      { kind: 'request', id, method, params: { uri } },
      { answer: (bytes) => resolve(isAgreed(bytes)), push() {}, drop: () => resolve(false) },
    );
  });
}

function isAgreed(bytes: Buffer): boolean {
  const answer = parseStrict(bytes);
  return answer.ok && isJsonObject(answer.value) && answer.value['result'] !== undefined;
}
