import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { CONTENT_SECURITY_POLICY, MEDIA_TYPES } from '../../shared/web.js';
import { SCHEME } from './address.js';
import { assetPath } from './asset-path.js';

const headers = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Must run before the application is ready: makes `app://` a standard, secure scheme. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the files below `root` at `app://toolgate/`; everything else is 404. Every response carries the content policy. */
export function serveInterface(root: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' || request.method === 'HEAD' ? assetPath(root, request.url) : undefined;
    if (file === undefined) return new Response('Not found', { status: 404, headers: { ...headers, 'Content-Type': 'text/plain' } });
    const body = new Uint8Array(await readFile(file));
    return new Response(body, { headers: { ...headers, 'Content-Type': MEDIA_TYPES[extname(file)] ?? 'application/octet-stream' } });
  });
}
