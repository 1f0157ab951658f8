import type { Verdict } from '../../../shared/model/decision.js';
import type { Operator } from '../../../shared/policy/language.js';

export interface Row {
  readonly path: string;
  /** of the argument: `string`, `integer`, … */
  readonly type: string;
  readonly used: boolean;
  readonly op: Operator;
  /** as typed */
  readonly value: string;
}

const NUMBERS = new Set<Operator>(['lt', 'lte', 'gt', 'gte', 'length_lte', 'length_gte']);
const LISTS = new Set<Operator>(['in', 'not_in', 'host_in']);
const TEXTS = new Set<Operator>(['contains', 'starts_with', 'ends_with', 'regex', 'glob', 'under', 'is_type']);

/**
 * The JSON value of what was typed for an operator; undefined where it does not fit. Lists are written with commas. A text is compared
 * with texts: `42` typed for one is no number.
 */
export function parseValue({ op, type, value: typed }: Pick<Row, 'op' | 'type' | 'value'>): unknown {
  const isText = type === 'string';
  if (NUMBERS.has(op)) return typed.trim() !== '' && Number.isFinite(Number(typed)) ? Number(typed) : undefined;
  if (LISTS.has(op)) {
    const items = typed.trim().startsWith('[')
      ? readJson(typed)
      : typed
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean)
          .map((item) => (isText || op === 'host_in' ? item : (readJson(item) ?? item)));
    return Array.isArray(items) && items.length > 0 ? items : undefined;
  }
  if (TEXTS.has(op)) return typed === '' ? undefined : typed;
  const read = isText ? undefined : readJson(typed);
  return read === undefined ? typed : read;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A rule with every condition that is ticked; undefined without one, or where a value does not fit. It always states an action. */
export function customRule(action: 'allow' | 'ask' | 'deny', position: Verdict, rows: readonly Row[]): Record<string, unknown> | undefined {
  const used = rows.filter((row) => row.used);
  const conditions = used.map((row) =>
    row.op === 'exists' ? { path: row.path, op: row.op } : { path: row.path, op: row.op, value: parseValue(row) },
  );
  if (conditions.length === 0 || conditions.some((condition) => 'value' in condition && condition.value === undefined)) return undefined;
  switch (action) {
    case 'allow':
      // what is denied stays denied for everything else: allow_if cannot lift it, and asking instead would be more than was said
      return position === 'deny' || position === 'hide'
        ? { action: 'allow', require: conditions }
        : { action: 'ask', allow_if: [{ conditions }] };
    case 'ask':
      return { action: position, ask_if: [{ conditions }] };
    case 'deny':
      return { action: position, deny_if: [{ conditions }] };
  }
}
