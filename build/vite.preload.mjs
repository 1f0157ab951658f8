import { defineConfig } from 'vite';
import { at, root } from './paths.mjs';

/** The bridge into the window: one file, because a sandboxed preload cannot load others. */
export default defineConfig({
  configFile: false,
  logLevel: 'warn',
  root,
  publicDir: false,
  build: {
    lib: { entry: at('electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.js' },
    outDir: at('out/preload'),
    emptyOutDir: true,
    target: 'chrome114',
    minify: false,
    rolldownOptions: { external: ['electron'] },
  },
});
