import type { Sdk } from './sdk.js';

/** Why a sign-in or a renewal did not happen: one line for people, and what to do where that is known. Never holds a secret. */
export class SignInFault extends Error {
  constructor(
    message: string,
    readonly fix?: string,
  ) {
    super(message);
  }
}

/** Text that somebody else wrote, fit for one line: no control or invisible characters, no value of `secrets`, at most 200 characters. */
export function inOneLine(text: string, secrets: readonly (string | undefined)[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret !== undefined && secret !== '') clean = clean.replaceAll(secret, '…');
  return clean
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** `what` did not work, for the reason that the authorization server gave where it can be shown: none of `secrets` is in it. */
export function refusal(what: string, error: unknown, sdk: Sdk, secrets: readonly (string | undefined)[]): Error {
  if (error instanceof SignInFault) return error;
  // a ServerError quotes whole answers, which may hold anything
  if (error instanceof sdk.OAuthError && !(error instanceof sdk.ServerError))
    return new SignInFault(`${what}: ${inOneLine(`${error.errorCode} ${error.message}`, secrets)}`);
  return new SignInFault(`${what}: its answer cannot be used`);
}
