import { defineConfig } from 'vite';
import { ascii } from './ascii.mjs';
import { at, root } from './paths.mjs';
import { patternsWhenNeeded } from './patterns-when-needed.mjs';
import { external, nodeSide } from './vite.node.mjs';

/** The command line and the headless gateway, for plain Node: a small entry, everything else in chunks that load when needed. */
export default defineConfig({
  ...nodeSide,
  root,
  plugins: [ascii, patternsWhenNeeded],
  build: {
    ssr: true,
    outDir: at('out'),
    emptyOutDir: false,
    emitAssets: true,
    target: 'node18',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { toolgate: at('electron/headless/toolgate.ts') },
      external,
      output: {
        format: 'cjs',
        // spaces and comments out, names kept: half the bytes to read at every start, and faults still say where they are
        minify: { mangle: false, compress: false, codegen: true },
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunks/[name]-[hash].cjs',
        banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
      },
    },
  },
});
