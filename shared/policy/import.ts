import { applyEdits, modify } from 'jsonc-parser';
import { fail, ok, type Result } from '../result.js';
import { importIntercept, type Imported } from './import-intercept.js';
import { importPolicyLayer } from './import-policylayer.js';
import { asPolicy, own } from './language.js';
import { parsePolicy } from './parse.js';

export type ImportFormat = 'auto' | 'policylayer' | 'intercept';
export interface ImportOutcome {
  /** one line for each */
  readonly converted: string[];
  readonly notConverted: string[];
  /** the base policy with the imported rules at `/servers/<server>`; comments and everything else as it was */
  readonly text: string;
}

/** Imports rules of another product for one server into a policy text. Nothing is lost silently: what does not fit is listed. */
export function importPolicy(text: string, format: ImportFormat, server: string, baseText: string): Result<ImportOutcome> {
  const kind = format !== 'auto' ? format : /^[\s\uFEFF]*[{[]/.test(text) ? 'policylayer' : 'intercept';
  const imported = kind === 'policylayer' ? importPolicyLayer(text) : importIntercept(text);
  if (!imported.ok) return imported;
  const base = parsePolicy(baseText);
  if (!base.ok) return base;
  const { level, converted, notConverted } = imported.value;
  const before = own(asPolicy(base.value.document).servers, server);
  const notes = [...converted];
  let result = baseText;
  const set = (path: string[], value: unknown): void => {
    result = applyEdits(
      result,
      modify(result, ['servers', server, ...path], value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }),
    );
  };
  set(['default'], level.default);
  if (level.hide) set(['hide'], [...new Set([...(before?.hide ?? []), ...level.hide])]);
  if (level.all_tools) set(['all_tools'], level.all_tools);
  if (level.all_tools && before?.all_tools) notes.push(`the rule for all tools on ${server} was replaced`);
  for (const [tool, rule] of Object.entries(level.tools ?? {}) as [string, Imported['level']][]) {
    if (own(before?.tools, tool)) notes.push(`the rule for ${tool} on ${server} was replaced`);
    set(['tools', tool], rule);
  }
  const parsed = parsePolicy(result);
  if (!parsed.ok) return fail('IMPORT_INVALID', `the imported rules do not fit: ${parsed.error.message}`, parsed.error.fix);
  return ok({ converted: notes, notConverted, text: result });
}
