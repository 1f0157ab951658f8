import type { PathFacts } from '../../../shared/policy/types.js';
import type { Paths } from '../ports/paths.js';

export interface SeenPaths extends PathFacts {
  /** paths that led somewhere else, through links, each with where; at most a few */
  followed(): readonly { readonly path: string; readonly real: string }[];
}

const MAX_FOLLOWED = 5;

/** The file system as one decision sees it: every path is resolved at most once, so all conditions of the decision agree. */
export function pathFacts(paths: Paths): SeenPaths {
  let known: Map<string, string | undefined> | undefined;
  return {
    home: paths.home,
    dataDir: paths.dataDir,
    caseInsensitive: paths.caseInsensitive,
    resolve(path) {
      known ??= new Map();
      if (known.has(path)) return known.get(path);
      const real = paths.resolve(path);
      known.set(path, real);
      return real;
    },
    followed() {
      if (known === undefined) return [];
      const moved = [...known].flatMap(([path, real]) => (real === undefined || real === path ? [] : [{ path, real }]));
      // a folder on the way says nothing that the path below it does not
      return moved.filter(({ path }) => !moved.some((other) => other.path.startsWith(`${path}/`))).slice(0, MAX_FOLLOWED);
    },
  };
}
