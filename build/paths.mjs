import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string[]} parts path below the root */
export const at = (...parts) => join(root, ...parts);
