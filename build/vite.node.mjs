import { builtinModules } from 'node:module';

/**
 * What both Node-side bundles share. Everything is bundled except Electron itself, Node's own modules and the one package with native
 * code, which must stay a folder on disk. Node 18 is the floor: it is inside the oldest Electron this runs on.
 */
export const nodeSide = {
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
};

export const external = ['electron', '@photostructure/sqlite', ...builtinModules, /^node:/];
