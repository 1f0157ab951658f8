import type { CommandOutput } from '../../../shared/commands/contract.js';

/** What a person pastes into an application to connect it. `url` is the gateway's address, `token` the client's own. */
export interface Snippet {
  readonly key: 'http' | 'bridge' | 'claude';
  readonly text: string;
}

export function snippets({ url, token, bridge }: CommandOutput<'client.add'>): readonly Snippet[] {
  const { command, args, env } = bridge;
  return [
    {
      key: 'http',
      text: JSON.stringify({ mcpServers: { toolgate: { type: 'http', url, headers: { Authorization: `Bearer ${token}` } } } }, null, 2),
    },
    {
      key: 'bridge',
      text: JSON.stringify({ mcpServers: { toolgate: { command, args, ...(Object.keys(env).length === 0 ? {} : { env }) } } }, null, 2),
    },
    { key: 'claude', text: `claude mcp add --transport http toolgate ${url} --header "Authorization: Bearer ${token}"` },
  ];
}
