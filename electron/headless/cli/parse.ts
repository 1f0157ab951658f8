import type { RiskClass } from '../../../shared/model/risk.js';
import { CliFailure } from './context.js';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const usage = (message: string, fix?: string): CliFailure =>
  new CliFailure({ code: 'USAGE', message, ...(fix === undefined ? {} : { fix }) }, 2);

/** `15m`, `1h`, `90s` -> ms */
export function parseDuration(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const value = match === null ? 0 : Number(match[1]) * UNIT_MS[match[2]!]!;
  if (value <= 0 || !Number.isSafeInteger(value))
    throw usage(`${JSON.stringify(text)} is no duration`, 'write for example 90s, 15m, 1h or 2d');
  return value;
}

/** An ISO date or time, or a duration that counts back from now -> ms since 1970 */
export function parseTime(text: string, nowMs: number): number {
  if (/^\d+(ms|s|m|h|d)$/.test(text)) return nowMs - parseDuration(text);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw usage(`${JSON.stringify(text)} is no time`, 'write for example 2026-11-22, 2026-11-22T18:00 or 2h (ago)');
  return ms;
}

/** `KEY=VALUE` or `KEY` (declared without a value) */
export function parseEnv(text: string): { name: string; value?: string } {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (name === '') throw usage(`${JSON.stringify(text)} has no name`, 'write NAME=VALUE, or NAME to give the value later');
  return at < 0 ? { name } : { name, value: text.slice(at + 1) };
}

/** `Name: value` or `Name=value` */
export function parseHeader(text: string): { name: string; value?: string } {
  const match = /^([^:=\s]+)\s*[:=]\s*(.*)$/s.exec(text);
  if (match !== null) return { name: match[1]!, value: match[2]! };
  return parseEnv(text);
}

/** The number of a revision of the policy, from 1 */
export function parseRevision(text: string): number {
  const revision = Number(text);
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw usage(`${JSON.stringify(text)} is no revision`, 'write its number, see `toolgate policy history`');
  return revision;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw usage(`${JSON.stringify(text)} is no port`, 'a port is a number from 1 to 65535');
  return port;
}

/** written out, not taken from the schema: zod would be loaded at every start of the command line */
const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'] as const satisfies readonly RiskClass[];

export const parseClass = (text: string): RiskClass => oneOf('class', CLASSES, text);

/** Takes one of the allowed words or ends with a line that names them. */
export function oneOf<const T extends string>(what: string, allowed: readonly T[], text: string): T {
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw usage(`${JSON.stringify(text)} is no ${what}`, `write one of: ${allowed.join(', ')}`);
  return found;
}
