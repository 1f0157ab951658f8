import type { CatalogueEntry, PublishedTool, ServerOrigin } from '../../../shared/model/catalogue.js';
import type { TransportConfig } from '../../../shared/model/views.js';
import { ok, type Result } from '../../../shared/result.js';
import { loadOnce } from '../ports/load-once.js';
import { readCatalogue, type PublishedServer } from './catalogue-data.js';
import { npmCacheFolder, npxVersion } from './npx-version.js';
import { searchRegistry, type RegistryDeps, type RegistryServer } from './registry-client.js';
import { score } from './search-text.js';

export interface CatalogueDeps {
  /** the bundled file; read when somebody first asks */
  readonly load: () => Promise<unknown>;
  readonly fetch: RegistryDeps['fetch'];
  readonly registryTimeoutMs: number;
  /** npm's cache folder, in which npx keeps what it runs */
  readonly npmCache?: string;
}

/** How a definition stands to the one that was published with the same package and version. */
export type Published = 'same' | 'differs' | 'unknown';

export interface Catalogue {
  /** best fits first, at most 60; with a registry's address, what it knows follows. An unreachable registry fails the search only where it was asked. */
  search(typed: string, registry?: string): Promise<Result<CatalogueEntry[]>>;
  /** compares a definition's canonical hash with the published one; `unknown` for packages, versions and tools that the catalogue does not hold */
  compare(transport: TransportConfig, tool: string, hash: string): Promise<{ readonly published: Published; readonly as?: PublishedTool }>;
  /** the same for a whole listing; undefined where the launch command names no package and version that the catalogue holds */
  compareAll(
    transport: TransportConfig,
    tools: readonly { readonly tool: string; readonly definitionHash: string }[],
  ): Promise<ServerOrigin['published']>;
  /** whether a server, of whatever version, keeps what clients must not share: a browser with its pages and sign-ins */
  instancesOf(transport: TransportConfig): Promise<'per-client' | undefined>;
  /** an exact version of an npm package: the one that `npx` ran last on this machine, else the one in the catalogue */
  exactVersion(name: string): Promise<{ readonly version: string; readonly from: 'running' | 'catalogue' } | undefined>;
}

const most = 60;

/** The bundled catalogue of well-known servers, with the official registry behind it for those who ask. */
export function createCatalogue({ load, fetch, registryTimeoutMs, npmCache = npmCacheFolder() }: CatalogueDeps): Catalogue {
  const servers = loadOnce(async () => readCatalogue(await load()));
  const publishedOf = async (transport: TransportConfig): Promise<PublishedServer | undefined> =>
    transport.kind === 'stdio'
      ? (await servers()).find((server) => transport.args.includes(`${server.package}@${server.version}`))
      : undefined;
  return {
    async search(typed, registry) {
      const known = (await servers())
        .map((server) => ({
          server,
          fit: score(typed, [{ text: server.package, weight: 3 }, ...server.tools.map((tool) => ({ text: tool.name, weight: 1 }))]),
        }))
        .filter(({ fit }) => fit > 0)
        .sort((a, b) => b.fit - a.fit || (a.server.package < b.server.package ? -1 : 1))
        .slice(0, most)
        .map(({ server }) => ofBundle(server));
      if (registry === undefined || typed.trim() === '') return ok(known);
      const asked = await searchRegistry(registry, typed, { fetch, timeoutMs: registryTimeoutMs, maxBytes: 4_000_000 });
      return asked.ok ? ok([...known, ...asked.value.map(ofRegistry)]) : asked;
    },
    async compare(transport, tool, hash) {
      const server = await publishedOf(transport);
      const found = server?.tools.find((one) => one.name === tool);
      if (server === undefined || found === undefined) return { published: 'unknown' };
      const { class: kind, severity } = found;
      return {
        published: found.hash === hash ? 'same' : 'differs',
        as: { package: server.package, version: server.version, class: kind, severity },
      };
    },
    async compareAll(transport, tools) {
      const server = await publishedOf(transport);
      if (server === undefined) return undefined;
      const published = new Map(server.tools.map(({ name, hash }) => [name, hash]));
      const listed = new Map(tools.map(({ tool, definitionHash }) => [tool, definitionHash]));
      const names = [...listed.keys()];
      return {
        version: server.version,
        same: names.filter((name) => published.get(name) === listed.get(name)),
        differs: names.filter((name) => published.has(name) && published.get(name) !== listed.get(name)),
        missing: [...published.keys()].filter((name) => !listed.has(name)),
        extra: names.filter((name) => !published.has(name)),
      };
    },
    async instancesOf(transport) {
      if (transport.kind !== 'stdio') return undefined;
      const isNamed = ({ package: name }: PublishedServer) => transport.args.some((arg) => arg === name || arg.startsWith(`${name}@`));
      return (await servers()).find(isNamed)?.instances;
    },
    async exactVersion(name) {
      const running = await npxVersion(name, npmCache);
      if (running !== undefined) return { version: running, from: 'running' };
      const known = (await servers()).find((server) => server.package === name);
      return known === undefined ? undefined : { version: known.version, from: 'catalogue' };
    },
  };
}

const ofBundle = ({ package: name, version, command, args, env, otherEnv, tools }: PublishedServer): CatalogueEntry => ({
  source: 'bundled',
  name: slugOf(name),
  package: name,
  version,
  command,
  args,
  env,
  otherEnv,
  headers: [],
  tools: tools.map(({ name: tool, class: kind, severity }) => ({ name: tool, class: kind, severity })),
});

const ofRegistry = (server: RegistryServer): CatalogueEntry => ({
  source: 'registry',
  name: slugOf(server.name),
  package: server.name,
  ...(server.version === undefined ? {} : { version: server.version }),
  ...(server.command === undefined ? {} : { command: server.command, args: [...(server.args ?? [])] }),
  ...(server.url === undefined ? {} : { url: server.url, transport: server.transport }),
  env: [...server.env],
  otherEnv: [],
  headers: [...server.headers],
  tools: [],
});

/** `@playwright/mcp` becomes `playwright`, `mcp-server-kubernetes` becomes `kubernetes`: what people would call it. */
function slugOf(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => !/^(?:mcp|server|servers|modelcontextprotocol|official|cli|io|com|github|org|dev)$/.test(word) && word !== '');
  const unique = words.filter((word, at) => words.indexOf(word) === at);
  return (unique.slice(-2).join('-') || 'server').slice(0, 40);
}
