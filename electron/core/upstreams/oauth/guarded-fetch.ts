import { Agent, request, type Dispatcher } from 'undici';
import { parseUrl } from '../../../../shared/parse-url.js';
import type { Clock } from '../../ports/clock.js';
import type { AddressGuard } from './address-guard.js';
import { inOneLine, SignInFault } from './sign-in-fault.js';

export interface GuardedFetch {
  /** for the authorization server: metadata, registration, tokens */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** for the server's own metadata: its origin may be without TLS */
  readonly fetchOfServer: (url: string | URL, init?: RequestInit) => Promise<Response>;
  close(): void;
}

const maxBytes = 512 * 1024;
const maxMs = 15_000;
const maxRedirects = 3;

/**
 * The `fetch` of sign-ins: every address is checked before and while it is connected to, documents are small, nothing takes longer than 15 s. A
 * redirect is followed for GET and within its origin only. Faults are SignInFault.
 */
export function createGuardedFetch(guard: AddressGuard, signal: AbortSignal, clock: Clock): GuardedFetch {
  const agent = new Agent({
    connect: { timeout: maxMs, lookup: guard.lookup.bind(guard), rejectUnauthorized: true },
    headersTimeout: maxMs,
    bodyTimeout: maxMs,
    maxResponseSize: maxBytes,
    keepAliveTimeout: 1000,
  });
  const once = async (url: URL, init: RequestInit): Promise<Response> => {
    const end = new AbortController();
    const ended = (): void => end.abort(signal.reason);
    if (signal.aborted) ended();
    signal.addEventListener('abort', ended, { once: true });
    // the limits of the connection begin anew with every byte
    const stopWaiting = clock.after(maxMs, () => end.abort(new Error(`its answer took longer than ${maxMs / 1000} seconds`)));
    try {
      const answer = await request(url, {
        dispatcher: agent,
        method: (init.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod,
        headers: Object.fromEntries(new Headers(init.headers)),
        signal: end.signal,
        ...(init.body === undefined || init.body === null ? {} : { body: String(init.body as string | URLSearchParams) }),
      });
      const headers = new Headers();
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
      // an answer that has no end (a standing stream) is of interest by its head only
      if (/^text\/event-stream/i.test(headers.get('content-type') ?? '')) {
        answer.body.on('error', () => {}).destroy();
        return new Response(null, { status: answer.statusCode, headers });
      }
      const text = await answer.body.text();
      return new Response([204, 205, 304].includes(answer.statusCode) ? null : text, { status: answer.statusCode, headers });
    } catch (error) {
      if (error instanceof SignInFault) throw error;
      if (signal.aborted) throw signal.reason;
      throw new SignInFault(`${url.host} cannot be reached: ${reason(error)}`, 'check the network, then sign in again');
    } finally {
      stopWaiting();
      signal.removeEventListener('abort', ended);
    }
  };
  const following =
    (check: (url: URL) => void) =>
    async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
      let url = new URL(address);
      for (let redirects = 0; ; redirects += 1) {
        check(url);
        const answer = await once(url, init);
        const target = answer.headers.get('location');
        if (answer.status < 300 || answer.status > 399 || target === null || init.redirect === 'manual' || (init.method ?? 'GET') !== 'GET')
          return answer;
        const next = parseUrl(target, url);
        if (next === undefined || next.origin !== url.origin || redirects >= maxRedirects)
          throw new SignInFault(`${url.host} redirects its sign-in to ${next?.host ?? 'nowhere'}, which is not followed`);
        url = next;
      }
    };
  return {
    fetch: following((url) => guard.check(url, `the address ${url.host}`)),
    fetchOfServer: following((url) => guard.checkOfServer(url, `the address ${url.host}`)),
    close: () => void agent.destroy().catch(() => {}),
  };
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'its answer is larger than allowed' : (code ?? inOneLine(message));
}
