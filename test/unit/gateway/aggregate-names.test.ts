import { afterEach, describe, expect, it } from 'vitest';
import { echoServer, handshake, startRig, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

describe('names of the aggregate', () => {
  it('are given out where they cannot be stored, and hold for this run', async () => {
    const aliases: Rig['aliases'] = [];
    aliases.push = () => {
      throw new Error('database or disk is full');
    };
    const tools = ['a', 'b'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    rig = await startRig({ servers: { one: echoServer('one', { tools }) }, aliases });
    const client = await handshake(rig, { path: '/mcp' });
    expect(await client.call('tools/list')).toMatchObject({ result: { tools: [{ name: 'one__a' }, { name: 'one__b' }] } });
    expect(await client.call('tools/call', { name: 'one__b', arguments: {} })).toHaveProperty('result');
  });

  it('fit the budget, keep their meaning over restarts and never collide', async () => {
    const long = 'a_very_long_tool_name_that_goes_on_and_on_for_ever';
    const servers = {
      'A B': echoServer('A B', {
        tools: [{ name: 'x' }, { name: long }, { name: `${long}_2` }, { name: 'dots.and/slashes' }, { name: 'dots_and_slashes' }],
      }),
    };
    rig = await startRig({ servers });
    const client = await handshake(rig, { path: '/mcp' });
    const names = async (of: typeof client) =>
      ((await of.call('tools/list'))['result'] as { tools: { name: string }[] }).tools.map(({ name }) => name);
    const first = await names(client);
    expect(new Set(first).size).toBe(5);
    for (const name of first) expect(name).toMatch(/^[A-Za-z0-9_-]{1,45}$/);
    expect(first[3]).toBe('a_b__dots_and_slashes');
    for (const [i, name] of first.entries()) {
      await client.call('tools/call', { name });
      expect(rig.seen.at(-1)?.params?.['name']).toBe(servers['A B'].tools[i]?.['name']);
    }
    const aliases = rig.aliases;
    await rig.close();
    servers['A B'].tools.reverse();
    rig = await startRig({ servers, aliases });
    expect(await names(await handshake(rig, { path: '/mcp' }))).toEqual([...first].reverse());
  });
});
