import { afterEach } from 'vitest';
import { startHttpTrickster, type Trick } from '../fixtures/servers/http-trickster.js';
import { openUpstreams, server } from './upstreams-kit.js';

/** what is closed after each test */
export const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server over HTTP that answers as it is told, behind a gate. */
export async function trick(does: Trick, headers: Record<string, string> = {}, kind: 'http' | 'sse' = 'http') {
  const remote = await startHttpTrickster(does);
  ends.push(remote.close);
  const opened = openUpstreams([server('remote', { kind, url: remote.url, headerNames: Object.keys(headers) })], {
    secrets: () => ({ env: {}, headers, missing: [] }),
  });
  ends.push(opened.upstreams.close);
  return { remote, ...opened };
}
