import type { Covered } from './gate-port.js';

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

/** The full command or address, for people; what is secret is not in it. */
export function launchWords(launch: Launch, covered: Covered): string {
  if (launch.kind !== 'stdio') return covered([launch.url]).join('');
  return covered([launch.command, ...launch.args])
    .map((word) => (/^[\w@%+=:,./•-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** What must not be shown of a launch: its values, and the passwords and keys between its words. */
export function secretsIn(launch: Launch, covered: Covered): string[] {
  const words = launch.kind === 'stdio' ? launch.args : [launch.url];
  const shown = covered(words);
  const hidden = words.flatMap((word, i) => {
    const [before = '', after = '', ...more] = (shown[i] ?? '').split('•••');
    if (shown[i] === word) return [];
    return [more.length > 0 ? word : word.slice(before.length, word.length - after.length)];
  });
  return [...launch.values.flatMap((one) => (one.value === undefined ? [] : [one.value])), ...hidden];
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
