import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { tokenOf, type Rig } from './fakes.js';

/** The official client over HTTP, as an application would use it. */
export async function sdkClient(
  rig: Pick<Rig, 'port'>,
  path: string,
  { client = 'anna', capabilities = {}, prepare = (_: Client) => {} } = {},
): Promise<{ client: Client; transport: StreamableHTTPClientTransport; close(): Promise<void> }> {
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${rig.port}${path}`), {
    requestInit: { headers: { authorization: `Bearer ${tokenOf(client)}` } },
  });
  const sdk = new Client({ name: 'test', version: '1' }, { capabilities });
  prepare(sdk);
  await sdk.connect(transport);
  return { client: sdk, transport, close: () => sdk.close() };
}
