import { wantedFuses } from './fuses.mjs';

/**
 * How Toolgate is packed for each system. Nearly everything is bundled into `out/`; the one package with native code is taken along by
 * name, with the prebuilt file of the target only.
 *
 * A release is made where GITHUB_REPOSITORY names the repository (release.yml); only then does the application learn where updates are.
 */
const [owner, repo] = (process.env.GITHUB_REPOSITORY ?? '').split('/');

/** The files of one package in node_modules, with the same names inside the application. */
const fromPackage = (name, filter) => ({ from: `node_modules/${name}`, to: `node_modules/${name}`, filter });
const sqlite = '@photostructure/sqlite';

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'app.toolgate.desktop',
  productName: 'Toolgate',
  copyright: 'Apache-2.0',
  directories: { output: 'dist', buildResources: 'build/icons' },
  files: [
    'package.json',
    'out/**/*',
    '!out/**/*.map',
    '!out/.built-from',
    '!out/compiled/**',
    '!out/third-party-notices.txt',
    fromPackage(sqlite, ['package.json', 'LICENSE', 'dist/index.cjs']),
    fromPackage('node-gyp-build', ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js']),
  ],
  extraResources: ['LICENSE', { from: 'out/third-party-notices.txt', to: 'third-party-notices.txt' }],
  // Nothing is installed or compiled while packing: node_modules are exactly those above.
  beforeBuild: async () => false,
  asar: true,
  asarUnpack: ['**/*.node'],
  extraMetadata: {
    dependencies: {},
    devDependencies: {},
    scripts: {},
    // the deb and rpm must name one
    ...(owner && repo && { homepage: `https://github.com/${owner}/${repo}` }),
  },
  electronFuses: { ...wantedFuses, resetAdHocDarwinSignature: true },
  electronLanguages: ['en-US', 'en', 'de', 'es', 'ja', 'zh-CN', 'zh_CN'],
  icon: 'build/icons/icon.png',
  fileAssociations: [
    {
      ext: 'toolgate-policy',
      name: 'Toolgate policy',
      description: 'Rules for the tools of AI agents',
      mimeType: 'application/vnd.toolgate.policy+json',
      role: 'Editor',
    },
  ],
  publish: owner && repo ? { provider: 'github', owner, repo } : null,

  mac: {
    category: 'public.app-category.developer-tools',
    target: [
      { target: 'dmg', arch: ['universal'] },
      { target: 'zip', arch: ['universal'] },
    ],
    // A universal application takes both, and both halves are equal.
    files: [fromPackage(sqlite, ['prebuilds/darwin-*/*.node'])],
    x64ArchFiles: '**/prebuilds/darwin-*/**',
    extraResources: [{ from: 'build/package/bin/toolgate', to: 'bin/toolgate' }],
    hardenedRuntime: true,
    // It lives in the menu bar.
    extendInfo: { LSUIElement: true },
  },
  dmg: { title: 'Toolgate ${version}' },

  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    files: [fromPackage(sqlite, ['prebuilds/win32-${arch}/*.node'])],
    extraResources: [{ from: 'build/package/bin/toolgate.cmd', to: 'bin/toolgate.cmd' }],
  },
  // Per user: its own folder needs no administrator, and updates do not either.
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },

  linux: {
    target: ['AppImage', 'deb', 'rpm'],
    executableName: 'toolgate-desktop',
    category: 'Development',
    synopsis: 'Firewall for the tools of AI agents',
    description:
      'A local firewall for the tools of AI agents: every call passes your rules, is shown when it needs you, and is written down.',
    maintainer: 'The Toolgate authors <toolgate@localhost>',
    vendor: 'Toolgate',
    files: [fromPackage(sqlite, ['prebuilds/linux-${arch}/*.glibc.node'])],
    extraResources: [{ from: 'build/package/bin/toolgate', to: 'bin/toolgate' }],
  },
  deb: { fpm: ['build/package/bin/toolgate=/usr/bin/toolgate'] },
  rpm: { fpm: ['build/package/bin/toolgate=/usr/bin/toolgate'] },
};
