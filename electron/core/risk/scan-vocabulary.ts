/** Words that more than one reading of a definition needs. Fragments of patterns over folded (lower-case) text. */

export const people = '(?:users?|account holders?|persons?|people|humans?|customers?|owners?|end[- ]users?|clients?)';
export const readers =
  '(?:assistants?|models?|agents?|ai(?: agents?| assistants?| models?)?|llms?|language models?|chat ?bots?|claude|gpt|copilot)';

/** What is worth stealing from a machine, by place or by name. */
export const namedSecrets = String.raw`(?:[~/\\]\.?(?:ssh|aws|gnupg|kube|docker|netrc|npmrc|pypirc|pgpass|git-credentials|bash_history|zsh_history|cursor\/mcp\.json)\b|(?:^|[\s"'\x60(])\.env\b|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|/etc/(?:passwd|shadow|sudoers)|\b(?:all |the )?environment variables|\bshell history|\bcookie (?:database|jar|store|file)|\bbrowser'?s? cookies?|\b(?:private|ssh) keys?\b|\bkey ?chain|\bseed phrases?|\bwallet (?:seed|file|key)s?|\bmcp\.json|\bcredentials?(?: file)?\b|\bpasswords?\b|\b(?:api|access|secret|session|auth\w*)[ _-](?:keys?|tokens?)\b|\b(?:\w{2,20}_)?(?:api|access|secret|private|auth|openai|anthropic|aws|github|slack|bearer|refresh)_(?:\w{2,10}_)?(?:key|token|secret)\b|\btokens\b|\b(?:github|gitlab|slack|npm|aws|google|stored|saved) (?:\w+ )?(?:tokens?|keys?|passwords?|credentials)\b|\bssh config)`;

/** What is kept out of a readable answer, or only until it matters, is kept from nobody. */
export const plainSilence =
  /\b(?:(?:internal|raw|technical|exact|full) )?(?:ids?|uuids?|identifiers?|json|field names?|tool names?|internals|cc|bcc|recipients)\b|\b(?:unless|until|twice|more than once|before (?:it|the) )\b/;

/**
 * Compiles each pattern when it is first asked for: a definition that never gets that far pays nothing. Patterns begin at a word unless
 * they begin with a sign of their own.
 */
export function prose<K extends string>(sources: Readonly<Record<K, string>>): Readonly<Record<K, () => RegExp>> {
  const lazy = {} as Record<K, () => RegExp>;
  for (const name of Object.keys(sources) as K[]) {
    let compiled: RegExp | undefined;
    const source = sources[name];
    lazy[name] = () =>
      (compiled ??= new RegExp(source.startsWith('(?:[') || source.startsWith('!') ? `(?:${source})` : `\\b(?:${source})`));
  }
  return lazy;
}
