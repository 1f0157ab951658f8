/** What a server says in `www-authenticate` when it refuses (RFC 6750 3, RFC 9728 5.1). */
export interface Challenge {
  readonly resourceMetadata?: string;
  readonly scope?: string;
  readonly error?: string;
}

/** Reads the Bearer challenge; other schemes beside it are passed over. Empty where there is none or it says nothing. */
export function readChallenge(header: string | undefined): Challenge {
  const text = (header ?? '').slice(0, 8192);
  // what stands in quotes is no scheme
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => `"${'_'.repeat(quoted.length - 2)}"`);
  const scheme = /(?:^|,)\s*Bearer(?:\s+|$)/i.exec(bare);
  if (scheme === null) return {};
  const bearer = text.slice(scheme.index + scheme[0].length);
  const said = new Map<string, string>();
  const pair = /\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/gy;
  for (let found = pair.exec(bearer); found !== null; found = pair.exec(bearer)) {
    const name = (found[1] as string).toLowerCase();
    if (!said.has(name)) said.set(name, found[2]?.replace(/\\(.)/g, '$1') ?? found[3] ?? '');
  }
  const resourceMetadata = said.get('resource_metadata');
  const scope = said.get('scope');
  const error = said.get('error');
  return {
    ...(resourceMetadata === undefined ? {} : { resourceMetadata }),
    ...(scope === undefined ? {} : { scope }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Scopes of RFC 6749 3.3 as a list; what is not one (another character set, far too many) is dropped. */
export const scopesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(' ')
    .filter((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(scope))
    .slice(0, 100);
