import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * How the stdio bridge and the gateway prove to each other that both know a client's token, which itself never travels. Four lines of JSON:
 * bridge `{v,client,nonce}`, gateway `{nonce,proof}`, bridge `{server,proof}`, gateway `{ok}`, or `{error}` with the name that may be meant. A proof is HMAC-SHA256 under
 * SHA-256(token) over both nonces, the client's name, and the side that speaks, so that none can be sent back as the other.
 * Whoever answers first without knowing the token learns nothing, and gets nothing from the bridge.
 */
export const handshakeVersion = 1;

/** What a side signs. `server` is `''` in the gateway's proof, which comes before the bridge has named one. */
export function proofMessage(
  side: 'gateway' | 'bridge',
  client: string,
  server: string,
  bridgeNonce: string,
  gatewayNonce: string,
): Buffer {
  return Buffer.from(JSON.stringify([`toolgate ${side} ${handshakeVersion}`, client, server, bridgeNonce, gatewayNonce]));
}

/** The proof of someone who holds the token itself. */
const proofByToken = (token: string, message: Uint8Array): Buffer =>
  createHmac('sha256', createHash('sha256').update(token, 'utf8').digest()).update(message).digest();

export const newNonce = (): string => randomBytes(32).toString('base64url');

/** Constant-time; a text that is no proof at all is simply not equal. */
export function isProof(expected: Uint8Array, given: unknown): boolean {
  if (typeof given !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(given)) return false;
  const bytes = Buffer.from(given, 'base64url');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

export type BridgeStep =
  | { readonly kind: 'send'; readonly line: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'refused'; readonly why: 'not-genuine' | 'no-server' | 'refused'; readonly meant?: string };

/** The bridge's side, without any I/O: `start` is its first line, `next` takes each line of the gateway. */
export function createBridgeHandshake(
  client: string,
  token: string,
  server: string,
  nonce: string = newNonce(),
): { readonly start: string; next(line: string): BridgeStep } {
  let proven = false;
  return {
    start: `${JSON.stringify({ v: handshakeVersion, client, nonce })}\n`,
    next(line) {
      const message = readLine(line);
      if (proven) {
        if (message['ok'] === true) return { kind: 'open' };
        const { error, meant } = message;
        if (error !== 'no-server') return { kind: 'refused', why: 'refused' };
        return { kind: 'refused', why: 'no-server', ...(typeof meant === 'string' ? { meant } : {}) };
      }
      const theirs = message['nonce'];
      if (typeof theirs !== 'string' || !isProof(proofByToken(token, proofMessage('gateway', client, '', nonce, theirs)), message['proof']))
        return { kind: 'refused', why: 'not-genuine' };
      proven = true;
      const proof = proofByToken(token, proofMessage('bridge', client, server, nonce, theirs)).toString('base64url');
      return { kind: 'send', line: `${JSON.stringify({ server, proof })}\n` };
    },
  };
}

/** One line of the handshake; whatever is no JSON object reads as an empty one. */
export function readLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
