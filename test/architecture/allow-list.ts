/** Who may import whom. A room not named here may import nothing; a missing line is a failure, never a default. */
export interface Room {
  /** the files of the room: a prefix of their path, or the path itself */
  readonly at: string;
  /** prefixes of paths inside the repository it may import; `''` entries never */
  readonly own: readonly string[];
  /** packages it may import; `node:` stands for all built-in modules, a name for itself and what is below it */
  readonly packages: readonly string[];
}

const FORMATS = ['jsonc-parser', 'yaml', 'smol-toml', '@decimalturn/toml-patch'];
const PORTS = 'electron/core/ports/';
/** the core's public face, and what of it needs no gate */
const PUBLIC = ['electron/core/public.ts', 'electron/core/offline.ts'];
const PURE_HASHING = ['node:crypto'];

const core = (room: string, packages: readonly string[]): Room => ({
  at: `electron/core/${room}/`,
  own: ['shared/', PORTS, `electron/core/${room}/`],
  packages,
});

/** Most specific first: the first line whose `at` fits a file is its room. */
export const rooms: readonly Room[] = [
  { at: 'shared/', own: ['shared/'], packages: ['i18next', 'zod', 're2js', 'ipaddr.js', 'jsonc-parser', 'yaml'] },
  { at: PORTS, own: ['shared/', PORTS], packages: PURE_HASHING },
  core('gateway', ['node:']),
  core('upstreams', ['node:', '@modelcontextprotocol/sdk', 'cross-spawn', 'undici', 'ipaddr.js']),
  core('audit', PURE_HASHING),
  core('clients', ['node:', 'zod', ...FORMATS, 'atomically', 'diff']),
  core('catalogue', ['node:', 'zod']),
  core('calls', PURE_HASHING),
  core('policy', ['jsonc-parser']),
  core('limits', PURE_HASHING),
  core('approvals', PURE_HASHING),
  core('risk', PURE_HASHING),
  core('pins', PURE_HASHING),
  core('settings', ['zod', ...PURE_HASHING]),
  core('telemetry', ['@opentelemetry']),
  core('store', ['node:', '@photostructure/sqlite', 'iovalkey', 'atomically']),
  core('control', ['node:', 'zod']),
  { at: 'electron/core/', own: ['shared/', 'electron/core/'], packages: ['node:', 'zod', 'atomically'] },
  {
    at: 'electron/desktop/',
    own: ['shared/', ...PUBLIC, PORTS, 'electron/desktop/'],
    packages: ['electron', 'electron-store', 'electron-updater', 'node:'],
  },
  {
    at: 'electron/headless/',
    own: [
      'shared/',
      ...PUBLIC,
      PORTS,
      'electron/core/control/',
      'electron/core/gateway/bridge-handshake.ts',
      'electron/core/store/secret-files.ts',
      'electron/headless/',
      'package.json',
    ],
    packages: ['commander', 'atomically', 'node:'],
  },
  {
    at: 'electron/main.ts',
    own: ['shared/', 'electron/desktop/', 'electron/core/public.ts', 'package.json'],
    packages: ['electron', 'node:'],
  },
  { at: 'electron/preload.ts', own: ['shared/'], packages: ['electron'] },
  {
    at: 'renderer/elements/',
    own: ['renderer/elements/'],
    packages: ['react', '@base-ui/react', 'lucide-react', '@tanstack/react-virtual', 'uplot', '@codemirror', '@lezer', 'cmdk', 'diff'],
  },
  {
    at: 'renderer/',
    own: ['shared/', 'renderer/'],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      'lucide-react',
      '@tanstack/react-virtual',
      'uplot',
      '@codemirror',
      '@lezer',
      'jsonc-parser',
      'cmdk',
      'diff',
      'zustand',
      'i18next',
      'react-i18next',
    ],
  },
];
