import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.js';

const text = z.string().max(2000);
// server.schema.json of the official registry (2025-07-09 and later); unknown members are left out, odd entries skipped
const argument = z.looseObject({
  value: text.optional(),
  default: text.optional(),
  name: text.optional(),
  type: text.optional(),
  valueHint: text.optional(),
  isRequired: z.boolean().optional(),
});
const input = z.looseObject({ name: text, isSecret: z.boolean().optional(), isRequired: z.boolean().optional() });
const packageEntry = z.looseObject({
  registryType: text.optional(),
  registry_type: text.optional(),
  identifier: text.optional(),
  version: text.optional(),
  transport: z.looseObject({ type: text }).optional(),
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
// what the registry itself adds to an entry: its state, and whether a later version is there
const registryMeta = z.looseObject({
  _meta: z
    .looseObject({
      'io.modelcontextprotocol.registry/official': z.looseObject({ status: text.optional(), isLatest: z.boolean().optional() }).optional(),
    })
    .optional(),
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

type Runner = (identifier: string, version: string | undefined, env: readonly string[]) => { command: string; args: string[] };
const runners: Readonly<Record<string, Runner>> = {
  npm: (identifier, version) => ({ command: 'npx', args: ['-y', version === undefined ? identifier : `${identifier}@${version}`] }),
  pypi: (identifier, version) => ({ command: 'uvx', args: [version === undefined ? identifier : `${identifier}@${version}`] }),
  // a container sees of the environment what is handed on by name
  oci: (identifier, version, env) => ({
    command: 'docker',
    args: [
      'run',
      '-i',
      '--rm',
      ...env.flatMap((name) => ['-e', name]),
      version === undefined || identifier.includes(':') ? identifier : `${identifier}:${version}`,
    ],
  }),
};
const envName = /^[A-Za-z_][A-Za-z0-9_]{0,120}$/;
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
  address.searchParams.set('version', 'latest');
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
  const meta = registryMeta.safeParse(entry).data?._meta?.['io.modelcontextprotocol.registry/official'];
  if (meta?.status === 'deleted' || meta?.isLatest === false) return [];
  const inner = typeof entry === 'object' && entry !== null && 'server' in entry ? entry.server : entry;
  const parsed = server.safeParse(inner);
  if (!parsed.success) return [];
  const { name, version, packages = [], remotes = [] } = parsed.data;
  const about = { name, ...(version === undefined ? {} : { version }) };
  const started = packages.flatMap((one) => {
    const run = runners[one.registryType ?? one.registry_type ?? ''];
    if (
      run === undefined ||
      // a package that answers over HTTP is no command to talk to
      (one.transport !== undefined && one.transport.type !== 'stdio') ||
      one.identifier === undefined ||
      !plainName.test(one.identifier) ||
      (one.version !== undefined && !plainName.test(one.version))
    )
      return [];
    const env = (one.environmentVariables ?? one.environment_variables ?? [])
      .map((value) => value.name)
      .filter((name) => envName.test(name));
    const { command, args } = run(one.identifier, one.version, env);
    const more = (one.packageArguments ?? []).flatMap(wordsOf);
    return [
      {
        ...about,
        command,
        args: [...args, ...more],
        env,
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

/** Words of one argument; `{name}` stands where a person has to give the value. Optional ones without a value are left out. */
function wordsOf(given: z.infer<typeof argument>): string[] {
  const { name, isRequired = false } = given;
  const value = given.value ?? given.default ?? (isRequired ? `{${given.valueHint ?? name?.replace(/^-+/, '') ?? 'value'}}` : undefined);
  if (given.type === 'named')
    return name === undefined || (value === undefined && !isRequired) ? [] : value === undefined ? [name] : [name, value];
  return value === undefined ? [] : [value];
}
