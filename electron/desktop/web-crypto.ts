import { webcrypto } from 'node:crypto';

// Node 18 (inside older Electron) has no global Web Crypto, which bundled libraries expect. Imported before everything else.
if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
