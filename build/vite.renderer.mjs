import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { at } from './paths.mjs';

/** The window's interface. Relative addresses, so that the same files serve `app://` and a browser; nothing is inlined, as the content policy demands. */
export default defineConfig({
  configFile: false,
  logLevel: 'warn',
  root: at('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    target: 'chrome114',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2048,
  },
});
