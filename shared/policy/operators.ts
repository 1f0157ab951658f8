import type { JsonArray, JsonValue } from '../json/json.js';
import { contains, equal, hasType, isIn, lengthOf, typeNames } from './compare.js';
import { compileGlob } from './glob.js';
import { compileHosts } from './hosts.js';
import type { Operator } from './language.js';
import { compareNumbers, isNumber } from './numbers.js';
import { compilePattern, isPattern } from './pattern.js';
import { under, type PlaceFacts } from './places.js';
import { not, tri, type Tri } from './tri.js';

/** One operator with its value, ready to be asked about an argument that is there. */
export type Test = (argument: JsonValue, facts: PlaceFacts) => Tri;

/** Compiles an operator with its value, or says in one sentence what is wrong with the value. `exists` is handled by its caller. */
export function compileOperator(op: Operator, value: JsonValue | undefined): Test | string {
  switch (op) {
    case 'eq':
    case 'neq':
      if (value === undefined) return `"${op}" needs a "value"`;
      return op === 'eq' ? (argument) => equal(argument, value) : (argument) => not(equal(argument, value));
    case 'in':
    case 'not_in': {
      if (!Array.isArray(value)) return `"${op}" needs a list as its "value"`;
      const list = value as JsonArray;
      return op === 'in' ? (argument) => isIn(argument, list) : (argument) => not(isIn(argument, list));
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return order(op, value);
    case 'contains':
      if (value === undefined) return '"contains" needs a "value"';
      return (argument) => contains(argument, value);
    case 'exists':
      return value === undefined || typeof value === 'boolean' ? () => tri(value !== false) : '"exists" takes no "value"';
    case 'starts_with':
    case 'ends_with':
      if (typeof value !== 'string') return `"${op}" needs a text as its "value"`;
      return (argument) =>
        typeof argument !== 'string' ? 'unknown' : tri(op === 'starts_with' ? argument.startsWith(value) : argument.endsWith(value));
    case 'regex':
      return regex(value);
    case 'glob':
      return glob(value);
    case 'under':
      return folder(value);
    case 'host_in': {
      const hosts = texts(value);
      if (hosts === undefined) return '"host_in" needs a list of hosts as its "value"';
      const matcher = compileHosts(hosts);
      return typeof matcher === 'string'
        ? `"${matcher}" is no host: write example.com, *.example.com or an IP address, without scheme, port or path`
        : matcher;
    }
    case 'length_lte':
    case 'length_gte':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return `"${op}" needs a whole number from 0 as its "value"`;
      return (argument) => {
        const length = lengthOf(argument);
        return length === undefined ? 'unknown' : tri(op === 'length_lte' ? length <= value : length >= value);
      };
    case 'is_type':
      if (!(typeNames as readonly unknown[]).includes(value)) return `"is_type" needs one of ${typeNames.join(', ')} as its "value"`;
      return (argument) => hasType(argument, value as string);
  }
}

function order(op: 'lt' | 'lte' | 'gt' | 'gte', value: JsonValue | undefined): Test | string {
  if (!isNumber(value)) return `"${op}" needs a number as its "value"`;
  return (argument) => {
    const sign = compareNumbers(argument, value);
    if (sign === undefined) return 'unknown';
    return tri(op === 'lt' ? sign < 0 : op === 'lte' ? sign <= 0 : op === 'gt' ? sign > 0 : sign >= 0);
  };
}

function regex(value: JsonValue | undefined): Test | string {
  if (typeof value !== 'string') return '"regex" needs a pattern as its "value"';
  const pattern = compilePattern(value);
  if (!isPattern(pattern)) return pattern.problem;
  return (argument) => {
    const found = typeof argument === 'string' ? pattern.search(argument) : undefined;
    return found === undefined ? 'unknown' : tri(found);
  };
}

function glob(value: JsonValue | undefined): Test | string {
  const list = texts(value);
  if (list === undefined) return '"glob" needs a glob, or a list of them, as its "value"';
  const globs = list.map(compileGlob);
  const bad = globs.findIndex((compiled) => compiled === undefined);
  if (bad >= 0) return `the glob "${(list[bad] ?? '').slice(0, 60)}" has a "[" that is never closed, or more than 1,000 characters`;
  // the cost is text x glob: beyond this it is doubt
  const cap = 4_000_000 / Math.max(1, list.join('').length);
  return (argument) =>
    typeof argument !== 'string' || argument.length > cap ? 'unknown' : tri(globs.some((compiled) => compiled?.(argument) === true));
}

function folder(value: JsonValue | undefined): Test | string {
  const bases = texts(value);
  if (bases === undefined) return '"under" needs a folder, or a list of them, as its "value"';
  const relative = bases.find((base) => !/^(?:\/|~(?:[\\/]|$)|[A-Za-z]:[\\/])/.test(base));
  if (relative !== undefined) return `"${relative}" is no absolute folder: begin with / or ~/ or a drive`;
  return (argument, facts) => under(argument, bases, facts);
}

function texts(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list = value as JsonArray;
  return list.every((element): element is string => typeof element === 'string') ? list : undefined;
}
