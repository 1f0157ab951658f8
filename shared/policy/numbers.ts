import { ExactNumber, type JsonValue } from '../json/json.js';

/** Numbers are compared by their decimal digits wherever a JavaScript number could lose some. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** no zeros at either end */
  readonly digits: string;
  /** value = 0.digits * 10^exponent */
  readonly exponent: bigint;
}

export const isNumber = (value: unknown): value is number | ExactNumber => typeof value === 'number' || value instanceof ExactNumber;

/** -1, 0 or 1; undefined where one of them is no finite number. Never goes through a lossy conversion. */
export function compareNumbers(a: JsonValue | undefined, b: JsonValue | undefined): -1 | 0 | 1 | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return undefined;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const left = toDecimal(a);
  const right = toDecimal(b);
  if (left === undefined || right === undefined) return undefined;
  if (left.sign !== right.sign) return left.sign < right.sign ? -1 : 1;
  if (left.sign === 0) return 0;
  const size = left.exponent !== right.exponent ? (left.exponent < right.exponent ? -1 : 1) : compareDigits(left.digits, right.digits);
  return size === 0 ? 0 : left.sign === 1 ? size : size === 1 ? -1 : 1;
}

/** True for whole numbers, however they are written (`1e3`, `10.0`). */
export function isWhole(value: number | ExactNumber): boolean {
  if (typeof value === 'number') return Number.isInteger(value);
  const decimal = toDecimal(value);
  return decimal !== undefined && (decimal.sign === 0 || decimal.exponent >= BigInt(decimal.digits.length));
}

/** The value as a double that is never below it; undefined where no finite one holds it. */
export function toUpperDouble(value: number | ExactNumber): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const near = Number(value.digits);
  if (!Number.isFinite(near)) return undefined;
  if (compareNumbers(near, value) !== -1) return near;
  const up = near + Math.abs(near) * Number.EPSILON + Number.MIN_VALUE;
  return Number.isFinite(up) ? up : undefined;
}

function compareDigits(a: string, b: string): -1 | 0 | 1 {
  const length = Math.max(a.length, b.length);
  const left = a.padEnd(length, '0');
  const right = b.padEnd(length, '0');
  return left < right ? -1 : left > right ? 1 : 0;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4000}))?$/;

function toDecimal(value: JsonValue | undefined): Decimal | undefined {
  const text = value instanceof ExactNumber ? value.digits : typeof value === 'number' ? String(value) : undefined;
  const match = text === undefined ? null : NUMBER.exec(text);
  if (!match) return undefined;
  const whole = match[2] ?? '';
  const all = whole + (match[3] ?? '');
  const lead = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(lead).replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0n };
  return { sign: match[1] === '-' ? -1 : 1, digits, exponent: BigInt(match[4] ?? 0) + BigInt(whole.length - lead) };
}
