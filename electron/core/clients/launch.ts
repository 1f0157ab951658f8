/** How an application starts or reaches a server, secrets and all. Stays inside the room; views get names only. */
export type Launch =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd?: string;
      readonly values: readonly SecretValue[];
    }
  | { readonly kind: 'http' | 'sse'; readonly url: string; readonly values: readonly SecretValue[] };

/** An environment variable or a header. Without `value`: the value is not in the file, and `from` is what stands there instead. */
export interface SecretValue {
  readonly name: string;
  readonly value?: string;
  readonly from?: string;
}

/** The full command or address, for people; values of secrets are not in it. */
export function launchWords(launch: Launch): string {
  if (launch.kind !== 'stdio') return launch.url;
  return [launch.command, ...launch.args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** Equal exactly where two launches would do the same. */
export function launchKey(launch: Launch): string {
  const values = [...launch.values]
    .map(({ name, value }) => [launch.kind === 'stdio' ? name : name.toLowerCase(), value ?? null] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    launch.kind === 'stdio' ? ['stdio', launch.command, launch.args, launch.cwd ?? null, values] : [launch.kind, launch.url, values],
  );
}
