#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';
import { at } from './paths.mjs';

// Draws the application's icon with the code that draws the tray's: one PNG, from which packaging makes every format.
const { module: icon } = await runnerImport(at('electron/desktop/app-icon.ts'), { configFile: false });
const { module: png } = await runnerImport(at('electron/desktop/png.ts'), { configFile: false });
mkdirSync(at('build/icons'), { recursive: true });
for (const size of [256, 1024])
  writeFileSync(at('build/icons', size === 1024 ? 'icon.png' : `icon-${size}.png`), png.encodePng(size, icon.drawAppIcon(size)));
console.log('Drew build/icons.');
