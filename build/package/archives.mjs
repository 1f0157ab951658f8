import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { at } from '../paths.mjs';
import config from './electron-builder.config.mjs';

const { version, description } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
const [association] = config.fileAssociations;
const fileName = (isTest, ending) => `toolgate${isTest ? '-TEST-BUILD' : ''}-${version}-linux-${arch}.${ending}`;

/** The folder as one archive, with a top folder `Toolgate`. @returns its path */
export function packTar({ folder, out, isTest }) {
  const file = join(out, fileName(isTest, 'tar.gz'));
  execFileSync('tar', [
    '-czf',
    file,
    '-C',
    dirname(folder),
    '--owner=0',
    '--group=0',
    `--transform=s,^${basename(folder)},Toolgate,`,
    basename(folder),
  ]);
  return file;
}

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Toolgate
Comment=${config.linux.synopsis}
Exec=/opt/Toolgate/toolgate-desktop %U
Icon=toolgate
Terminal=false
Categories=${config.linux.category};
MimeType=${association.mimeType};
StartupWMClass=Toolgate
`;

const mimeInfo = `<?xml version="1.0" encoding="utf-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${association.mimeType}">
    <comment>${association.description}</comment>
    <sub-class-of type="application/json"/>
    <glob pattern="*.${association.ext}"/>
  </mime-type>
</mime-info>
`;

const control = (isTest, installedKilobytes) => `Package: toolgate
Version: ${version}${isTest ? '~testbuild' : ''}
Architecture: ${arch}
Maintainer: ${config.linux.maintainer}
Installed-Size: ${installedKilobytes}
Section: devel
Priority: optional
Depends: libgtk-3-0t64 | libgtk-3-0, libnotify4, libnss3, libxss1, libxtst6, xdg-utils, libatspi2.0-0t64 | libatspi2.0-0, libuuid1, libsecret-1-0, libasound2t64 | libasound2, libgbm1
Description: ${description}${isTest ? ' (test build, not for daily work)' : ''}
 ${config.linux.description}
`;

// Chromium's sandbox needs user namespaces or this helper.
const postinst = `#!/bin/sh
set -e
if unshare --user true 2>/dev/null; then chmod 0755 /opt/Toolgate/chrome-sandbox; else chmod 4755 /opt/Toolgate/chrome-sandbox; fi
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi
`;

/** A Debian package of the folder: the application in /opt, `toolgate` on the PATH, its entry in the menu. @returns its path */
export function packDeb({ folder, out, isTest, compression = 'gzip' }) {
  const work = mkdtempSync(join(tmpdir(), 'toolgate-deb-'));
  try {
    const put = (path, text, mode = 0o644) => {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
      chmodSync(join(work, path), mode);
    };
    cpSync(folder, join(work, 'opt/Toolgate'), { recursive: true, verbatimSymlinks: true });
    chmodSync(join(work, 'opt/Toolgate/chrome-sandbox'), 0o4755);
    mkdirSync(join(work, 'usr/bin'), { recursive: true });
    symlinkSync('/opt/Toolgate/resources/bin/toolgate', join(work, 'usr/bin/toolgate'));
    put('usr/share/applications/toolgate.desktop', desktopEntry);
    put('usr/share/mime/packages/toolgate.xml', mimeInfo);
    put('usr/share/icons/hicolor/256x256/apps/toolgate.png', readFileSync(at('build/icons/icon-256.png')));
    put('usr/share/doc/toolgate/copyright', readFileSync(at('LICENSE')));
    const kilobytes = execFileSync('du', ['-sk', work], { encoding: 'utf8' }).split('\t')[0];
    put('DEBIAN/control', control(isTest, kilobytes));
    put('DEBIAN/postinst', postinst, 0o755);
    chmodSync(work, 0o755);
    const file = join(out, fileName(isTest, 'deb'));
    execFileSync('dpkg-deb', [`-Z${compression}`, '--root-owner-group', '--build', work, file], { stdio: ['ignore', 'ignore', 'inherit'] });
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
