import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.js';

const text = z.string().max(2000);
// server.schema.json of the official registry (2025-07-09 and later); unknown members are left out, odd entries skipped
const argument = z.looseObject({ value: text.optional(), name: text.optional(), type: text.optional() });
const input = z.looseObject({ name: text, isSecret: z.boolean().optional(), isRequired: z.boolean().optional() });
const packageEntry = z.looseObject({
  registryType: text.optional(),
  registry_type: text.optional(),
  identifier: text.optional(),
  version: text.optional(),
  runtimeHint: text.optional(),
  packageArguments: z.array(argument).max(100).optional(),
  environmentVariables: z.array(input).max(200).optional(),
  environment_variables: z.array(input).max(200).optional(),
});
const remote = z.looseObject({
  type: text.optional(),
  transport_type: text.optional(),
  url: text,
  headers: z.array(input).max(100).optional(),
});
const server = z.looseObject({
  name: text,
  version: text.optional(),
  packages: z.array(packageEntry).max(50).optional(),
  remotes: z.array(remote).max(50).optional(),
});

/** What the registry says of a server: data to show and to fill a form with, never a thing to start. Its prose is not taken over. */
export interface RegistryServer {
  readonly name: string;
  readonly version?: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly url?: string;
  readonly transport?: 'http' | 'sse';
  readonly env: readonly string[];
  readonly headers: readonly string[];
}

const runners: Readonly<Record<string, (identifier: string, version: string | undefined) => { command: string; args: string[] }>> = {
  npm: (identifier, version) => ({ command: 'npx', args: ['-y', version === undefined ? identifier : `${identifier}@${version}`] }),
  pypi: (identifier, version) => ({ command: 'uvx', args: [version === undefined ? identifier : `${identifier}@${version}`] }),
  oci: (identifier, version) => ({
    command: 'docker',
    args: ['run', '-i', '--rm', version === undefined || identifier.includes(':') ? identifier : `${identifier}:${version}`],
  }),
};
const plainName = /^(?!-)[@\w][\w@./:-]{0,200}$/;

export interface RegistryDeps {
  readonly fetch: (
    url: string,
    init: { headers: Record<string, string>; signal: AbortSignal; redirect: 'error' },
  ) => Promise<{ ok: boolean; status: number; text(): Promise<string> }>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Asks a registry that speaks the official API (`GET /v0/servers?search=`). One request, no redirects, at most `maxBytes`, given up after
 * `timeoutMs`; an unreachable registry is a failure value that says so. Both shapes of answers in use are read.
 */
export async function searchRegistry(base: string, typed: string, deps: RegistryDeps): Promise<Result<readonly RegistryServer[]>> {
  let address: URL;
  try {
    address = new URL('v0/servers', base.endsWith('/') ? base : `${base}/`);
  } catch {
    return fail('BAD_INPUT', `${JSON.stringify(base)} is no address of a registry`, 'set it in the settings');
  }
  address.searchParams.set('search', typed.slice(0, 200));
  address.searchParams.set('limit', '30');
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), deps.timeoutMs);
  try {
    const answer = await deps.fetch(address.href, { headers: { accept: 'application/json' }, signal: stop.signal, redirect: 'error' });
    if (!answer.ok)
      return fail(
        'REGISTRY',
        `the registry at ${address.host} answered ${answer.status}`,
        'try again later; the bundled catalogue works without it',
      );
    const body = await answer.text();
    if (body.length > deps.maxBytes)
      return fail('REGISTRY', `the registry at ${address.host} answered too much`, 'search for something narrower');
    const parsed = z.looseObject({ servers: z.array(z.unknown()).max(1000) }).safeParse(JSON.parse(body));
    if (!parsed.success)
      return fail('REGISTRY', `what answered at ${address.host} is no MCP registry`, 'check the address in the settings');
    return ok(parsed.data.servers.flatMap((entry) => read(entry)).slice(0, 60));
  } catch {
    return fail(
      'REGISTRY',
      stop.signal.aborted
        ? `the registry at ${address.host} did not answer in ${deps.timeoutMs / 1000} s`
        : `the registry at ${address.host} could not be reached`,
      'the bundled catalogue works without it',
    );
  } finally {
    clearTimeout(timer);
  }
}

function read(entry: unknown): RegistryServer[] {
  const inner = typeof entry === 'object' && entry !== null && 'server' in entry ? entry.server : entry;
  const parsed = server.safeParse(inner);
  if (!parsed.success) return [];
  const { name, version, packages = [], remotes = [] } = parsed.data;
  const about = { name, ...(version === undefined ? {} : { version }) };
  const started = packages.flatMap((one) => {
    const run = runners[one.registryType ?? one.registry_type ?? ''];
    if (
      run === undefined ||
      one.identifier === undefined ||
      !plainName.test(one.identifier) ||
      (one.version !== undefined && !plainName.test(one.version))
    )
      return [];
    const { command, args } = run(one.identifier, one.version ?? undefined);
    const more = (one.packageArguments ?? [])
      .flatMap((value) => (value.type === 'named' ? [value.name, value.value] : [value.value]))
      .filter((value) => value !== undefined);
    return [
      {
        ...about,
        command,
        args: [...args, ...more],
        env: (one.environmentVariables ?? one.environment_variables ?? []).map((value) => value.name),
        headers: [],
      },
    ];
  });
  const reached = remotes.flatMap((one) => {
    if (!/^https?:\/\//.test(one.url)) return [];
    const kind = one.type ?? one.transport_type ?? '';
    return [
      {
        ...about,
        url: one.url,
        transport: kind === 'sse' ? ('sse' as const) : ('http' as const),
        env: [],
        headers: (one.headers ?? []).map((value) => value.name),
      },
    ];
  });
  return [...started, ...reached].slice(0, 4);
}
