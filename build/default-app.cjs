'use strict';
/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this file as CommonJS */
// Electron runs this when it is started as `electron <folder>`: it gives the application in that folder its name, version and
// folders, as the official Electron does, and loads it. The test Electron comes without one.
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!folder) {
  console.error('usage: electron <folder of an application> [arguments]');
  process.exit(2);
}
const appPath = path.resolve(folder);
const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
app.setName(manifest.productName || manifest.name);
app.setVersion(manifest.version);
app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
app.setDesktopName(`${manifest.name}.desktop`);
app.setAppPath(appPath);
process.defaultApp = true;
Module._load(path.join(appPath, manifest.main), null, true);
