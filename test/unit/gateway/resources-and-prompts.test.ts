import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Offering, SessionOwner } from '../../../electron/core/ports/upstreams.js';
import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import { until } from '../../support/until.js';
import { full, handshake, message, RpcError, startRig, type FakeRequest, type FakeServer, type Rig } from './fakes.js';
import { sdkClient } from './sdk-client.js';

let rig: Rig;
afterEach(() => rig.close());

describe('resources and prompts', () => {
  const withResources = () => ({
    one: full('one', {
      resources: [
        { uri: 'file:///a', name: 'a' },
        { uri: 'file:///both', name: 'first' },
      ],
      resourceTemplates: [{ uriTemplate: 'db://{table}/rows{?limit}', name: 't' }],
      prompts: [{ name: 'greet' }],
      answer: ({ server, method }: FakeRequest) => ({ from: server, method }),
    }),
    two: full('two', {
      resources: [
        { uri: 'file:///both', name: 'second' },
        { uri: 'file:///b', name: 'b' },
      ],
      prompts: [{ name: 'greet' }],
      answer: ({ server, method }: FakeRequest) => ({ from: server, method }),
    }),
  });

  it('lists them together, each URI once and untouched, prompts under prefixed names', async () => {
    rig = await startRig({ servers: withResources() });
    rig.hidden.add('two/file:///b');
    const client = await handshake(rig, { path: '/mcp' });
    expect(await client.call('resources/list')).toMatchObject({
      result: { resources: [{ name: 'a' }, { uri: 'file:///both', name: 'first' }] },
    });
    expect(await client.call('resources/templates/list')).toMatchObject({
      result: { resourceTemplates: [{ uriTemplate: 'db://{table}/rows{?limit}' }] },
    });
    expect(await client.call('prompts/list')).toMatchObject({ result: { prompts: [{ name: 'one__greet' }, { name: 'two__greet' }] } });
    expect(rig.intents.map(({ server, method }) => `${server} ${method}`)).toEqual([
      'one resources/list',
      'two resources/list',
      'one resources/templates/list',
      'two resources/templates/list',
      'one prompts/list',
      'two prompts/list',
    ]);
  });

  it('leaves out of the aggregate what the rules refuse, and passes the refusal on in a mirror', async () => {
    rig = await startRig({ servers: withResources() });
    rig.judge.handle = ({ server }) => (server === 'one' ? { kind: 'error', code: -32000, message: 'denied' } : undefined);
    const all = await handshake(rig, { path: '/mcp' });
    expect(await all.call('prompts/list')).toEqual({ jsonrpc: '2.0', id: 1, result: { prompts: [{ name: 'two__greet' }] } });
    expect(await (await handshake(rig)).call('prompts/list')).toMatchObject({ error: { message: 'denied' } });
  });

  it('routes by URI, by template and by name, also for completion', async () => {
    rig = await startRig({ servers: withResources() });
    const client = await handshake(rig, { path: '/mcp' });
    const from = async (method: string, params: object) =>
      ((await client.call(method, params))['result'] as { from?: string } | undefined)?.from;
    expect(await from('resources/read', { uri: 'file:///both' })).toBe('one');
    expect(await from('resources/read', { uri: 'file:///b' })).toBe('two');
    expect(await from('resources/read', { uri: 'db://users/rows?limit=5' })).toBe('one');
    expect(await client.call('resources/read', { uri: 'http://nowhere' })).toMatchObject({
      error: { code: -32002, data: { uri: 'http://nowhere' } },
    });
    expect(await from('prompts/get', { name: 'two__greet' })).toBe('two');
    expect(await client.call('prompts/get', { name: 'greet' })).toMatchObject({ error: { code: -32602 } });
    expect(await from('completion/complete', { ref: { type: 'ref/prompt', name: 'two__greet' }, argument: { name: 'x', value: '' } })).toBe(
      'two',
    );
    expect(rig.seen.at(-1)?.params).toMatchObject({ ref: { type: 'ref/prompt', name: 'greet' } });
    expect(
      await from('completion/complete', {
        ref: { type: 'ref/resource', uri: 'db://{table}/rows{?limit}' },
        argument: { name: 'x', value: '' },
      }),
    ).toBe('one');
  });

  it('shows a template that two servers have once, and brings what is about it to the server whose template is shown', async () => {
    const templated = (name: string, templates: string[]) =>
      full(name, {
        resourceTemplates: templates.map((uriTemplate) => ({ uriTemplate, name })),
        answer: ({ server }: FakeRequest) => ({ from: server }),
      });
    const broad = 'db://{+path}';
    rig = await startRig({ servers: { one: templated('one', ['db://{id}', broad]), two: templated('two', ['db://{id}', 'db://t/{id}']) } });
    const from = async (method: string, params: object) => {
      const client = await handshake(rig, { path: '/mcp' });
      return ((await client.call(method, params))['result'] as { from?: string } | undefined)?.from;
    };
    const completing = (uri: string) => ({ ref: { type: 'ref/resource', uri }, argument: { name: 'id', value: '' } });
    const listed = async () => (await handshake(rig, { path: '/mcp' })).call('resources/templates/list');
    expect((await listed())['result']).toEqual({
      resourceTemplates: [
        { uriTemplate: 'db://{id}', name: 'one' },
        { uriTemplate: broad, name: 'one' },
        { uriTemplate: 'db://t/{id}', name: 'two' },
      ],
    });
    expect(await from('resources/read', { uri: 'db://5' })).toBe('one');
    expect(await from('completion/complete', completing('db://{id}'))).toBe('one');
    expect(await from('completion/complete', completing('db://t/{id}'))).toBe('two');

    rig.hidden.add('one/db://{id}').add(`one/${broad}`);
    rig.gateway.visibilityChanged();
    expect(await listed()).toMatchObject({ result: { resourceTemplates: [{ name: 'two' }, { name: 'two' }] } });
    expect(await from('resources/read', { uri: 'db://5' })).toBe('two');
    expect(await from('completion/complete', completing('db://{id}'))).toBe('two');
  });

  it('keeps subscriptions per session: updates reach subscribers only, and the last one out tells the server', async () => {
    const owners = new Map<string, SessionOwner>();
    const servers = withResources();
    servers.one.answer = ({ owner }: FakeRequest) => (owners.set(owner.client, owner), {} as never);
    rig = await startRig({ servers });
    const heard: string[] = [];
    const open = (client: string) =>
      sdkClient(rig, '/mcp', {
        client,
        prepare: (sdk) =>
          sdk.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(`${client} ${params.uri}`)),
      });
    const [anna, bert] = [await open('anna'), await open('bert')];
    await anna.client.subscribeResource({ uri: 'file:///a' });
    await bert.client.subscribeResource({ uri: 'file:///a' });
    const update = () =>
      owners.forEach((owner) => owner.notified('one', message('notifications/resources/updated', { uri: 'file:///a' }), undefined));
    update();
    await until('both to hear of it', () => heard.length === 2);
    await anna.client.unsubscribeResource({ uri: 'file:///a' });
    expect(rig.seen.map(({ method }) => method)).not.toContain('resources/unsubscribe');
    update();
    await until('the third to be heard', () => heard.length === 3);
    expect(heard.sort()).toEqual(['anna file:///a', 'bert file:///a', 'bert file:///a']);
    await bert.client.unsubscribeResource({ uri: 'file:///a' });
    expect(rig.seen.at(-1)?.method).toBe('resources/unsubscribe');
    for (const { close } of [anna, bert]) await close();
  });

  it('passes on an update that comes before the answer to the subscription, and none of what was not agreed to', async () => {
    const servers = withResources();
    const owners: SessionOwner[] = [];
    const update = (owner: SessionOwner, uri: JsonValue | undefined) =>
      owner.notified('one', message('notifications/resources/updated', { uri }), undefined);
    servers.one.answer = ({ owner, params }: FakeRequest) => {
      owners.push(owner);
      if (params?.['uri'] === 'file:///both') return new RpcError({ code: -32602, message: 'no' });
      update(owner, params?.['uri']);
      return {} as never;
    };
    rig = await startRig({ servers });
    const heard: string[] = [];
    const { client, close } = await sdkClient(rig, '/mcp', {
      prepare: (sdk) => sdk.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri)),
    });
    await expect(client.subscribeResource({ uri: 'file:///both' })).rejects.toThrow('no');
    await client.subscribeResource({ uri: 'file:///a' });
    for (const uri of ['file:///both', 'file:///a']) update(owners[0] as SessionOwner, uri);
    await until('the second to be heard', () => heard.length >= 2);
    expect(heard).toEqual(['file:///a', 'file:///a']);
    await close();
  });

  it('passes on updates of what lies within a resource that was subscribed to, and of nothing beside it', async () => {
    const owners = new Map<string, SessionOwner>();
    const servers = withResources();
    servers.one.answer = ({ owner }: FakeRequest) => (owners.set(owner.client, owner), {} as never);
    rig = await startRig({ servers });
    const heard: string[] = [];
    const { client, close } = await sdkClient(rig, '/mcp', {
      prepare: (sdk) => sdk.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri)),
    });
    await client.subscribeResource({ uri: 'file:///a' });
    for (const uri of ['file:///ab', 'file:///', 'file:///a/b', 'file:///a?c', 'file:///a#d', 'file:///both', 'file:///a'])
      owners.forEach((owner) => owner.notified('one', message('notifications/resources/updated', { uri }), undefined));
    await until('the last to be heard', () => heard.at(-1) === 'file:///a');
    expect(heard).toEqual(['file:///a/b', 'file:///a?c', 'file:///a#d', 'file:///a']);
    await close();
  });

  it('does not pretend to methods that the one server of a mirror lacks', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    for (const method of ['prompts/list', 'resources/list'])
      expect(await client.call(method), method).toMatchObject({ error: { code: -32601 } });
  });
});

describe('a prompt that is in no list', () => {
  it('is not got or completed by its name: it may have been left out for what it says', async () => {
    rig = await startRig({ servers: { one: full('one', { prompts: [{ name: 'fine' }] }) } });
    for (const path of ['/mcp/one', '/mcp']) {
      const anna = await handshake(rig, { path });
      const name = path === '/mcp' ? 'one__' : '';
      const before = rig.seen.length;
      expect(await anna.call('prompts/get', { name: `${name}poisoned` })).toMatchObject({ error: { code: -32602 } });
      expect(
        await anna.call('completion/complete', {
          ref: { type: 'ref/prompt', name: `${name}poisoned` },
          argument: { name: 'a', value: '' },
        }),
      ).toMatchObject({ error: { code: -32602 } });
      expect(rig.seen).toHaveLength(before);
      expect(await anna.call('prompts/get', { name: `${name}fine` })).toHaveProperty('result');
    }
  });

  it('is not completed where a rule hides it, no more than a resource', async () => {
    rig = await startRig({ servers: { one: full('one', { prompts: [{ name: 'fine' }], resources: [{ uri: 'x:1', name: 'x' }] }) } });
    for (const path of ['/mcp/one', '/mcp']) {
      const anna = await handshake(rig, { path });
      const complete = (ref: object) => anna.call('completion/complete', { ref, argument: { name: 'a', value: '' } });
      const refs = [
        { type: 'ref/prompt', name: path === '/mcp' ? 'one__fine' : 'fine' },
        { type: 'ref/resource', uri: 'x:1' },
      ];
      for (const ref of refs) expect(await complete(ref)).toHaveProperty('result');
      const before = rig.seen.length;
      for (const name of ['one/fine', 'one/x:1']) rig.hidden.add(name);
      for (const ref of refs) expect(await complete(ref)).toMatchObject({ error: { code: -32602 } });
      expect(rig.seen).toHaveLength(before);
      rig.hidden.clear();
    }
  });
});

describe('what a server offers to some clients only', () => {
  it('is listed for those, alone and among others, and is asked of the server whoever calls it', async () => {
    const known: Offering = { has: (list, name) => list !== 'tools' || name !== 'guess' };
    let offering: FakeServer['offering'] = () => undefined;
    const tools = ['echo', 'guess'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    rig = await startRig({
      servers: { one: full('one', { tools, offering: (capabilities) => offering?.(capabilities) }), two: full('two') },
    });
    const open = async (path: string, capabilities: JsonObject) => {
      const client = await handshake(rig, { path, capabilities });
      return async () =>
        ((await client.call('tools/list')) as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name);
    };
    const [alone, among, asked] = [await open('/mcp/one', {}), await open('/mcp', {}), await open('/mcp/one', { sampling: {} })];
    expect([await alone(), await asked()]).toEqual([
      ['echo', 'guess'],
      ['echo', 'guess'],
    ]);
    offering = (capabilities) => (capabilities['sampling'] === undefined ? known : undefined);
    for (let turn = 0; turn < 2; turn++)
      expect([await alone(), await among(), await asked()]).toEqual([['echo'], ['one__echo', 'two__echo'], ['echo', 'guess']]);
    expect(await (await handshake(rig)).call('tools/call', { name: 'guess' })).toHaveProperty('result');
    expect(rig.seen.at(-1)?.params).toMatchObject({ name: 'guess' });
  });
});
