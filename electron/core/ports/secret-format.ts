import { fail, ok, type Result } from '../../../shared/result.js';

/**
 * `secrets.json` and `secrets.intake.json`, as every face reads them. `plain` is the value itself (no keyring: guarded by the file's mode
 * alone), `sealed` is base64 of what the desktop's keyring made of it and opens nowhere else.
 */
export type StoredSecret = { readonly plain: string } | { readonly sealed: string };

export type Secrets = ReadonlyMap<string, StoredSecret>;

/** Reads the text of such a file. Never quotes it in an error. */
export function parseSecrets(text: string): Result<Secrets> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('DAMAGED', 'it is not JSON');
  }
  if (!isObject(value) || value['version'] !== 1 || !isObject(value['values']))
    return fail('DAMAGED', 'it does not have the form of a secrets file');
  const secrets = new Map<string, StoredSecret>();
  for (const [key, secret] of Object.entries(value['values'])) {
    if (!isStoredSecret(secret)) return fail('DAMAGED', 'it does not have the form of a secrets file');
    secrets.set(key, secret);
  }
  return ok(secrets);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isStoredSecret = (value: unknown): value is StoredSecret =>
  isObject(value) &&
  Object.keys(value).length === 1 &&
  (typeof value['plain'] === 'string' || (typeof value['sealed'] === 'string' && value['sealed'] !== ''));

export const printSecrets = (secrets: Secrets): string =>
  `${JSON.stringify({ version: 1, values: Object.fromEntries(secrets) }, undefined, 2)}\n`;

/** True when the desktop application keeps this file: whoever cannot seal adds to the intake file instead. */
export const hasSealed = (secrets: Secrets): boolean => [...secrets.values()].some((secret) => 'sealed' in secret);
