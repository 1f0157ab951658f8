import { createScanner, findNodeAtLocation, getLocation, parseTree, type Location } from 'jsonc-parser';
import { opened, schemasAt, type JsonSchema } from './json-schema.js';

/** The names a policy may speak about, as they are known now. */
export interface KnownNames {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  /** tools of each server */
  readonly tools: Readonly<Record<string, readonly string[]>>;
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
 * What may stand at `offset` of a policy, by its JSON Schema and the known names. The text may be broken or half typed. Undefined where
 * nothing can be said: in a comment, after a value, inside a number.
 */
export function offersAt(text: string, offset: number, schema: JsonSchema, names: KnownNames): Offers | undefined {
  const word = wordAt(text, offset);
  if (word === undefined) return undefined;
  const { location } = word;
  const offers = word.isKey ? keys(text, location, schema, names) : values(location, schema, names);
  return offers.length === 0 ? undefined : { from: word.from, offers };
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

function values({ path }: Location, root: JsonSchema, names: KnownNames): Offer[] {
  const offers = schemasAt(root, path).flatMap((schema): Offer[] => {
    const description = schema.description === undefined ? {} : { description: schema.description };
    const listed = [...(schema.enum ?? []), ...('const' in schema ? [schema.const] : []), ...(schema.examples ?? [])];
    const written = listed.map((value): Offer => {
      const bare = typeof value !== 'string';
      return { label: bare ? JSON.stringify(value) : value, kind: 'value', ...description, ...(bare && { bare }) };
    });
    const booleans = schema.type === 'boolean' ? ['true', 'false'].map((label): Offer => ({ label, kind: 'value', bare: true })) : [];
    return [...written, ...booleans, ...namesFor(schema, path, names).map((label): Offer => ({ label, kind: 'name' }))];
  });
  return unique(offers);
}

/** The known names that fit where the schema says that a name stands; tools are those of the server the place is about. */
function namesFor(schema: JsonSchema | undefined, path: readonly (string | number)[], names: KnownNames): readonly string[] {
  switch (schema?.['x-names']) {
    case 'clients':
      return names.clients;
    case 'servers':
      return names.servers;
    case 'tools': {
      const at = path[0] === 'clients' ? 2 : 0;
      const server = path[at] === 'servers' ? String(path[at + 1]) : undefined;
      const tools =
        server === undefined ? Object.values(names.tools).flat() : Object.hasOwn(names.tools, server) ? names.tools[server] : [];
      return [...new Set(tools)].sort();
    }
    default:
      return [];
  }
}

function keysAt(text: string, path: readonly (string | number)[]): string[] {
  const tree = parseTree(text);
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
  return node?.type === 'object' ? (node.children ?? []).map((property) => String(property.children?.[0]?.value)) : [];
}

const unique = (offers: readonly Offer[]): Offer[] => [...new Map(offers.map((offer) => [offer.label, offer] as const)).values()];
