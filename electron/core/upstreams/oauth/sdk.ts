import { webcrypto } from 'node:crypto';
import { parseUrl } from '../../../../shared/parse-url.js';

/**
 * The SDK's OAuth parts, loaded when a sign-in or a renewal needs them. They use `globalThis.crypto` (absent in Node 18) and `URL.canParse`
 * (absent before 18.17): both are put in place first, where missing.
 */
export async function loadSdk() {
  if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
  if (typeof URL.canParse !== 'function')
    Object.defineProperty(URL, 'canParse', {
      value: (text: string, base?: string) => parseUrl(text, base) !== undefined,
      configurable: true,
      writable: true,
    });
  const [client, shapes, resources, errors] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/auth.js'),
    import('@modelcontextprotocol/sdk/shared/auth.js'),
    import('@modelcontextprotocol/sdk/shared/auth-utils.js'),
    import('@modelcontextprotocol/sdk/server/auth/errors.js'),
  ]);
  return { ...client, ...shapes, ...resources, ...errors };
}
export type Sdk = Awaited<ReturnType<typeof loadSdk>>;
