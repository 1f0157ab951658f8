import { createScanner, findNodeAtLocation, getLocation, parseTree, type Location, type Node } from 'jsonc-parser';
import { comparedWith, type Argument } from './argument-offers.js';
import { opened, schemasAt, type JsonSchema } from './json-schema.js';

/** The names a policy may speak about, as they are known now. */
export interface KnownNames {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  /** tools of each server */
  readonly tools: Readonly<Record<string, readonly string[]>>;
}

/** The tool that a place in a policy is about. */
export interface AboutTool {
  /** absent: of any server */
  readonly server: string | undefined;
  readonly tool: string;
}

/** One thing that may stand at the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name';
  readonly description?: string;
  /** what a key holds: decides what is written after it */
  readonly holds?: 'object' | 'array' | 'text' | 'other';
  /** a value that is no text */
  readonly bare?: boolean;
}

export interface Offers {
  /** offset where the word at the cursor begins, after its quote */
  readonly from: number;
  readonly offers: readonly Offer[];
}

/**
 * What may stand at `offset` of a policy, by its JSON Schema, the known names, and the arguments of the tool the place is about. The text
 * may be broken or half typed. Undefined where nothing can be said: in a comment, after a value, inside a number.
 */
export function offersAt(
  text: string,
  offset: number,
  schema: JsonSchema,
  names: KnownNames,
  args: readonly Argument[] = [],
): Offers | undefined {
  const word = wordAt(text, offset);
  if (word === undefined) return undefined;
  const { location } = word;
  const offers = word.isKey ? keys(text, location, schema, names) : values(text, location, schema, names, args);
  return offers.length === 0 ? undefined : { from: word.from, offers };
}

/** The tool whose own rule `offset` lies in: its arguments may be spoken about there. */
export function toolAt(text: string, offset: number): AboutTool | undefined {
  const { path } = getLocation(text, offset);
  const { server, rest } = placeOf(path);
  const [kind, tool, ...inside] = rest;
  return kind === 'tools' && inside.length > 0 ? { server, tool: String(tool) } : undefined;
}

/** The change that puts an offer at the cursor: quotes, colon and brackets are written where they are wanted, and never twice. */
export function taken(text: string, offset: number, offer: Offer): { from: number; to: number; insert: string; caret: number } | undefined {
  const word = wordAt(text, offset);
  if (word === undefined) return undefined;
  const quoted = offer.bare ? offer.label : JSON.stringify(offer.label);
  const from = word.quoted ? word.from - 1 : word.from;
  const rest = text.slice(word.to);
  const next = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*(.?)/.exec(rest)?.[1] ?? '';
  const change = (insert: string, caret = insert.length) => ({ from, to: word.to, insert, caret: from + caret });
  const comma = next === '"' || (!word.isKey && /[{[\w-]/.test(next)) ? ',' : '';
  if (!word.isKey) return change(quoted + comma, quoted.length);
  if (next === ':') return change(quoted);
  const after = { object: '{}', array: '[]', text: '""', other: '' }[offer.holds ?? 'other'];
  return change(`${quoted}: ${after}${comma}`, quoted.length + 2 + (after === '' ? 0 : 1));
}

interface Word {
  /** where the word begins (after its quote) and where what it replaces ends (behind its quote) */
  readonly from: number;
  readonly to: number;
  readonly quoted: boolean;
  readonly isKey: boolean;
  readonly location: Location;
}

function wordAt(text: string, offset: number): Word | undefined {
  if (inComment(text, offset)) return undefined;
  const location = getLocation(text, offset);
  const node = location.previousNode;
  const isKey = typeof location.path.at(-1) === 'string' && (location.isAtPropertyKey || node?.type === 'property');
  if (node !== undefined && offset > node.offset && (node.type === 'property' || node.type === 'string')) {
    const end = node.offset + node.length;
    const closed = node.length > 1 && /^"(?:[^"\\\n]|\\.)*"$/.test(text.slice(node.offset, end));
    // behind a closed text comes a comma or a colon, no other word
    if (closed ? offset >= end : offset > end) return undefined;
    return { from: node.offset + 1, to: closed ? end : offset, quoted: true, isKey, location };
  }
  const from = offset - (/[\w*?.@/-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0);
  if (node !== undefined && node.type !== 'property' && node.offset + node.length < from) return undefined;
  if (/["}\]]\s*$/.test(text.slice(0, from)) || /^-?\d/.test(text.slice(from, offset))) return undefined;
  const to = offset + (/^[\w*?.@/-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  return { from, to, quoted: false, isKey, location };
}

/** whether the offset lies inside a comment; the end of a line comment still belongs to it */
function inComment(text: string, offset: number): boolean {
  const scanner = createScanner(text, false);
  // SyntaxKind: 12 line comment, 13 block comment, 17 end
  for (let token: number = scanner.scan(); token !== 17 && scanner.getTokenOffset() < offset; token = scanner.scan()) {
    const end = scanner.getTokenOffset() + scanner.getTokenLength();
    if (token === 12 && offset <= end) return true;
    if (token === 13 && (offset < end || !text.slice(scanner.getTokenOffset(), end).endsWith('*/'))) return true;
  }
  return false;
}

function keys(text: string, { path }: Location, root: JsonSchema, names: KnownNames): Offer[] {
  const parent = path.slice(0, -1);
  const here = String(path.at(-1) ?? '');
  const written = new Set(keysAt(text, parent));
  const offers = schemasAt(root, parent).flatMap((schema) => [
    ...Object.entries(schema.properties ?? {}).map(([label, below]) => keyOffer(label, below, root, 'key')),
    ...namesFor(schema.propertyNames, parent, names).map((label) =>
      keyOffer(label, typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}, root, 'name'),
    ),
  ]);
  return unique(offers.filter(({ label }) => label === here || !written.has(label)));
}

function keyOffer(label: string, schema: JsonSchema, root: JsonSchema, kind: 'key' | 'name'): Offer {
  const shapes = new Set(opened(root, schema).map(({ type, enum: list, ...one }) => (list || 'const' in one ? 'text' : String(type))));
  const [only] = shapes.size === 1 ? [...shapes] : [];
  const holds = only === 'object' || only === 'array' ? only : only === 'string' || only === 'text' ? 'text' : 'other';
  return { label, kind, holds, ...(kind === 'key' && schema.description !== undefined && { description: schema.description }) };
}

function values(text: string, { path }: Location, root: JsonSchema, names: KnownNames, args: readonly Argument[]): Offer[] {
  const offers = schemasAt(root, path).flatMap((schema): Offer[] => {
    const description = schema.description === undefined ? {} : { description: schema.description };
    const known = ofArguments(text, path, schema['x-names'], args);
    const examples = known.length === 0 ? (schema.examples ?? []) : [];
    const listed = [...(schema.enum ?? []), ...('const' in schema ? [schema.const] : []), ...examples];
    const booleans = schema.type === 'boolean' ? [true, false] : [];
    return [
      ...known,
      ...listed.map((value) => ({ ...valueOffer(value), ...description })),
      ...booleans.map(valueOffer),
      ...namesFor(schema, path, names).map((label): Offer => ({ label, kind: 'name' })),
    ];
  });
  return unique(offers);
}

function valueOffer(value: unknown): Offer {
  const bare = typeof value !== 'string';
  return { label: bare ? JSON.stringify(value) : value, kind: 'value', ...(bare && { bare }) };
}

/** The arguments of the tool where the schema says that one is named, and where it is compared, what with. */
function ofArguments(text: string, path: readonly (string | number)[], wanted: string | undefined, args: readonly Argument[]): Offer[] {
  const named = ({ path: label, types }: Argument): Offer => ({ label, kind: 'name', description: types.join(', ') });
  switch (wanted) {
    case 'arguments':
      return args.map(named);
    case 'amounts':
      return args
        .filter((one) => !one.path.includes('[*]') && one.types.some((type) => type === 'number' || type === 'integer'))
        .map(named);
    case 'values': {
      const at = path.slice(0, path.lastIndexOf('value'));
      return comparedWith(args, textAt(text, [...at, 'path']), textAt(text, [...at, 'op'])).map(valueOffer);
    }
    default:
      return [];
  }
}

/** The known names that fit where the schema says that a name stands; tools are those of the server the place is about. */
function namesFor(schema: JsonSchema | undefined, path: readonly (string | number)[], names: KnownNames): readonly string[] {
  switch (schema?.['x-names']) {
    case 'clients':
      return names.clients;
    case 'servers':
      return names.servers;
    case 'tools': {
      const { server } = placeOf(path);
      const tools =
        server === undefined ? Object.values(names.tools).flat() : Object.hasOwn(names.tools, server) ? names.tools[server] : [];
      return [...new Set(tools)].sort();
    }
    default:
      return [];
  }
}

/** The server a place is about, and what is left of its path below the client and the server. */
function placeOf(path: readonly (string | number)[]): { server: string | undefined; rest: readonly (string | number)[] } {
  const below = path[0] === 'clients' ? path.slice(2) : path;
  return below[0] === 'servers' ? { server: String(below[1]), rest: below.slice(2) } : { server: undefined, rest: below };
}

const nodeAt = (text: string, path: readonly (string | number)[]): Node | undefined => {
  const tree = parseTree(text);
  return tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
};

/** the text that stands at a path; empty where there is none */
const textAt = (text: string, path: readonly (string | number)[]): string => {
  const node = nodeAt(text, path);
  return node?.type === 'string' ? String(node.value) : '';
};

function keysAt(text: string, path: readonly (string | number)[]): string[] {
  const node = nodeAt(text, path);
  return node?.type === 'object' ? (node.children ?? []).map((property) => String(property.children?.[0]?.value)) : [];
}

const unique = (offers: readonly Offer[]): Offer[] => [...new Map(offers.map((offer) => [offer.label, offer] as const)).values()];
