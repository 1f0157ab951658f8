import { readFileSync } from 'node:fs';
import { at } from './paths.mjs';

/**
 * What runs patterns of rules is a sixth of all that a start loads, and few policies have patterns: in what is built for Node it is a file of its own,
 * loaded with the first pattern. Without that file a pattern is said to be none, and its policy is refused.
 */
export const patternsWhenNeeded = {
  name: 'patterns-when-needed',
  enforce: 'pre',
  resolveId(id) {
    if (id === 're2js') return '\0re2js';
    return id === './re2js.cjs' ? { id, external: true } : undefined;
  },
  load: (id) =>
    id === '\0re2js' ? "export const RE2JS = { compile: (source) => require('./re2js.cjs').RE2JS.compile(source) };" : undefined,
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'chunks/re2js.cjs', source: readFileSync(at('node_modules/re2js/build/index.cjs')) });
  },
};
