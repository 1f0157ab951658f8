import type { JsonArray, JsonValue } from '../json/json.js';

/** Whether an argument looks like an absolute path (or one below `~`), short and without control characters. */
export const looksLikePath = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' &&
  value.length < 4096 &&
  !/[\u0000-\u001f\u007f]/.test(value) &&
  /^(?:\/(?!\/)|~\/|[A-Za-z]:[\\/])/.test(value);

/**
 * The folder a path argument (or every one of a list) lies in, where it is narrow enough to be suggested: at least two levels deep,
 * and not the home folder. `key` is the argument's name: `cwd` and the like name the folder itself.
 */
export function folderOf(key: string, value: JsonValue, home: string): string | undefined {
  if (Array.isArray(value)) {
    const folders = new Set((value as JsonArray).map((one) => folderOf(key, one, home)));
    return folders.size === 1 ? [...folders][0] : undefined;
  }
  if (!looksLikePath(value) || value.includes('%')) return undefined;
  const isFolder = /[\\/]$/.test(value) || /(?:dir|directory|folder|cwd|root)$/i.test(key);
  const parts = value.split(/[\\/]/).filter((part) => part !== '');
  if (value.startsWith('/')) parts.unshift('');
  if (parts.includes('..') || parts.includes('.')) return undefined;
  const kept = isFolder ? parts : parts.slice(0, -1);
  const folder = kept.join(/^[A-Za-z]:\\/.test(value) ? '\\' : '/');
  return kept.length < 3 || folder === home ? undefined : folder;
}
