/** What a person pastes into an application to connect it. `url` is the gateway's address, `token` the client's own. */
export interface Snippet {
  readonly key: 'http' | 'bridge' | 'claude';
  readonly text: string;
}

export function snippets(client: string, url: string, token: string): readonly Snippet[] {
  return [
    {
      key: 'http',
      text: JSON.stringify({ mcpServers: { toolgate: { type: 'http', url, headers: { Authorization: `Bearer ${token}` } } } }, null, 2),
    },
    {
      key: 'bridge',
      text: JSON.stringify({ mcpServers: { toolgate: { command: 'toolgate', args: ['connect', '--client', client] } } }, null, 2),
    },
    { key: 'claude', text: `claude mcp add --transport http toolgate ${url} --header "Authorization: Bearer ${token}"` },
  ];
}
