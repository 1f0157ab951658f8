import type { PathFacts } from '../../../shared/policy/types.js';
import type { Paths } from '../ports/paths.js';

/** The file system as one decision sees it: every path is resolved at most once, so all conditions of the decision agree. */
export function pathFacts(paths: Paths): PathFacts {
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
  };
}
