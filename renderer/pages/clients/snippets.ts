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

/** Links that open an application with the entry filled in; it asks the person before it takes it. */
export function links(url: string, token: string): readonly { readonly key: 'cursor' | 'vscode' | 'lmstudio'; readonly text: string }[] {
  const entry = { url, headers: { Authorization: `Bearer ${token}` } };
  const packed = encodeURIComponent(btoa(JSON.stringify(entry)));
  return [
    { key: 'cursor', text: `cursor://anysphere.cursor-deeplink/mcp/install?name=toolgate&config=${packed}` },
    { key: 'vscode', text: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: 'toolgate', type: 'http', ...entry }))}` },
    { key: 'lmstudio', text: `lmstudio://add_mcp?name=toolgate&config=${packed}` },
  ];
}
