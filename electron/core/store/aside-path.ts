import { existsSync } from 'node:fs';

/** Where a damaged file is kept: a name beside it that nothing has yet. */
export function asidePath(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  let copy = `${path}.corrupt-${stamp}`;
  for (let n = 2; existsSync(copy); n++) copy = `${path}.corrupt-${stamp}-${n}`;
  return copy;
}
