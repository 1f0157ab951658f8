import { createScanner, findNodeAtLocation, parseTree, printParseErrorCode, stripComments, type Node, type ParseError } from 'jsonc-parser';
import { ExactNumber, type JsonValue } from '../json/json.js';
import { parseStrict } from '../json/parse-strict.js';
import { pointer } from '../json/pointer.js';
import type { PolicyProblem } from './problem.js';
import { compareNumbers } from './numbers.js';

/** JSON with comments, read strictly: no duplicate keys, no trailing commas, null prototypes, numbers to the last digit. */
export interface ReadJson {
  readonly value: JsonValue | undefined;
  readonly problems: PolicyProblem[];
  /** line and column (from 1) of what stands at `path`; of the name itself where `key` is given */
  where(path: readonly (string | number)[], key?: string): { line: number; column: number } | undefined;
}

export const MAX_TEXT = 20_000_000;
export const MAX_DEPTH = 64;

export function readJsonc(given: string): ReadJson {
  // a byte order mark is blanked, so that places stay right
  const text = given.startsWith('\uFEFF') ? ` ${given.slice(1)}` : given;
  const problems: PolicyProblem[] = [];
  const at = lineFinder(text);
  const nowhere: ReadJson = { value: undefined, problems, where: () => undefined };
  if (text.length > MAX_TEXT) {
    problems.push({ pointer: '', message: 'the document is larger than 20 MB' });
    return nowhere;
  }
  const quick = quickly(text);
  if (quick !== undefined) return { value: quick, problems, where: lazily(() => parseTree(text), at) };
  // the slow way says what is wrong, and where
  const deep = tooDeep(text);
  if (deep !== undefined) {
    problems.push({
      pointer: '',
      ...at(deep),
      message: `the document is nested deeper than ${MAX_DEPTH} levels`,
      fix: 'Write fewer conditions inside each other.',
    });
    return nowhere;
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, allowEmptyContent: false, disallowComments: false });
  const [first, ...more] = errors;
  // what stands wrong after the first place mostly follows from it
  if (first !== undefined)
    problems.push({
      pointer: '',
      ...at(first.offset),
      message: `this is not JSON: ${words(printParseErrorCode(first.error))}${more.length === 0 ? '' : ` (and ${more.length} more)`}`,
    });
  if (tree === undefined || first !== undefined) return { ...nowhere, problems };
  const value = toValue(tree, [], text, problems, at);
  return { value, problems, where: lazily(() => tree, at) };
}

/** The value of a text with nothing wrong in it, with or without comments; undefined where there may be something. */
function quickly(text: string): JsonValue | undefined {
  const plain = parseStrict(text, { maxDepth: MAX_DEPTH });
  if (plain.ok) return plain.value;
  if (!text.includes('/')) return undefined;
  const bare = stripComments(text, ' ');
  // a comment at the very end may be one that is never closed
  const read = bare.trimEnd().length === text.trimEnd().length ? parseStrict(bare, { maxDepth: MAX_DEPTH }) : undefined;
  return read?.ok ? read.value : undefined;
}

function lazily(read: () => Node | undefined, at: (offset: number) => { line: number; column: number }): ReadJson['where'] {
  let tree: Node | undefined;
  return (path, key) => {
    tree ??= read();
    const node = tree && findNodeAtLocation(tree, [...path]);
    const named = key === undefined ? undefined : node?.children?.find((child) => child.children?.[0]?.value === key);
    const offset = named?.offset ?? node?.offset;
    return offset === undefined ? undefined : at(offset);
  };
}

function toValue(
  node: Node,
  path: (string | number)[],
  text: string,
  problems: PolicyProblem[],
  at: (offset: number) => { line: number; column: number },
): JsonValue {
  switch (node.type) {
    case 'object': {
      const object = Object.create(null) as Record<string, JsonValue>;
      for (const property of node.children ?? []) {
        const [name, value] = property.children ?? [];
        if (name === undefined || value === undefined) continue;
        const key = String(name.value);
        if (Object.prototype.hasOwnProperty.call(object, key)) {
          problems.push({
            pointer: pointer(...path, key),
            ...at(name.offset),
            message: `"${key}" stands here twice`,
            fix: 'Keep one of them.',
          });
        }
        object[key] = toValue(value, [...path, key], text, problems, at);
      }
      return object;
    }
    case 'array':
      return (node.children ?? []).map((child, i) => toValue(child, [...path, i], text, problems, at));
    case 'number': {
      const digits = text.slice(node.offset, node.offset + node.length);
      const exact = new ExactNumber(digits);
      const near = Number(digits);
      return Number.isFinite(near) && compareNumbers(near, exact) === 0 ? near : exact;
    }
    default:
      return node.value as string | boolean | null;
  }
}

/** offset where the nesting becomes too deep; checked on tokens, so that no recursion happens before */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  // SyntaxKind: 1 { 2 } 3 [ 4 ] 17 end
  for (let token: number = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 1 || token === 3) depth++;
    else if (token === 2 || token === 4) depth--;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

function lineFinder(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** `PropertyNameExpected` -> `property name expected` */
const words = (code: string): string => code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
