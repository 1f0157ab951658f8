import { createHash } from 'node:crypto';
import type { CallRecord } from '../../../shared/model/views.js';

/** One JSON object per line, nothing left out; line separators inside strings are escaped. */
export const toJsonLines = (records: readonly CallRecord[]): string =>
  records.map((record) => `${oneLine(JSON.stringify(record))}\n`).join('');

// prettier-ignore
const csvColumns: readonly (keyof CallRecord)[] = [
  'seq', 'id', 'atMs', 'client', 'session', 'server', 'method', 'tool', 'class', 'verdict', 'enforced', 'code', 'because', 'rule', 'mode',
  'policyRevision', 'approvalId', 'approvedBy', 'grantId', 'waitMs', 'argumentsText', 'argumentsBytes', 'argumentsHash', 'outcome', 'error',
  'answerBytes', 'durationMs',
];

/** RFC 4180 with a heading. Text a spreadsheet would take for a formula gets a leading apostrophe; control characters are written as escapes. */
export function toCsv(records: readonly CallRecord[]): string {
  const rows = records.map((record) => csvColumns.map((column) => cell(record[column])).join(','));
  return [csvColumns.join(','), ...rows, ''].join('\r\n');
}

function cell(value: CallRecord[keyof CallRecord]): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = escapeControls(typeof value === 'string' ? value : value.map(({ text }) => text).join(' | '));
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One OTLP/JSON trace export request: a SERVER span per call with the MCP semantic conventions (open-telemetry/semantic-conventions-genai,
 * status Development). Decisions are under `toolgate.`, arguments are left out: they are opt-in there.
 */
export function toOtlp(records: readonly CallRecord[], version: string): string {
  const spans = records.map(span);
  const resource = { attributes: attributes({ 'service.name': 'toolgate', 'service.version': version }) };
  return `${oneLine(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'toolgate.audit', version }, spans }] }] }))}\n`;
}

function span(record: CallRecord): unknown {
  const digest = createHash('sha256').update(record.id).digest('hex');
  const spent = (record.waitMs ?? 0) + (record.durationMs ?? 0);
  const error = errorType(record);
  const target = record.method === 'tools/call' || record.method === 'prompts/get' ? record.tool : '';
  return {
    traceId: digest.slice(0, 32),
    spanId: digest.slice(32, 48),
    name: target === '' ? record.method : `${record.method} ${target}`,
    kind: 2,
    startTimeUnixNano: nanos(record.atMs),
    endTimeUnixNano: nanos(record.atMs + spent),
    attributes: attributes({
      'mcp.method.name': record.method,
      ...(record.method === 'tools/call' ? { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': record.tool } : {}),
      ...(record.method === 'prompts/get' ? { 'gen_ai.prompt.name': record.tool } : {}),
      ...(record.method.startsWith('resources/') && record.tool !== '' ? { 'mcp.resource.uri': record.tool } : {}),
      ...(error === undefined ? {} : { 'error.type': error }),
      'toolgate.client': record.client,
      'toolgate.server': record.server,
      'toolgate.tool.class': record.class,
      'toolgate.policy.decision': record.verdict,
      'toolgate.policy.enforced': record.enforced,
      'toolgate.policy.code': record.code,
      'toolgate.policy.rule': record.rule,
      'toolgate.policy.mode': record.mode,
      'toolgate.policy.revision': record.policyRevision,
      'toolgate.outcome': record.outcome,
      ...(record.approvalId === undefined ? {} : { 'toolgate.approval.id': record.approvalId }),
      ...(record.approvedBy === undefined ? {} : { 'toolgate.approval.by': record.approvedBy }),
      ...(record.waitMs === undefined ? {} : { 'toolgate.approval.wait': record.waitMs }),
      ...(record.answerBytes === undefined ? {} : { 'toolgate.answer.bytes': record.answerBytes }),
    }),
    status: error === undefined ? {} : { code: 2, message: record.error ?? error },
  };
}

function errorType(record: CallRecord): string | undefined {
  if (record.enforced === 'refused') return record.code;
  if (record.outcome === 'tool-error') return 'tool_error';
  return record.outcome === 'ok' || record.outcome === 'open' ? undefined : record.outcome;
}

const attributes = (values: Readonly<Record<string, string | number>>): unknown[] =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string' ? { stringValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value },
  }));

const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** JSON text on one line for every reader: U+2028, U+2029, U+0085 and DEL too */
const oneLine = (text: string): string => text.replace(/[\u007f-\u009f\u2028\u2029]/g, escape);
const escapeControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escape);
