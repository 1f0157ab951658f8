import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseUrl } from '../../../../shared/parse-url.js';

export interface LoopbackListener {
  /** what the authorization server sends the browser back to */
  readonly redirectUri: string;
  /** the query of the first visit to it */
  readonly visited: Promise<URLSearchParams>;
  close(): void;
}

const path = '/callback';
const page = (text: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Toolgate</title><body style="font:16px system-ui;margin:4em auto;max-width:32em"><p>${text}</p>`;
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/**
 * Listens on a random port of 127.0.0.1 (RFC 8252 7.3) for one visit, then no longer: a second visit finds nobody. Nothing of the visit is ever
 * shown on the page. Rejects when no port can be had.
 */
export async function openLoopback(): Promise<LoopbackListener> {
  let visit: (query: URLSearchParams) => void;
  const visited = new Promise<URLSearchParams>((resolve) => (visit = resolve));
  let host = '';
  let over = false;
  const server = createServer((request, response) => {
    const url = parseUrl(`http://${host}${request.url ?? ''}`);
    if (over || request.method !== 'GET' || request.headers.host !== host || url?.host !== host || url.pathname !== path) {
      response.writeHead(404, headers).end(page('There is nothing here.'));
      return;
    }
    over = true;
    response
      .writeHead(200, headers)
      .end(page('Toolgate has the answer. You can close this page and look there.'), () => server.closeAllConnections());
    server.close();
    visit(url.searchParams);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    redirectUri: `http://${host}${path}`,
    visited,
    close() {
      over = true;
      server.close();
      server.closeAllConnections();
    },
  };
}
