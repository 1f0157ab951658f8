import { compilePolicy, type ReplayablePolicy } from '../../../shared/policy/compile.js';
import { parsePolicy } from '../../../shared/policy/parse.js';
import { readJsonc } from '../../../shared/policy/read-jsonc.js';
import type { JsonObject } from '../../../shared/json/json.js';
import type { CallFacts, PathFacts, PolicyDocument, ReadLimit } from '../../../shared/policy/types.js';

export const HOME = '/home/u';

export const paths = (over: Partial<PathFacts> = {}): PathFacts => ({
  home: HOME,
  dataDir: '/home/u/.config/toolgate',
  caseInsensitive: false,
  resolve: (path) => path,
  ...over,
});

export function document(policy: unknown): PolicyDocument {
  const parsed = parsePolicy(typeof policy === 'string' ? policy : JSON.stringify(policy));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.document;
}

export const compile = (policy: unknown): ReplayablePolicy => compilePolicy(document(policy));

export const args = (text: string): JsonObject => readJsonc(text).value as JsonObject;

export const facts = (over: Partial<CallFacts> = {}): CallFacts => ({
  client: 'cursor',
  session: 's1',
  server: 'files',
  governed: 'tools',
  tool: 'write_file',
  class: 'write',
  arguments: {},
  remote: false,
  paths: paths(),
  ...over,
});

export const noLimits: ReadLimit = () => ({ used: 0, freeInMs: 0 });
