import { mkdirSync, writeFileSync } from 'node:fs';
import { build, mergeConfig } from 'vite';
import { alone } from '../../../build/lock.mjs';
import { at } from '../../../build/paths.mjs';
import main from '../../../build/vite.main.mjs';
import preload from '../../../build/vite.preload.mjs';

const folder = at('.cache/shell-app');

/**
 * Builds the shell around the scripted core as an application of its own, with the build's own configurations.
 * @returns {Promise<{ app: string, env: Record<string, string> }>} the folder for Electron, and the environment it needs
 */
export const buildShellApp = () => alone(at('.cache/shell-app.lock'), buildIt);

async function buildIt() {
  mkdirSync(folder, { recursive: true });
  await build(
    mergeConfig(main, {
      build: { outDir: `${folder}/main`, sourcemap: false, rolldownOptions: { input: { main: at('test/desktop/shell-app/main.ts') } } },
    }),
  );
  await build(mergeConfig(preload, { build: { outDir: `${folder}/preload` } }));
  writeFileSync(
    `${folder}/package.json`,
    JSON.stringify({ name: 'toolgate', productName: 'Toolgate', version: '0.0.1', main: 'main/main.js' }),
  );
  return { app: folder, env: { SHELL_INTERFACE: at('test/desktop/shell-app'), SHELL_PRELOAD: `${folder}/preload/preload.js` } };
}
