import {
  isAlias,
  isMap as isYamlMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type Alias,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { ok } from '../../../../shared/result.js';
import {
  badFile,
  columnAt as columnOf,
  eolOf,
  plain,
  spotOf,
  type Doc,
  type OpenDoc,
  type Path,
  type Plain,
  type PlainMap,
} from './format.js';

/** YAML 1.2, one document. Edits are made in the text, so nothing else is laid out anew. */
export const openYaml: OpenDoc = (text) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: true, merge: true });
  const first = document.errors[0];
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    return badFile(`this is not YAML (${(first.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')})`, {
      line,
      column: col,
    });
  }
  if (document.contents !== null && !isYamlMap(document.contents) && !(isScalar(document.contents) && document.contents.value === null))
    return badFile('the file does not hold a map', { line: 1, column: 1 });
  try {
    return ok(yamlDoc(text, document, (plain(document.toJS({ maxAliasCount: 100 })) ?? Object.create(null)) as PlainMap));
  } catch (error) {
    const alias = openAlias(document);
    if (alias === undefined) return badFile(`this is not YAML (${(error as Error).message})`, { line: 1, column: 1 });
    const spot = spotOf(text, alias.range?.[0] ?? 0);
    return badFile(`this is not YAML (no &${alias.source} stands before *${alias.source})`, { ...spot, anchor: alias.source });
  }
};

/** The first alias whose anchor is not there. */
function openAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

interface Span {
  readonly start: number;
  /** end of the value itself, without what follows on its line */
  readonly end: number;
}

function yamlDoc(text: string, document: Document, value: PlainMap): Doc {
  const eol = eolOf(text);
  return {
    value,
    spotAt(at) {
      const node = document.getIn(at, true);
      return isNode(node) && node.range ? spotOf(text, node.range[0]) : undefined;
    },
    wordsOf(at, name) {
      const span = entrySpan(text, document, at, name);
      return span === undefined ? undefined : { text: text.slice(span.start, span.end), column: columnOf(text, span.start) };
    },
    replace(at, name, entry, words) {
      const span = entrySpan(text, document, at, name);
      if (span === undefined) return text;
      const { start, end, flow } = span;
      // A word that stands for another value goes back beside its key.
      if (words?.text.startsWith('*') === true && !span.inFlow) return `${text.slice(0, start).trimEnd()} ${words.text}${text.slice(end)}`;
      if (words !== undefined && (!words.text.includes('\n') || words.column === columnOf(text, start)))
        return text.slice(0, start) + words.text + text.slice(end);
      if (span.alias && !span.inFlow) {
        // What stood for another value on the key's own line gets lines of its own.
        const indent = columnOf(text, span.whole.start) + 2;
        return `${text.slice(0, start).trimEnd()}${eol}${' '.repeat(indent)}${blockText(entry, indent, eol)}${text.slice(end)}`;
      }
      return (
        text.slice(0, start) + (flow || span.inFlow ? flowText(entry) : blockText(entry, columnOf(text, start), eol)) + text.slice(end)
      );
    },
    remove(at, name) {
      const found = entrySpan(text, document, at, name);
      if (found === undefined) return text;
      if (found.inFlow) return withoutFlow(text, found.whole);
      const container = document.getIn(at, true);
      return (isYamlMap(container) || isSeq(container)) && container.items.length === 1
        ? emptied(text, found.whole, isSeq(container) ? '[]' : '{}')
        : withoutLines(text, found.whole);
    },
    add(at, name, entry, asList = false) {
      const container = document.getIn(at, true);
      const block = (indent: number): string =>
        `${' '.repeat(indent)}${keyText(name)}:${eol}${' '.repeat(indent + 2)}${blockText(entry, indent + 2, eol)}`;
      const item = (indent: number): string => `${' '.repeat(indent)}- ${blockText(entry, indent + 2, eol)}`;
      const filled = isYamlMap(container) || isSeq(container) ? container.items.length > 0 : false;
      if (filled && (isYamlMap(container) || isSeq(container)) && container.range) {
        const last = endOf(text, container.items.at(-1));
        if (container.flow === true) {
          const inner = isSeq(container) ? flowText(entry) : `${JSON.stringify(name)}: ${flowText(entry)}`;
          return `${text.slice(0, last)}, ${inner}${text.slice(last)}`;
        }
        const end = lineEnd(text, last);
        const indent = columnOf(text, container.range[0]);
        const line = isSeq(container) ? item(indent) : block(indent);
        return `${text.slice(0, end)}${text.slice(0, end).endsWith('\n') ? '' : eol}${line}${eol}${text.slice(end)}`;
      }
      if (at.length !== 1) return text;
      const body = asList || isSeq(container) ? item(2) : block(2);
      const pair = isYamlMap(document.contents)
        ? document.contents.items.find((one) => isScalar(one.key) && one.key.value === at[0])
        : undefined;
      if (pair === undefined) {
        const end = endOfDocument(text, document);
        const gap = end === 0 || text[end - 1] === '\n' ? '' : eol;
        return `${text.slice(0, end)}${gap}${keyText(at[0] as string)}:${eol}${body}${eol}${text.slice(end)}`;
      }
      const key = (pair.key as { range: [number, number, number] }).range;
      const colon = text.indexOf(':', key[1]) + 1;
      const range = isScalar(pair.value) || isYamlMap(pair.value) || isSeq(pair.value) ? pair.value.range : undefined;
      const written = range !== undefined && range !== null && range[1] > range[0] ? range : undefined;
      const from = written === undefined ? colon : written[0];
      const head = written === undefined ? text.slice(0, colon) : text.slice(0, from).replace(/[ \t]+$/, '');
      const rest = text.slice(written === undefined ? colon : written[1]);
      const end = lineEnd(rest, 0);
      return `${head}${rest.slice(0, end).replace(/\r?\n$/, '')}${eol}${body}${eol}${rest.slice(end)}`;
    },
  };
}

interface Found extends Span {
  readonly flow: boolean;
  /** the key's value is written elsewhere */
  readonly alias: boolean;
  /** the entry with its key or dash */
  readonly whole: Span;
  readonly inFlow: boolean;
}

function entrySpan(text: string, document: Document, at: Path, name: string): Found | undefined {
  const container = document.getIn(at, true);
  if (isSeq(container)) {
    const item = container.items.find((one): one is YAMLMap => isYamlMap(one) && one.get('name') === name);
    if (!item?.range) return undefined;
    const span = { start: item.range[0], end: endOf(text, item) };
    const dash = container.flow === true ? undefined : DASH.exec(text.slice(0, span.start))?.index;
    return {
      ...span,
      flow: item.flow === true,
      alias: false,
      whole: { ...span, start: dash ?? span.start },
      inFlow: container.flow === true,
    };
  }
  if (!isYamlMap(container)) return undefined;
  const pair = container.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === name) as
    Pair<{ range: [number, number, number] }, YAMLMap> | undefined;
  const range = pair?.value?.range;
  if (pair === undefined || !range) return undefined;
  const end = endOf(text, pair);
  return {
    start: range[0],
    end,
    flow: pair.value?.flow === true,
    alias: isAlias(pair.value),
    whole: { start: pair.key.range[0], end },
    inFlow: container.flow === true,
  };
}

/** what leads to an item of a list: its dash, and an anchor or a tag that may stand on the dash's line while the item follows below */
const DASH = /-[ \t]+(?:[&!]\S+[ \t]*)*(?:#[^\n]*)?(?:\r?\n[ \t]*)*$/;

/** End of the last word of a node; a block's own range reaches over what follows it. */
function endOf(text: string, item: unknown): number {
  const node = isPair(item) ? (item.value ?? item.key) : item;
  if ((isYamlMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) return endOf(text, node.items.at(-1));
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return !range ? 0 : text.slice(0, range[1]).trimEnd().length;
}

/** Where a key can be added last: before the mark that ends a document. */
function endOfDocument(text: string, { contents }: Document): number {
  const from = contents?.range?.[1] ?? 0;
  const mark = /^\.\.\.(?=\s|$)/m.exec(text.slice(from));
  return mark === null ? text.length : from + mark.index;
}

/** the offset after the line break of the line that `offset` is on; a block's end may already be there */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

const keyText = (key: string): string =>
  /^[A-Za-z][\w-]*$/.test(key) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(key) ? key : JSON.stringify(key);
/** JSON is flow YAML. */
const flowText = (entry: Plain): string => JSON.stringify(entry);
const blockText = (entry: Plain, indent: number, eol: string): string =>
  stringify(entry, { lineWidth: 0, defaultStringType: 'PLAIN' })
    .trimEnd()
    .replaceAll('\n', `${eol}${' '.repeat(indent)}`);

function withoutLines(text: string, { start, end }: Span): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(0, from) + text.slice(lineEnd(text, end));
}

/** The last entry is gone: a block cannot be empty, so its key gets an empty collection. */
function emptied(text: string, span: Span, empty: string): string {
  const from = text.lastIndexOf('\n', span.start - 1) + 1;
  return (
    text.slice(0, from).replace(/:([ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*)$/, `: ${empty}$1`) +
    text.slice(lineEnd(text, span.end))
  );
}

function withoutFlow(text: string, { start, end }: Span): string {
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after !== null) return text.slice(0, start) + text.slice(end + after[0].length);
  const before = /\s*,\s*$/.exec(text.slice(0, start));
  return text.slice(0, start - (before?.[0].length ?? 0)) + text.slice(end);
}
