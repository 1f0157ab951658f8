import { homedir } from 'node:os';
import type { PolicyProblem } from '../../shared/policy/problem.js';
import type { Decision } from '../../shared/model/decision.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json/json.js';
import type { Classification, Finding, ScanVerdict } from '../../shared/model/risk.js';
import { importPolicy, type ImportOutcome } from '../../shared/policy/import.js';
import { evalCalls } from '../../shared/policy/eval-calls.js';
import { readPolicy } from '../../shared/policy/parse.js';
import type { Result } from '../../shared/result.js';
import { classifyList } from './risk/classify.js';
import { scanServer } from './risk/scan-definition.js';
import { scanRow } from './risk/texts.js';

/** What the command line can do without a gate: judge, check and look at files. Pure functions; nothing is opened. */

export const validatePolicyText = (text: string): PolicyProblem[] => readPolicy(text).problems;

export { policyJsonSchema } from '../../shared/policy/schema.js';

export const evaluateCalls = (policyText: string, callsText: string): Result<Iterable<Result<Decision>>> =>
  evalCalls(policyText, callsText, { home: homedir() });

/** Rules of another product for one server, as a policy of their own. */
export const importPolicyText = (text: string, server: string): Result<ImportOutcome> =>
  importPolicy(text, 'auto', server, '{ "version": "1" }\n');

/** The tools of a `tools/list` result, of its bare list, or of `{server, tools}`; undefined when there are none. */
export function toolsIn(list: unknown): JsonObject[] | undefined {
  const holder = isJsonObject(list as JsonValue) ? (list as { tools?: unknown; result?: { tools?: unknown } }) : undefined;
  const tools = Array.isArray(list) ? list : (holder?.tools ?? holder?.result?.tools);
  return Array.isArray(tools) && tools.every((tool) => isJsonObject(tool as JsonValue)) ? (tools as JsonObject[]) : undefined;
}

const serverIn = (list: unknown): string => {
  const { server } = (typeof list === 'object' && list !== null ? list : {}) as { server?: unknown };
  return typeof server === 'string' ? server : '';
};

const nameOf = (tool: JsonObject): string => (typeof tool['name'] === 'string' ? tool['name'] : '');

export function classifyTools(
  server: string,
  tools: readonly JsonObject[],
  ignoreAnnotations: boolean,
): (Classification & { server: string; tool: string })[] {
  const classes = classifyList(server, tools, { ignoreAnnotations });
  return tools.map((tool, i) => ({ server, tool: nameOf(tool), ...classes[i]! }));
}

/** `toolgate classify FILE`; undefined when the file holds no tools */
export function classifyFile(
  list: unknown,
  { ignoreAnnotations }: { ignoreAnnotations: boolean },
): ReturnType<typeof classifyTools> | undefined {
  const tools = toolsIn(list);
  return tools === undefined ? undefined : classifyTools(serverIn(list), tools, ignoreAnnotations);
}

export interface ScannedTool {
  readonly server: string;
  readonly tool: string;
  readonly verdict: ScanVerdict;
  readonly findings: readonly Finding[];
}

/** `toolgate scan FILE`; undefined when the file holds no tools */
export function scanFile(list: unknown): ScannedTool[] | undefined {
  const tools = toolsIn(list);
  if (tools === undefined) return undefined;
  return scanServer({ server: serverIn(list), initializeResult: {}, tools, prompts: [], resources: [], resourceTemplates: [] }).map(
    ({ server, tool, verdict, findings }) => ({ server, tool, verdict, findings }),
  );
}

/** One row of `toolgate scan --texts` */
export function scanTextsRow(row: { id: unknown; text: string; surface?: string }): {
  id: unknown;
  verdict: ScanVerdict;
  findings: readonly Finding[];
} {
  return scanRow(row);
}
