import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { ok, type Result } from '../../../../shared/result.js';
import {
  badFile,
  columnAt,
  eolOf,
  indentAt,
  spotOf,
  type Doc,
  type OpenDoc,
  type Path,
  type Plain,
  type PlainMap,
  type Words,
} from './format.js';

/** JSON as RFC 8259 has it: an application that reads it strictly would refuse comments and trailing commas. */
export const openJson: OpenDoc = (text) => open(text, false);
/** JSON with comments and trailing commas. */
export const openJsonc: OpenDoc = (text) => open(text, true);

function open(text: string, lenient: boolean): Result<Doc> {
  if (lenient ? isBlank(text) : text.trim() === '') return ok(jsonDoc(text, undefined));
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: lenient, disallowComments: !lenient });
  const first = errors[0];
  if (first !== undefined)
    return badFile(
      `this is not ${lenient ? 'JSON with comments' : 'JSON'} (${words(printParseErrorCode(first.error))})`,
      spotOf(text, first.offset),
    );
  if (root?.type === 'null') return ok(jsonDoc(text, undefined, root));
  if (root?.type !== 'object') return badFile('the file does not hold a JSON object', spotOf(text, root?.offset ?? 0));
  return ok(jsonDoc(text, root));
}

const words = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** what jsonc-parser calls the end of the text; its names for it cannot be imported */
const END_OF_TEXT = 17;

/** Nothing but white space and comments. */
function isBlank(text: string): boolean {
  const scanner = createScanner(text, true);
  return Number(scanner.scan()) === END_OF_TEXT && Number(scanner.getTokenError()) === 0;
}

/** `empty`: a `null` that stands where the object would be. */
function jsonDoc(text: string, root: Node | undefined, empty?: Node): Doc {
  return {
    value: root === undefined ? (Object.create(null) as PlainMap) : (plainOf(root) as PlainMap),
    spotAt(at) {
      const node = objectAt(root, at);
      return node === undefined ? undefined : spotOf(text, node.offset);
    },
    wordsOf(at, name) {
      const [property, another] = propertiesOf(objectAt(root, at)).filter((one) => keyOf(one) === name);
      const node = another === undefined ? property?.children?.[1] : undefined;
      return node === undefined
        ? undefined
        : { text: text.slice(node.offset, node.offset + node.length), column: columnAt(text, node.offset) };
    },
    replace(at, name, value, words) {
      const container = objectAt(root, at);
      let next = text;
      // Every occurrence of a doubled key: which of them counts depends on who reads.
      for (const property of propertiesOf(container)
        .filter((one) => keyOf(one) === name)
        .reverse()) {
        const node = property.children?.[1];
        if (node !== undefined)
          next = splice(next, node.offset, node.length, words?.text ?? print(text, value, indentAt(text, property.offset)));
      }
      return next;
    },
    remove(at, name) {
      let doc: { text: string; root: Node | undefined } = { text, root };
      for (;;) {
        const container = objectAt(doc.root, at);
        const index = propertiesOf(container).findIndex((one) => keyOf(one) === name);
        if (container === undefined || index < 0) return doc.text;
        const next = without(doc.text, container, index);
        doc = { text: next, root: parseTree(next, [], { allowTrailingComma: true }) };
      }
    },
    add(at, name, value, _list, words) {
      if (empty !== undefined) return splice(text, empty.offset, empty.length, print(text, nest([...at, name], value), ''));
      if (root === undefined) {
        const head = text.trim() === '' || text.endsWith('\n') ? (text.trimEnd() === '' ? '' : text) : `${text}${eolOf(text)}`;
        return `${head}${print(text.trim() === '' ? text : '', nest([...at, name], value), '')}${eolOf(text)}`;
      }
      let deepest = root;
      let depth = 0;
      for (; depth < at.length; depth++) {
        const property = lastProperty(deepest, at[depth] as string);
        const inner = property?.children?.[1];
        if (inner?.type === 'null')
          return splice(
            text,
            inner.offset,
            inner.length,
            print(text, nest([...at.slice(depth + 1), name], value), indentAt(text, property?.offset ?? 0)),
          );
        if (inner?.type !== 'object') break;
        deepest = inner;
      }
      const [key, ...inside] = [...at.slice(depth), name];
      return insert(text, deepest, key as string, nest(inside, value), inside.length === 0 ? words : undefined);
    },
  };
}

const propertiesOf = (node: Node | undefined): Node[] => (node?.type === 'object' ? (node.children ?? []) : []);
const keyOf = (property: Node): unknown => property.children?.[0]?.value as unknown;
const lastProperty = (node: Node, key: string): Node | undefined => propertiesOf(node).findLast((one) => keyOf(one) === key);
const splice = (text: string, offset: number, length: number, by: string): string =>
  text.slice(0, offset) + by + text.slice(offset + length);

function objectAt(root: Node | undefined, at: Path): Node | undefined {
  let node = root;
  for (const key of at) node = node === undefined ? undefined : lastProperty(node, key)?.children?.[1];
  return node;
}

function plainOf(node: Node): Plain {
  if (node.type === 'array') return (node.children ?? []).map(plainOf);
  if (node.type !== 'object') return node.value as Plain;
  const map: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  for (const property of node.children ?? []) {
    const value = property.children?.[1];
    if (value !== undefined) map[String(keyOf(property))] = plainOf(value);
  }
  return map;
}

const nest = (keys: readonly string[], value: Plain): Plain =>
  keys.reduceRight<Plain>((inner, key) => Object.assign(Object.create(null) as Record<string, Plain>, { [key]: inner }), value);

/** One step of indentation as the file has it; undefined where the whole file stands on one line. */
function unitOf(text: string): string | undefined {
  const body = text.trim();
  if (body !== '' && body !== '{}' && !body.includes('\n')) return undefined;
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? (text.includes('\n\t') ? '\t' : '  ');
}

function print(text: string, value: Plain, indent: string): string {
  const unit = unitOf(text);
  return unit === undefined ? JSON.stringify(value) : JSON.stringify(value, undefined, unit).replaceAll('\n', `${eolOf(text)}${indent}`);
}

function insert(text: string, object: Node, key: string, value: Plain, words?: Words): string {
  const unit = unitOf(text);
  const last = propertiesOf(object).at(-1);
  const colon = unit === undefined ? ':' : ': ';
  if (last === undefined) {
    const outer = indentAt(text, object.offset);
    const inner = text.slice(object.offset + 1, object.offset + object.length - 1);
    const line = unit === undefined ? '' : `${eolOf(text)}${outer}${unit}`;
    const end = unit === undefined || inner.includes('\n') ? '' : `${eolOf(text)}${outer}`;
    const property = `${JSON.stringify(key)}${colon}${words?.text ?? print(text, value, `${outer}${unit ?? ''}`)}`;
    return splice(text, object.offset + 1, inner.trim() === '' && !inner.includes('\n') ? inner.length : 0, `${line}${property}${end}`);
  }
  const own =
    text.slice(object.offset, last.offset).includes('\n') &&
    indentAt(text, last.offset) === text.slice(text.lastIndexOf('\n', last.offset - 1) + 1, last.offset);
  const indent = indentAt(text, last.offset);
  const separator = own ? `${eolOf(text)}${indent}` : unit === undefined ? '' : ' ';
  const property = `${separator}${JSON.stringify(key)}${colon}${words?.text ?? (own || unit === undefined ? print(text, value, indent) : JSON.stringify(value))}`;
  const end = last.offset + last.length;
  // A comment on the last entry's line stays on it.
  const tail = /^[ \t]*(,?)[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?/.exec(text.slice(end, object.offset + object.length - 1));
  const [whole, comma, comment] = [tail?.[0] ?? '', tail?.[1] ?? '', tail?.[2] ?? ''];
  if (comma === '') {
    const at = comment === '' ? end : end + whole.length;
    return `${text.slice(0, end)},${text.slice(end, at)}${property}${text.slice(at)}`;
  }
  const at = comment === '' ? end + whole.indexOf(',') + 1 : end + whole.length;
  return splice(text, at, 0, `${property},`);
}

/** Takes one property out, with its comma and, where it has lines of its own, these lines. */
function without(text: string, object: Node, index: number): string {
  const properties = propertiesOf(object);
  const property = properties[index] as Node;
  const end = property.offset + property.length;
  const comma = commaAfter(text, end, object.offset + object.length - 1);
  const before = properties[index - 1];
  const start = property.offset;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '' && lineStart > object.offset;
  let from = alone ? lineStart : start;
  let to = comma === undefined ? end : comma + 1;
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*(?:\r?\n|(?=\}))/.exec(text.slice(to));
  if (alone && rest !== null) to += rest[0].length;
  else {
    to += /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
    from = start;
  }
  const next = splice(text, from, to - from, '');
  // The last entry took no comma of its own with it: the one before it must go.
  if (comma !== undefined || before === undefined) return next;
  const lost = commaAfter(text, before.offset + before.length, start);
  return lost === undefined ? next : splice(next, lost, 1, '');
}

function commaAfter(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text.slice(from, to), true);
  scanner.scan();
  const at = from + scanner.getTokenOffset();
  return at < to && text[at] === ',' ? at : undefined;
}
