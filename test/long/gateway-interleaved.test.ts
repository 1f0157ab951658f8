import { Agent, request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { echoServer, handshake, startRig, tokenOf, type Rig } from '../unit/gateway/fakes.js';

let rig: Rig;
afterEach(() => rig.close());

const clients = 20;
const callsEach = 5000;
/** the same few ids for everybody, of both kinds, some beyond 2^53 */
const ids = ['1', '"1"', '2', '"2"', '9007199254740993', '"é"', '-7', '0'];

it('100,000 interleaved calls of 20 sessions with colliding ids: none lost, none twice, none delivered to another', async () => {
  const executed = new Map<string, number>();
  const answer = ({ params, owner }: { params: Record<string, unknown> | undefined; owner: { session: string } }) => {
    const { canary } = params?.['arguments'] as { canary: string };
    executed.set(canary, (executed.get(canary) ?? 0) + 1);
    const reply = { canary, session: owner.session };
    // answers come in another order than the calls
    return canary.length % 3 === 0 ? reply : new Promise((resolve) => setImmediate(() => setImmediate(resolve, reply)));
  };
  rig = await startRig({
    servers: { one: echoServer('one', { answer: answer as never }), two: echoServer('two', { answer: answer as never }) },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const sessions = await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const [path, client] = [i % 2 === 0 ? '/mcp/one' : '/mcp', i % 4 < 2 ? 'anna' : 'bert'];
      return {
        path,
        client,
        name: i % 2 === 0 ? 'echo' : i % 3 === 0 ? 'one__echo' : 'two__echo',
        id: (await handshake(rig, { path, client })).session ?? '',
      };
    }),
  );
  const post = (session: (typeof sessions)[number], body: string) =>
    new Promise<string>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${tokenOf(session.client)}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-session-id': session.id,
      };
      const sent = request({ host: '127.0.0.1', port: rig.port, path: session.path, method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const owners = new Map<number, Set<unknown>>();
  await Promise.all(
    sessions.flatMap((session, s) =>
      ids.map(async (id, lane) => {
        for (let n = lane; n < callsEach; n += ids.length) {
          const canary = `c${s}-${n}`;
          const text = await post(
            session,
            `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${session.name}","arguments":{"canary":"${canary}"}}}`,
          );
          expect(text.startsWith(`{"jsonrpc":"2.0","id":${id},"result":{"canary":"${canary}",`), text).toBe(true);
          owners.set(s, (owners.get(s) ?? new Set()).add((JSON.parse(text) as { result: { session: string } }).result.session));
        }
      }),
    ),
  );
  agent.destroy();
  expect(executed.size).toBe(clients * callsEach);
  expect([...executed.values()].every((times) => times === 1)).toBe(true);
  expect([...owners.values()].every((set) => set.size === 1)).toBe(true);
  expect(new Set([...owners.values()].flatMap((set) => [...set])).size).toBe(clients);
  expect(rig.gateway.sessions().every(({ inFlight }) => inFlight === 0)).toBe(true);
}, 600_000);
