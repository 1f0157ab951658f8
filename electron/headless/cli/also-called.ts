/** What people type for commands that are called otherwise here. */
const alsoCalled: Readonly<Record<string, string>> = {
  log: 'audit list',
  logs: 'audit list',
  calls: 'audit list',
  history: 'audit list',
  start: 'serve',
  run: 'serve',
  version: '--version',
  add: 'server add',
  list: 'server list',
  servers: 'server list',
  clients: 'client list',
  discover: 'client discover',
  disconnect: 'client disconnect',
  rules: 'policy show',
  limits: 'policy show',
  approve: 'approvals allow',
  allow: 'approvals allow',
  deny: 'approvals deny',
  grants: 'approvals remembered',
  lock: 'mode lockdown',
  lockdown: 'mode lockdown',
  observe: 'mode observe',
  pause: 'mode observe --for 15m',
  verify: 'audit verify',
  'server show': 'server list',
  'server tools': 'tools',
  'server start': 'server enable',
  'server stop': 'server disable',
  'server log': 'server logs',
  'server stderr': 'server logs',
  'tool list': 'tools',
  'tool show': 'tools',
  'client show': 'client list',
  'client import': 'server import',
  'policy list': 'policy history',
  'policy edit': 'policy set',
  'audit log': 'audit list',
  'approvals approve': 'approvals allow',
  'approvals revoke': 'approvals forget',
};

/** The command that is meant by an unknown one; undefined where nothing is known of it. `place` is the path of the command that it was given to. */
export const meantBy = (place: string, unknown: string): string | undefined => {
  const typed = `${place} ${unknown}`.replace(/^toolgate /, '');
  return Object.hasOwn(alsoCalled, typed) ? alsoCalled[typed] : undefined;
};
