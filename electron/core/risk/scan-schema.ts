import type { JsonValue } from '../../../shared/json/json.js';
import type { Weighed } from './scan.js';

const ownContext =
  /^_+(?:system|hidden|secret|internal|prompt|context|conversation|instructions?)[a-z_]*_*$|^(?:conversation|chat|message|dialog(?:ue)?)_?(?:history|context|log|transcript|so_far)$|^_*system_?(?:prompt|instructions?|message)_+$|(?:conversation|chat|dialog)\w*_so_far|prior_\w*messages|messages_verbatim|including_secrets|^(?:full|entire|complete|raw|whole)_?(?:conversation|context|prompt|chat|history|transcript)$|^(?:chain_?of_?thought|internal_?reasoning|hidden_?(?:prompt|context)|model_?(?:memory|context))$/i;
const carriesSecret =
  /(?:content|contents|file|read|reading|value|data|dump|text)s?_(?:of_|from_)?(?:\w+_)?(?:ssh|id_rsa|passwd|shadow|credentials?|env|dotenv|netrc|private_key|cookies|keychain|wallet)|^(?:ssh|aws|env|shadow|passwd|id_rsa|netrc|keychain|browser_cookies)_(?:file_?)?(?:contents?|dump|text)$/i;
const wholeTalk =
  /\b(?:full|complete|entire|whole|all|every|verbatim|word[ -]for[ -]word|last \w+|so far|raw)\b[^.]{0,40}\b(?:conversation|chat|dialog(?:ue)?|transcript|(?<!\b(?:e-?mail|mail|mime|sms|commit|error|log|rfc ?\d{1,4}) )messages?|prompts?|history|reasoning|tool (?:names|results|outputs)|system (?:prompt|instructions))\b|\b(?:conversation|chat|dialog(?:ue)?|messages?|reasoning|system (?:prompt|instructions))\b[^.]{0,40}\b(?:word[ -]for[ -]word|verbatim|in full|so far)\b/i;
const alwaysWanted =
  /\bsystem (?:prompt|instructions)|\b(?:internal|hidden) (?:reasoning|context|prompt|instructions)|\bavailable to it\b|\b(?:tool names|names of all tools)\b|\bword[ -]for[ -]word\b|\bverbatim\b|\btelemetry\b|\balways include\b/i;
const substitution =
  /\$\((?:cat|curl|wget|env|printenv|whoami|base64|ls|head|tail|find|grep|id)\b|`(?:cat|curl|wget|env|printenv)\b[^`]{0,80}`|\$\{(?:env:)?[A-Z_]*(?:SECRET|TOKEN|PASSWORD|API_KEY)[A-Z_]*\}/;

const places =
  /\b(?:contents?|text|values?|dump|copy)\b[^.]{0,30}(?:\b|(?=\.))(?:\.?ssh\b|id_(?:rsa|ed25519)|\.env\b|environment variables|\/etc\/\w+|cookies?|shell history|keychain|\.aws\b|credentials file|wallet)|(?:~|\/home\/\w+|\/root)\/\.(?:ssh|aws|netrc|gnupg|env)\b/i;

const knownSecrets =
  /\b(?:cookies?|api keys?|passwords?|credentials|tokens?|secrets)\b[^.]{0,30}\b(?:you (?:know(?: of)?|saw|have seen|can find|remember|came across)|in your (?:context|memory))\b/i;

/** What a definition says it works on, as far as it matters: talk (summaries, chats, memory) or keys and hosts. */
export interface Trade {
  readonly talk: boolean;
  readonly keys: boolean;
}

export function tradeOf(definition: JsonValue): Trade {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return { talk: true, keys: true };
  const { name, description } = definition as { name?: JsonValue; description?: JsonValue };
  const text = `${typeof name === 'string' ? name : ''} ${typeof description === 'string' ? description.slice(0, 4000) : ''}`;
  return {
    talk: /conversation|chat|dialog|message|transcript|thread|memor|prompt|history|llm|agent|completion|summar/i.test(text),
    keys: /ssh|key|cert|env|cookie|credential|secret|deploy|auth|login|server|host|remote|wallet|config/i.test(text),
  };
}

type Odd = Omit<Weighed, 'where' | 'quote'>;
const smuggles = (says: string, weight: number): Odd => ({ id: 'argument-smuggling', says, severity: 'high', weight });

/**
 * What a schema wants that its tool has no use for: arguments that carry the session or a secret file, judged by the name of the
 * property, by its own text and by defaults that a shell would fill in. `at` is the key of the string, `parent` and `owner` those above.
 */
export function readSchemaText(
  text: string,
  key: boolean,
  at: string | undefined,
  parent: string | undefined,
  owner: string | undefined,
  trade: Trade,
): Odd | undefined {
  if (key && parent === 'properties') {
    if (carriesSecret.test(text)) return smuggles('an argument made to carry a secret file', 10);
    if (ownContext.test(text))
      return smuggles("an argument made to carry the model's own context", text.startsWith('_') ? 10 : trade.talk ? 5 : 6);
    return undefined;
  }
  if (key) return undefined;
  if (at === 'default' || at === 'const' || parent === 'enum' || parent === 'examples')
    return substitution.test(text)
      ? { id: 'argument-smuggling', says: 'a value that a shell would fill with secrets', severity: 'critical', weight: 10 }
      : undefined;
  if (at !== 'description' || owner !== 'properties') return undefined;
  if (!trade.keys && places.test(text) && !/^\W*(?:path|location|file ?name|default)\b/i.test(text))
    return smuggles('an argument for a secret file that the tool has no use for', 10);
  if (knownSecrets.test(text)) return smuggles('an argument for secrets that the model has come across', 10);
  if (trade.talk || !wholeTalk.test(text)) return undefined;
  return {
    id: 'context-request',
    says: 'wants the session in an argument that the tool has no use for',
    severity: 'high',
    weight: alwaysWanted.test(text) ? 10 : 5,
  };
}
