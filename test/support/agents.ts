import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { plainNode, type Runtime } from './runtime.js';

/** What a call came to, as an agent reads it. */
export interface Outcome {
  readonly text: string;
  readonly isError: boolean;
  readonly meta: Record<string, unknown> | undefined;
}

export interface Agent {
  tools(): Promise<string[]>;
  call(tool: string, args: Record<string, unknown>): Promise<Outcome>;
  close(): Promise<void>;
}

/** An agent that speaks streamable HTTP, as the SDK does it. */
export async function httpAgent(url: string, token: string): Promise<Agent> {
  const client = new Client({ name: 'http-agent', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }));
  return agent(client);
}

/** An agent that starts the bridge as its server. */
export async function bridgeAgent(
  dataDir: string,
  clientName: string,
  server?: string,
  runtime: Runtime = plainNode,
  flags: readonly string[] = [],
): Promise<Agent> {
  const client = new Client({ name: 'bridge-agent', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: runtime.command,
      args: [
        ...runtime.args,
        'connect',
        '--client',
        clientName,
        ...(server === undefined ? [] : ['--server', server]),
        '--data-dir',
        dataDir,
        ...flags,
      ],
      ...(runtime === plainNode ? {} : { env: { ...(process.env as Record<string, string>), ...runtime.env } }),
      stderr: 'pipe',
    }),
  );
  return agent(client);
}

function agent(client: Client): Agent {
  return {
    tools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    async call(name, args) {
      const result = await client.callTool({ name, arguments: args }, undefined, { timeout: 30_000 });
      const content = result.content as { type: string; text?: string }[];
      return { text: content.map((block) => block.text ?? '').join('\n'), isError: result.isError === true, meta: result._meta };
    },
    close: () => client.close(),
  };
}
