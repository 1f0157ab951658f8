import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../electron/core/ports/clock.js';
import { createPooledClient } from '../../../electron/core/upstreams/pooled-client.js';
import { createAddressGuard } from '../../../electron/core/upstreams/oauth/address-guard.js';
import { createGuardedFetch } from '../../../electron/core/upstreams/oauth/guarded-fetch.js';

// made for this test: signed by nobody, for "localhost", good for a hundred years
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbC4faLJaIj2CXhFk
AryaJQ/7ThzuDALPIiLcEHqpBPihRANCAAQQ5HIeqyVvqKgs7Kg1ytd3O68y+j7W
zMq092qmBbq1CgTM6ZlohSxsTRvx2aqEsW7I6sFXxjBL9KI6Cy0P+2kV
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUFS1jdr6/M4or0Cxs4q9Otvu143UwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTAxMzc1MloYDzIxMjYxMTA1
MDEzNzUyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQQ5HIeqyVvqKgs7Kg1ytd3O68y+j7WzMq092qmBbq1CgTM6ZlohSxs
TRvx2aqEsW7I6sFXxjBL9KI6Cy0P+2kVo2kwZzAdBgNVHQ4EFgQU0QTCsBjAalhg
uo0bhbCr4qCDbOUwHwYDVR0jBBgwFoAU0QTCsBjAalhguo0bhbCr4qCDbOUwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgNC3gYZ7SnIOuO1779LeifLG5mguoKS5PGpQSf6+TlncCIGyCE2pHd54n
6dzYY6mNlYXnQDq2J4+hM+KVZ4ULVx+T
-----END CERTIFICATE-----`;

let server: Server;
let requests = 0;
let url: URL;
beforeEach(async () => {
  requests = 0;
  server = createServer({ key, cert }, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/mcp`);
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

it('a server whose certificate nobody signed is sent nothing, whatever a variable of the environment allows', async () => {
  const client = createPooledClient(url, { 'x-key': 'secret' });
  const error = await new Promise<Error | undefined>((resolve) => {
    client.exchange('POST', '/mcp', {}, '{}', {
      leaving() {},
      head() {},
      data() {},
      end: () => resolve(undefined),
      broke: resolve,
    });
  });
  client.destroy();
  expect([error?.message, requests]).toEqual([expect.stringContaining('self-signed'), 0]);
});

it('nor is an authorization server', async () => {
  const fetches = createGuardedFetch(await createAddressGuard(url), new AbortController().signal, systemClock);
  await expect(fetches.fetch(url)).rejects.toThrow('SELF_SIGNED');
  fetches.close();
  expect(requests).toBe(0);
});
