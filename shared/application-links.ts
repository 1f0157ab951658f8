/** Where links lead that have an application ask its person whether to add a server. Nothing else but web addresses is ever opened. */
const LINK_TARGETS = [
  'cursor://anysphere.cursor-deeplink/mcp/install',
  'vscode:mcp/install',
  'vscode-insiders:mcp/install',
  'vscodium:mcp/install',
  'lmstudio://add_mcp',
] as const;
export type LinkTarget = (typeof LINK_TARGETS)[number];

/** True for exactly these places with a query behind them. */
export const isApplicationLink = (url: URL): boolean =>
  url.hash === '' && url.username === '' && url.password === '' && LINK_TARGETS.some((target) => url.href.startsWith(`${target}?`));
