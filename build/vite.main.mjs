import { defineConfig } from 'vite';
import { at, root } from './paths.mjs';
import { external, nodeSide } from './vite.node.mjs';

/** Electron's main process: the core and the desktop shell. */
export default defineConfig({
  ...nodeSide,
  root,
  build: {
    ssr: true,
    outDir: at('out/main'),
    emptyOutDir: true,
    target: 'node18',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { main: at('electron/main.ts') },
      external,
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
});
