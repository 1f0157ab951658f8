import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, session } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { isReleaseAddress } from './address.js';
import type { Updater } from './updates.js';

/**
 * electron-updater with GitHub's releases, in packages that the release workflow made: they carry `app-update.yml`. Undefined in every
 * other run. Its network session reaches the place of release and nothing else.
 */
export async function loadElectronUpdater(logger: Logger): Promise<Updater | undefined> {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return undefined;
  session.fromPartition('electron-updater', { cache: false }).webRequest.onBeforeRequest((details, answer) => {
    const allowed = isReleaseAddress(details.url);
    if (!allowed) logger.warn('updates.request-denied', {});
    answer({ cancel: !allowed });
  });
  const { autoUpdater } = await import('electron-updater');
  autoUpdater.logger = null;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowPrerelease = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.on('error', () => undefined);
  return {
    async find() {
      const found = await autoUpdater.checkForUpdates();
      return found?.isUpdateAvailable ? found.updateInfo.version : undefined;
    },
    async download() {
      await autoUpdater.downloadUpdate();
    },
    install: () => autoUpdater.quitAndInstall(true, true),
  };
}
