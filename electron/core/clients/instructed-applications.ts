import type { Instructed } from './application.js';

const REMOTE_ONLY =
  'Its servers are called from the vendor’s own computers, which cannot reach this machine: Toolgate cannot stand in between. Connect the application that runs here instead.';

/** Applications that a person connects by hand, or cannot connect. */
export const instructed: readonly Instructed[] = [
  {
    id: 'jetbrains-ai',
    name: 'JetBrains AI Assistant',
    signs: ['@support/JetBrains'],
    steps: [
      'Open Settings > Tools > AI Assistant > Model Context Protocol.',
      'Press Add, choose “As JSON” and paste this: {config}',
      'Press Apply.',
    ],
  },
  {
    id: 'raycast',
    name: 'Raycast',
    signs: ['@support/com.raycast.macos', '~/.config/raycast'],
    steps: [
      'Run the command “Install MCP Server”.',
      'Choose the transport HTTP, give the address {url} and the header {header}.',
      'Press Install.',
    ],
  },
  {
    id: 'librechat',
    name: 'LibreChat',
    signs: ['~/LibreChat/librechat.yaml', '~/librechat/librechat.yaml'],
    steps: [
      'In the server’s librechat.yaml add, under mcpServers, an entry toolgate with type: streamable-http, url: {url} and the header {header}.',
      'It must run on this machine, not in a container of its own: 127.0.0.1 is this machine.',
      'Restart LibreChat.',
    ],
  },
  {
    id: 'chatgpt',
    name: 'ChatGPT',
    signs: ['@support/com.openai.chat', '@local/Packages/OpenAI.ChatGPT-Desktop_2p2nqsd0c76g0'],
    steps: [REMOTE_ONLY],
  },
  { id: 'claude-web', name: 'Claude on the web, its teams and connectors', signs: [], steps: [REMOTE_ONLY] },
  { id: 'linear', name: 'Linear', signs: ['@support/Linear'], steps: [REMOTE_ONLY] },
];
