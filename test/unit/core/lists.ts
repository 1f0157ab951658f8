import type { ServerLists } from '../../../electron/core/ports/upstreams.js';

/** What a server named `s` lists that has one tool, `t`. */
export const lists = (description: string, instructions?: string): ServerLists => ({
  server: 's',
  initializeResult: instructions === undefined ? {} : { instructions },
  tools: [{ name: 't', description }],
  prompts: [],
  resources: [],
  resourceTemplates: [],
  atMs: 0,
  partial: false,
  leftOut: [],
});
