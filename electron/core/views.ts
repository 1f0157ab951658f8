import type { ClientView, MeterView, ServerView, ToolView } from '../../shared/model/views.js';
import type { Pins } from './pins/create-pins.js';
import type { ClientRoom } from './settings/client-directory.js';
import type { SettingsRoom } from './settings/create-settings.js';
import type { SecretStore } from './ports/secret-store.js';
import type { PolicySource } from './ports/rooms.js';
import type { ToolRegistry, KnownTool } from './tool-registry.js';
import type { UpstreamsRoom } from './upstreams/create-upstreams.js';
import type { SignIns } from './upstreams/oauth/create-sign-ins.js';

const DESCRIPTION_SHOWN = 300;

export const secretKey = (server: string, kind: 'env' | 'header', name: string): string => `server/${server}/${kind}/${name}`;

/** The full command or address as it would be run, for people; values of secrets are never in it. */
export function launchText(transport: ServerView['transport']): string {
  if (transport.kind !== 'stdio') return transport.url;
  return [transport.command, ...transport.args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** Names of declared secrets that have no value here. */
function missingSecrets(server: Pick<ServerView, 'name' | 'transport'>, secrets: SecretStore): string[] {
  return server.transport.kind === 'stdio'
    ? server.transport.envNames.filter((name) => !secrets.has(secretKey(server.name, 'env', name)))
    : server.transport.headerNames.filter((name) => !secrets.has(secretKey(server.name, 'header', name)));
}

export interface ViewDeps {
  readonly settings: SettingsRoom;
  readonly clients: ClientRoom;
  readonly secrets: SecretStore;
  readonly upstreams: Pick<UpstreamsRoom, 'status'>;
  readonly signIns: Pick<SignIns, 'view'>;
  readonly registry: Pick<ToolRegistry, 'of'>;
  readonly pins: Pick<Pins, 'isRejected'>;
  readonly policy: PolicySource;
  readonly meters: () => readonly MeterView[];
  readonly sessions: () => readonly { readonly client: string }[];
  readonly advice: (transport: ServerView['transport']) => readonly string[];
}

export function serverViews({ settings, secrets, upstreams, signIns, registry, advice }: ViewDeps): ServerView[] {
  return settings.servers().map((server) => {
    const status = upstreams.status(server.name);
    const signIn = signIns.view(server.name);
    return {
      ...server,
      ...status,
      ...signIn,
      state: server.enabled ? status.state : 'disabled',
      toolCount: registry.of(server.name).length,
      missingSecrets: missingSecrets(server, secrets),
      launch: launchText(server.transport),
      warnings: [...status.warnings, ...signIn.warnings, ...advice(server.transport)],
    };
  });
}

/** The tools of a server, or those of them that are wanted. With `client`: the positions as they are for that client. Yields once a tool. */
export function* viewingTools(
  { registry, pins, policy, meters }: ViewDeps,
  server: string,
  client = '',
  wanted: (tool: KnownTool) => boolean = () => true,
): Generator<void, ToolView[]> {
  const { policy: compiled } = policy.current();
  const running = meters().filter((meter) => meter.server === server);
  const views: ToolView[] = [];
  for (const tool of registry.of(server).filter(wanted)) {
    views.push(toolView(tool, client, compiled, running, pins));
    yield;
  }
  return views;
}

function toolView(
  tool: KnownTool,
  client: string,
  policy: ReturnType<PolicySource['current']>['policy'],
  meters: readonly MeterView[],
  pins: ViewDeps['pins'],
): ToolView {
  const position = policy.position({ client, server: tool.server, tool: tool.tool, class: tool.class, governed: 'tools' });
  const { description, title } = tool.definition;
  return {
    ...tool.classification,
    server: tool.server,
    tool: tool.tool,
    ...(typeof title === 'string' ? { title } : {}),
    description: typeof description === 'string' ? beginningOf(description) : '',
    switch: position.verdict,
    own: position.own,
    because: [...position.because],
    limits: meters
      .filter((meter) => meter.tool === tool.tool)
      .map(({ counter, used, max, windowMs }) => ({ counter, used, max, windowMs })),
    pin: tool.pin,
    ...(tool.pin === 'changed' && pins.isRejected(tool.server, tool.tool) ? { rejected: true } : {}),
    ...(tool.pin === 'pinned' && tool.scan === 'clean' ? {} : { definitionHash: tool.definitionHash }),
    scan: tool.scan,
    findings: [...tool.findings],
  };
}

/** counted in characters: none is cut in two */
const beginningOf = (text: string): string =>
  text.length <= DESCRIPTION_SHOWN ? text : [...text.slice(0, DESCRIPTION_SHOWN * 2)].slice(0, DESCRIPTION_SHOWN).join('');

export function clientViews({ settings, clients, sessions }: ViewDeps): ClientView[] {
  const running = sessions();
  return settings.clients().map(({ tokenHash: _tokenHash, blockedUntilMs, ...client }) => ({
    ...client,
    sessions: running.filter((session) => session.client === client.name).length,
    ...(clients.isBlocked(client.name) ? { blockedUntilMs } : {}),
  }));
}
