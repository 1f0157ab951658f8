import { scopesOf } from './challenge.js';
import { SignInFault } from './sign-in-fault.js';

/** What a finished sign-in gave. Times are wall-clock ms. */
export interface Grant {
  /** the server's address it was made for: for no other address is it used */
  readonly serverUrl: string;
  readonly issuer: string;
  readonly resource: string;
  readonly tokenEndpoint: string;
  /** how the client may prove itself there; empty: not stated */
  readonly authMethods: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly scope: string | undefined;
  readonly expiresAtMs: number | undefined;
  /** from here on it is renewed before it is used */
  readonly renewAtMs: number | undefined;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly refresh_token?: string | undefined;
  readonly scope?: string | undefined;
  readonly expires_in?: number | undefined;
}

/** The part of a grant that a token answer (RFC 6749 5.1) decides. Throws SignInFault where it cannot be used as a Bearer token. */
export function tokensOf(
  answer: TokenAnswer,
  asked: string | undefined,
  nowMs: number,
): Pick<Grant, 'accessToken' | 'refreshToken' | 'scope' | 'expiresAtMs' | 'renewAtMs'> {
  if (answer.token_type.toLowerCase() !== 'bearer') throw new SignInFault('it gives tokens of a kind that Toolgate cannot use');
  if (!/^[\x21-\x7e]{1,65536}$/.test(answer.access_token)) throw new SignInFault('it gave a token that cannot be sent');
  if ((answer.refresh_token?.length ?? 0) > 65536) throw new SignInFault('it gave a token that cannot be sent');
  // a token without any life would be renewed before every request
  const lifeMs =
    answer.expires_in !== undefined && answer.expires_in > 0 && answer.expires_in < Infinity ? answer.expires_in * 1000 : undefined;
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    scope: answer.scope === undefined ? asked : scopesOf(answer.scope).join(' '),
    expiresAtMs: lifeMs === undefined ? undefined : nowMs + lifeMs,
    renewAtMs: lifeMs === undefined ? undefined : nowMs + lifeMs - Math.min(60_000, lifeMs / 4),
  };
}
