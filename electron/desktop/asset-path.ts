import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isOwnAddress } from './address.js';

/**
 * The file below `root` that an `app://toolgate/` address means, or undefined. Nothing outside `root` is ever named: encoded
 * separators, NUL, drive letters, parent folders and symbolic links that lead out are refused.
 */
export function assetPath(root: string, address: string): string | undefined {
  if (!isOwnAddress(address)) return undefined;
  const raw = new URL(address).pathname;
  if (/%(?:2f|5c|00|2e)/i.test(raw)) return undefined;
  try {
    const path = decodeURIComponent(raw);
    if (/[\0\\:%]/.test(path) || path.split('/').includes('..')) return undefined;
    const inside = realpathSync(root) + sep;
    const file = realpathSync(join(root, path === '/' ? 'index.html' : path));
    return file.startsWith(inside) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
