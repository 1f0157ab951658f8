const allowedPosix = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TMPDIR', 'TERM', 'TZ'];
const allowedWindows = [
  ...[
    'APPDATA',
    'COMSPEC',
    'HOMEDRIVE',
    'HOMEPATH',
    'LOCALAPPDATA',
    'NUMBER_OF_PROCESSORS',
    'OS',
    'PATHEXT',
    'PROCESSOR_ARCHITECTURE',
    'PROGRAMDATA',
  ],
  ...[
    'PROGRAMFILES',
    'PROGRAMFILES(X86)',
    'PROGRAMW6432',
    'PUBLIC',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'TEMP',
    'TMP',
    'USERDOMAIN',
    'USERNAME',
    'USERPROFILE',
    'WINDIR',
  ],
];

/** Names that make a program load code or change where it looks for it. Only the person who added a server can give it one of these. */
const dangerous =
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|ELECTRON_RUN_AS_NODE|LD_.+|DYLD_.+|PYTHON.+|PERL5?(?:OPT|LIB|DB)|RUBY(?:OPT|LIB)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|BASH_ENV|BASH_FUNC.+|ENV|ZDOTDIR|IFS|GIT_.+|GCONV_PATH|PATH|PATHEXT|COMSPEC)$/i;

/**
 * The environment of a server's process: a short allow-list of this process's own (never anything with a credential), the repaired
 * PATH, and what the person configured for this server. Configured names that load code are passed on and named in `warnings`.
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  path: string,
  configured: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): { readonly env: Record<string, string>; readonly warnings: string[] } {
  const windows = platform === 'win32';
  const allowed = new Set(windows ? allowedWindows : allowedPosix);
  // on Windows names differ only by more than case: the last one given wins, in its own spelling
  const env = new Map<string, [name: string, value: string]>();
  const set = (name: string, value: string): unknown => env.set(windows ? name.toUpperCase() : name, [name, value]);
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined || value.startsWith('()')) continue;
    if (allowed.has(windows ? name.toUpperCase() : name) || (!windows && name.startsWith('LC_'))) set(name, value);
  }
  set(windows ? 'Path' : 'PATH', path);
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(configured)) {
    set(name, value);
    if (dangerous.test(name)) warnings.push(`its environment sets ${name}, which can change what its program loads`);
  }
  return { env: Object.fromEntries(env.values()), warnings };
}
