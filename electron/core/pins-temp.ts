import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ServerLists } from './ports/upstreams.js';
import { ok } from '../../shared/result.js';
export type PinsRoom = ReturnType<typeof createPins>;
export function createPins(_deps: unknown) {
  return {
    observeLists: (_s: string, lists: ServerLists) => new Map(lists.tools.map((t) => [String(t['name']), { state: 'pinned' as const, hash: createHash('sha256').update(canonicalize(t) ?? '').digest('hex') }])),
    checkLaunch: (_c: unknown) => ok(undefined), list: () => [], diff: (_a: string, _b: string) => [], accept(_a: string, _b: string) {}, reject(_a: string, _b: string) {}, release(_a: string, _b: string) {}, forget(_a: string) {},
  };
}
export const launchAdvice = (_t: unknown): string[] => [];
