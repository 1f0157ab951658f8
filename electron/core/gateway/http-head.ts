import type { HttpAsk } from './http-reply.js';

/** The head of a request that the door answers itself. */
export interface Head extends HttpAsk {
  readonly method: 'POST';
  readonly url: string;
  readonly bodyBytes: number;
}

/** a longer head is no hot one */
export const maxHeadBytes = 8192;

const requestLine = /^POST (\/[!-~]*) HTTP\/1\.1$/;
/** RFC 9110 5.1 and 5.5: a token, a colon, a value of visible ASCII with single spaces or tabs inside; no folding, no bytes above ASCII */
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:[!-~](?:[ \t!-~]*[!-~])?)?)[ \t]*$/;
const length = /^(?:0|[1-9][0-9]{0,9})$/;
/** what changes how the message is read or how the connection goes on: the door knows none of it */
const notHere = new Set([
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
  'trailer',
  'te',
  'keep-alive',
  'proxy-connection',
  'http2-settings',
]);

/**
 * Reads the head of one request (RFC 9112), given without the empty line that ends it. `undefined` for everything that is not the plain shape
 * of a call: a POST over HTTP/1.1 with one Content-Length, no header twice, nothing about the connection but `keep-alive`. That is no
 * judgement: it is left to the full parser.
 */
export function readHead(text: string): Head | undefined {
  const lines = text.split('\r\n');
  const url = requestLine.exec(lines[0] as string)?.[1];
  if (url === undefined) return undefined;
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const rawHeaders: string[] = [];
  for (let i = 1; i < lines.length; i++) {
    const match = headerLine.exec(lines[i] as string);
    if (match === null) return undefined;
    const name = (match[1] as string).toLowerCase();
    const value = match[2] as string;
    if (name in headers) return undefined;
    if (notHere.has(name) && !(name === 'connection' && value.toLowerCase() === 'keep-alive')) return undefined;
    headers[name] = value;
    rawHeaders.push(match[1] as string, value);
  }
  const given = headers['content-length'];
  if (given === undefined || !length.test(given)) return undefined;
  return { method: 'POST', url, headers, rawHeaders, bodyBytes: Number(given) };
}
