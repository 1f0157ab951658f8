import { builtinModules } from 'node:module';
import { contentHash } from './sources.mjs';

/**
 * What both Node-side bundles share. Everything is bundled except Electron itself, Node's own modules and the one package with native
 * code, which must stay a folder on disk. Node 18 is the floor: it is inside the oldest Electron this runs on.
 */
export const nodeSide = {
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  // what decides how lists and applications' files are read: what was read is kept for the Toolgate that read it
  define: {
    __READING_REVISION__: JSON.stringify(
      contentHash(['electron/core/read-definitions.ts', 'electron/core/risk', 'electron/core/clients', 'shared']),
    ),
  },
};

export const external = ['electron', '@photostructure/sqlite', ...builtinModules, /^node:/];
