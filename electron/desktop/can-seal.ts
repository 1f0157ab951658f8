interface SealingStorage {
  isEncryptionAvailable(): boolean;
  /** absent in older Electron */
  getSelectedStorageBackend?: () => string;
}

/** Whether Electron can really seal: no keyring means no, and Linux's `basic_text` is a constant password, so it means no too. */
export function canSeal(storage: SealingStorage, platform: NodeJS.Platform = process.platform): boolean {
  try {
    if (!storage.isEncryptionAvailable()) return false;
    return (
      platform !== 'linux' ||
      typeof storage.getSelectedStorageBackend !== 'function' ||
      storage.getSelectedStorageBackend() !== 'basic_text'
    );
  } catch {
    return false;
  }
}
