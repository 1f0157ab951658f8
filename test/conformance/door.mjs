import { createServer, request as send } from 'node:http';

/**
 * A door in front of the gate for a suite that cannot send a token: adds the bearer token and passes everything else on as it came, streams
 * included. Its own address in Host and Origin becomes the gate's; any other one stays, so that the gate itself judges it.
 * @param {{ url: string, token: string }} gate
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function openDoor({ url, token }) {
  const target = new URL(url);
  const server = createServer((incoming, outgoing) => {
    const own = `127.0.0.1:${server.address().port}`;
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    if (headers.host === own) headers.host = target.host;
    if (headers.origin === `http://${own}`) headers.origin = target.origin;
    const path = target.pathname + new URL(incoming.url ?? '/', 'http://door').search;
    const forwarded = send({ host: target.hostname, port: target.port, method: incoming.method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    forwarded.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    // a client that closes the stream closes it at the gate too
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
