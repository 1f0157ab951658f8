import { request as httpRequest } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { echoServer, handshake, startRig, tokenOf, wire, type Rig } from './fakes.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const listCall = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}';

/** one request with exactly these headers, in this order */
function raw(
  method: string,
  path: string,
  headers: string[],
  body = '',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port: rig.port,
        host: '127.0.0.1',
        method,
        path,
        headers: [...headers, 'Content-Length', String(Buffer.byteLength(body))],
        setHost: false,
        agent: false,
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('who may speak at all', () => {
  it('takes no Origin that only begins as our own', async () => {
    const own = `127.0.0.1:${rig.port}`;
    const statusFor = async (origin: string) => {
      const headers = ['Host', own, 'Authorization', `Bearer ${tokenOf('anna')}`, 'Origin', origin, 'Content-Type', 'application/json'];
      return (await raw('POST', '/mcp/one', headers, listCall)).status;
    };
    expect(await statusFor(`http://${own}`)).toBe(400);
    for (const origin of [`http://${own}.evil.test`, `http://${own}0`, `https://${own}`, `http://${own}/`])
      expect(await statusFor(origin), origin).toBe(403);
  });

  it('lets only a known token with our own Host and no foreign Origin pass, on every method and every path', async () => {
    const own = `127.0.0.1:${rig.port}`;
    const tokens = [
      [],
      ['Authorization', 'Bearer wrong'],
      ['Authorization', `Basic ${tokenOf('anna')}`],
      ['Authorization', `Bearer ${tokenOf('anna')}`],
    ];
    const hosts = ['evil.test', 'localhost.evil', `localhost:${rig.port}`, '127.0.0.1', `[::1]:${rig.port}`, '127.0.0.1:1', `${own}.`, own];
    const origins = [
      [],
      ['Origin', 'null'],
      ['Origin', 'https://evil.test'],
      ['Origin', 'http://127.0.0.1:1'],
      ['Origin', `http://localhost:${rig.port}`],
    ];
    let passed = 0;
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PUT']) {
      for (const path of ['/mcp', '/mcp/one', '/mcp/none', '/', '/health', '/mcp/', '/mcp/one/x']) {
        for (const token of tokens) {
          for (const host of hosts) {
            for (const origin of origins) {
              const good = token[1] === `Bearer ${tokenOf('anna')}` && host === own && origin.length === 0;
              // the good ones all, of the others a part
              if (!good && (passed * 7 + method.length + path.length + host.length + origin.length + (token[1]?.length ?? 0)) % 4 !== 0)
                continue;
              const { status, headers } = await raw(
                method,
                path,
                ['Host', host, ...token, ...origin, 'Content-Type', 'application/json', 'Accept', '*/*'],
                method === 'POST' ? listCall : '',
              );
              const label = `${method} ${path} ${host} ${String(origin)} ${String(token)}`;
              if (good) expect([400, 404, 405], label).toContain(status);
              else if (host !== own || origin.length > 0) expect(status, label).toBe(403);
              else expect(status, label).toBe(401);
              expect(
                Object.keys(headers).filter((name) => name.startsWith('access-control')),
                label,
              ).toEqual([]);
              passed++;
            }
          }
        }
      }
    }
    expect(passed).toBeGreaterThan(300);
    expect(rig.seen).toEqual([]);
  });

  it('takes an absolute address for what it says where it names this gateway, and no other', async () => {
    const own = `127.0.0.1:${rig.port}`;
    const session = String((await handshake(rig)).session);
    const statusFor = async (target: string, host = own) => {
      const headers = ['Host', host, 'Authorization', `Bearer ${tokenOf('anna')}`, 'Mcp-Session-Id', session];
      return (await raw('POST', target, [...headers, 'Content-Type', 'application/json', 'Accept', 'application/json'], listCall)).status;
    };
    for (const target of [`http://${own}/mcp/one`, `HTTP://${own}/mcp/one?x=http://evil.test/`])
      expect(await statusFor(target), target).toBe(200);
    for (const target of [`http://${own}`, `http://${own}?/mcp/one`, `http://${own}/`, `http://${own}/http://${own}/mcp/one`])
      expect(await statusFor(target), target).toBe(404);
    const others = ['evil.test', `${own}@evil.test`, `evil.test@${own}`, `${own}.`, '127.0.0.1', ''];
    for (const target of [...others.map((other) => `http://${other}/mcp/one`), `https://${own}/mcp/one`, `file://${own}/mcp/one`])
      expect(await statusFor(target), target).toBe(403);
    expect(await statusFor(`http://${own}/mcp/one`, 'evil.test')).toBe(403);
    expect(rig.seen).toHaveLength(2);
  });

  it('names its challenge, and refuses headers that stand twice', async () => {
    const own = `127.0.0.1:${rig.port}`;
    const auth = ['Authorization', `Bearer ${tokenOf('anna')}`];
    expect((await raw('POST', '/mcp/one', ['Host', own])).headers['www-authenticate']).toBe('Bearer realm="toolgate"');
    for (const twice of [
      ['Host', own],
      auth,
      ['Mcp-Session-Id', 'x', 'Mcp-Session-Id', 'y'],
      ['Content-Type', 'application/json', 'Content-Type', 'application/json'],
    ]) {
      expect((await raw('POST', '/mcp/one', ['Host', own, ...auth, ...twice], listCall)).status, String(twice)).toBe(400);
    }
  });

  it('takes JSON only: no form, no text, no compressed body', async () => {
    const client = await handshake(rig);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json-patch+json',
      '',
    ]) {
      expect((await client.post(listCall, { 'content-type': type })).status, type).toBe(415);
    }
    expect((await client.post(gzipSync(listCall), { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await client.post(listCall, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    expect(rig.seen).toHaveLength(1);
  });

  it('counts a body while it comes and refuses it at the limit, told or not', async () => {
    rig.options.maxRequestBytes = 1000;
    const client = await handshake(rig);
    const big = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo', arguments: { pad: 'x'.repeat(2000) } },
    });
    const { status, json } = await client.post(big);
    expect(status).toBe(413);
    expect(json).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32600 } });
    const chunked = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        {
          port: rig.port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/mcp/one',
          headers: { authorization: `Bearer ${tokenOf('anna')}`, 'content-type': 'application/json', 'mcp-session-id': client.session },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      request.on('error', reject);
      request.write(big.slice(0, 600));
      request.write(big.slice(600, 1500));
    });
    expect(chunked).toBe(413);
    expect(rig.seen).toEqual([]);
    expect((await client.post(listCall)).status).toBe(200);
  });

  it('refuses protocol versions it does not speak, and takes a missing one', async () => {
    const client = await handshake(rig);
    expect((await client.post(listCall, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
    expect((await client.post(listCall, { 'mcp-protocol-version': '2025-06-18' })).status).toBe(200);
    expect((await client.post(listCall)).status).toBe(200);
  });

  it.each([
    ['not json', -32700],
    ['', -32700],
    ['{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', -32700],
    ['"ping"', -32600],
    ['[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}]', -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":7}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"Method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","METHOD":"ping","params":{"name":"echo"}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","param\\u017f":{},"params":{"name":"echo"}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","Name":"rm"}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","\\uff4eame":"rm"}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","na\\u200bme":"rm"}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","Arguments":{}}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{"progresstoken":1}}}', -32600],
  ])('refuses %s', async (text, code) => {
    const client = await handshake(rig);
    const { status, json } = await client.post(text);
    expect(status).toBe(400);
    expect(json).toMatchObject({ jsonrpc: '2.0', error: { code } });
    expect(rig.intents).toEqual([]);
  });

  it('leaves the names of arguments to the tool', async () => {
    const client = await handshake(rig);
    expect(await client.call('tools/call', { name: 'echo', arguments: { Name: 1, NAME: 2, method: 3, Method: 4 } })).toHaveProperty(
      'result',
    );
  });

  it('answers methods it does not know as such, and drops such notifications', async () => {
    const client = await handshake(rig);
    expect(await client.call('policy/set', {})).toMatchObject({ error: { code: -32601 } });
    expect((await wire(rig).post('{"jsonrpc":"2.0","id":3,"method":"server/discover"}')).json).toMatchObject({
      id: 3,
      error: { code: -32601 },
    });
    expect((await client.post('{"jsonrpc":"2.0","method":"notifications/anything"}')).status).toBe(202);
    expect((await client.post('{"jsonrpc":"2.0","id":99,"result":{}}')).status).toBe(202);
    expect(rig.intents).toEqual([]);
  });

  it('survives broken HTTP and senders that break off', async () => {
    for (const noise of [
      '\0\0\0\0\r\n\r\n',
      'POST /mcp/one HTTP/1.1\r\n\r\n',
      `POST /mcp/one HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\nAuthorization: Bearer ${tokenOf('anna')}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half`,
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(rig.port, '127.0.0.1', () => socket.end(noise));
        socket.on('close', () => resolve());
        socket.resume();
        socket.on('error', () => {});
      });
    }
    expect((await handshake(rig)).session).toBeDefined();
  });
});

describe('the port', () => {
  it('says who holds it, and takes no other', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const result = await rig.gateway.listenHttp(port);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'gateway.port', message: expect.stringContaining(`port ${port} is taken by`) as string },
    });
    if (process.platform === 'linux') expect(JSON.stringify(result)).toContain(`pid ${process.pid}`);
    other.close();
  });

  it('is closed with every connection when the gateway closes', async () => {
    const second = await startRig({ servers: { one: echoServer('one') } });
    const client = await handshake(second);
    await second.close();
    await expect(client.post(listCall)).rejects.toThrow();
  });
});
