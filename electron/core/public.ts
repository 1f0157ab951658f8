/** What a face may have of the core: make it, and talk to it. */
export { createCore, type CoreDeps } from './create-core.js';
export type { Core } from './core.js';
export { prepareDataDir } from './store/data-dir.js';
