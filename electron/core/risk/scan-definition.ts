import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { pointer } from '../../../shared/json/pointer.js';
import { atOnce, inSlices, type Slicing } from '../../../shared/slices.js';
import { readSchemaText, tradeOf } from './scan-schema.js';
import { conclude, textSteps, type Surface, type TextScan, type Weighed } from './scan.js';

export interface ToolScan extends TextScan {
  readonly server: string;
  /** name of the tool, prompt or resource; `""` for the server's instructions */
  readonly tool: string;
  readonly kind: 'tool' | 'prompt' | 'resource' | 'resource-template' | 'instructions';
}

/** What of a server's answers is scanned; the shape of the last lists. */
export interface ScannedLists {
  readonly server: string;
  readonly tools: readonly JsonObject[];
  readonly initializeResult?: JsonObject;
  readonly prompts?: readonly JsonObject[];
  readonly resources?: readonly JsonObject[];
  readonly resourceTemplates?: readonly JsonObject[];
}

const maxNodes = 200_000;
/** JSON in JSON in JSON: deeper it is read as it stands */
const maxNested = 3;
/** "Include the full transcript (default: true)": one short sentence of what a yes means. */
const switchText =
  /^(?:whether|if|include|show|return)\b(?!.*(?:keys?|tokens?|secret|passw|credential|environment|cookie|prompt|conversation|chat|ssh))[\x20-\x2d\x2f-\x39\x3b-\x7e]{0,90}\.?(?: default:? ?\w{1,12}\.?| \(default:? ?\w{1,12}\)\.?)?$/i;

/** Path of a node, kept as a chain so that a schema 10,000 deep costs no quadratic strings; spelled out only for findings. */
interface Step {
  readonly key: string;
  readonly parent: Step | undefined;
}

const pointerOf = (step: Step | undefined): string => {
  const parts: string[] = [];
  for (let at = step; at !== undefined; at = at.parent) parts.push(pointer(at.key));
  return parts.reverse().join('');
};

/** Every string of a JSON value that a model can see, keys included, walked without recursion. `$ref` is read as text, never followed. */
function* stringsOf(root: JsonValue): Generator<{ text: string; step: Step | undefined; key: boolean; ofSwitch: boolean }> {
  const stack: { value: JsonValue; step: Step | undefined; ofSwitch?: boolean }[] = [{ value: root, step: undefined }];
  for (let count = 0; stack.length > 0 && count < maxNodes; count += 1) {
    const entry = stack.pop();
    if (entry === undefined) break;
    const { value, step, ofSwitch = false } = entry;
    if (typeof value === 'string') yield { text: value, step, key: false, ofSwitch };
    else if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at -= 1) {
        const item: JsonValue | undefined = value[at];
        if (item !== undefined) stack.push({ value: item, step: { key: String(at), parent: step } });
      }
    } else if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) {
      const keys = Object.keys(value);
      for (let at = keys.length - 1; at >= 0; at -= 1) {
        const key = keys[at];
        if (key === undefined) continue;
        const child = (value as JsonObject)[key];
        const next: Step = { key, parent: step };
        yield { text: key, step: next, key: true, ofSwitch: isSwitch(child) };
        if (child !== undefined) stack.push({ value: child, step: next, ofSwitch: key === 'description' && isSwitch(value as JsonObject) });
      }
    }
  }
}

/** where a server's instructions stand, alone or in the answer to a greeting */
const isInstructions = (step: Step | undefined): boolean =>
  step?.key === 'instructions' && (step.parent === undefined || (step.parent.key === 'result' && step.parent.parent === undefined));

const isSwitch = (value: JsonValue | undefined): boolean => isJsonObject(value) && value['type'] === 'boolean';

/** Scans everything in one definition (tool, prompt, resource …). Never throws, any shape. */
export function scanDefinition(definition: JsonObject): TextScan {
  const found: Weighed[] = [];
  for (const step of definitionSteps(definition, '', found)) void step;
  return conclude(found);
}

function* definitionSteps(definition: JsonValue, prefix: string, found: Weighed[], known = new Set<string>()): Generator<void> {
  let seen = 0;
  const before = found.length;
  const trade = tradeOf(definition);
  for (const { text, step, key, ofSwitch } of stringsOf(definition)) {
    seen += text.length + 20;
    if (seen > 2000) {
      seen = 0;
      yield;
    }
    if (found.length - before >= 60) return;
    // what a switch does is no order
    if (ofSwitch && switchText.test(text)) continue;
    const named = key || (step?.parent === undefined && step?.key === 'name');
    const count = found.length;
    // a yes or a no carries nothing away
    const odd = ofSwitch ? undefined : readSchemaText(text, key, step?.key, step?.parent?.key, step?.parent?.parent?.key, trade);
    if (odd !== undefined) found.push({ ...odd, where: prefix + pointerOf(step), quote: text.slice(0, 200) });
    if (!named && text.length < 12 && /^[\x20-\x7e]*$/.test(text)) continue;
    if (named && /^[\x20-\x7e]*$/.test(text) && text.length < 40) continue;
    const surface: Surface = named && text.length <= 200 ? 'name' : isInstructions(step) ? 'instructions' : 'definition';
    // the same sentence stands in many tools of one server; read once and found clean is enough
    if (known.has(text)) continue;
    yield* textSteps(text, surface, '', found);
    if (found.length === count && surface !== 'instructions' && text.length < 4000 && known.size < 20_000) known.add(text);
    // the pointer is spelled out only where something was found
    for (let at = count; at < found.length; at += 1) {
      const finding = found[at];
      if (finding !== undefined && finding.where === '') found[at] = { ...finding, where: prefix + pointerOf(step) };
    }
  }
}

function* pieces(lists: ScannedLists): Generator<{ tool: string; kind: ToolScan['kind']; definition: JsonValue; prefix: string }> {
  const instructions = lists.initializeResult?.['instructions'];
  if (typeof instructions === 'string') yield { tool: '', kind: 'instructions', definition: { instructions }, prefix: '' };
  const sets = [
    { kind: 'tool', entries: lists.tools, field: 'name' },
    { kind: 'prompt', entries: lists.prompts, field: 'name' },
    { kind: 'resource', entries: lists.resources, field: 'uri' },
    { kind: 'resource-template', entries: lists.resourceTemplates, field: 'uriTemplate' },
  ] as const;
  for (const { kind, entries, field } of sets) {
    if (!Array.isArray(entries)) continue;
    for (const definition of entries as readonly JsonObject[]) {
      const name = definition[field] ?? definition['name'];
      yield { tool: typeof name === 'string' ? name : '', kind, definition, prefix: '' };
    }
  }
}

/** Scans all that a server says: instructions, tools, prompts, resources and templates, one result each. */
export const scanServer = (lists: ScannedLists): ToolScan[] => atOnce(scanning(lists));

/** `scanServer` in slices: 10,000 tools or a description of 100 KB never hold the loop. */
export const scanListSliced = (lists: ScannedLists, slicing: Slicing): Promise<ToolScan[]> => inSlices(scanning(lists), slicing);

function* scanning(lists: ScannedLists): Generator<void, ToolScan[]> {
  const results: ToolScan[] = [];
  const known = new Set<string>();
  for (const piece of pieces(lists)) {
    const found: Weighed[] = [];
    yield* definitionSteps(piece.definition, piece.prefix, found, known);
    results.push({ server: lists.server, tool: piece.tool, kind: piece.kind, ...conclude(found) });
    yield;
  }
  return results;
}

export interface ResultScan extends TextScan {
  /** false when the answer was larger than what is looked at; the rest was not read */
  readonly whole: boolean;
}

/**
 * Scans the bytes of an answer, up to `maxBytes`, for tools that take in untrusted content, in slices. JSON is read as text with its escapes undone, also
 * where it stands as text within JSON.
 */
export async function scanResult(bytes: Uint8Array, slicing: Slicing, maxBytes = 512 * 1024): Promise<ResultScan> {
  const cut = bytes.subarray(0, maxBytes);
  const text = Buffer.from(cut.buffer, cut.byteOffset, cut.byteLength).toString('utf8');
  return { ...(await inSlices(jsonSteps(text, 'result'), slicing)), whole: bytes.length <= maxBytes };
}

/** Scans a text that may be JSON: its strings are read decoded, with pointers; anything else is read as it stands. */
export const scanJsonText = (text: string, surface: Surface): TextScan => atOnce(jsonSteps(text, surface));

function* jsonSteps(text: string, surface: Surface): Generator<void, TextScan> {
  const found: Weighed[] = [];
  const parsed = parse(text);
  if (parsed === undefined) yield* textSteps(looksLikeJson(text) ? yield* unescaped(text) : text, surface, '', found);
  else if (surface === 'definition' || surface === 'instructions') yield* definitionSteps(parsed, '', found);
  else {
    yield* valueSteps(parsed, surface, found, maxNested);
    // what is split over keys and values ("system_instruction": "ignore …") is read once more as it stands
    if (found.length === 0 && text.length < 20_000) yield* textSteps(text, surface, '', found);
  }
  return conclude(found);
}

/** The strings of a value; those that hold JSON themselves, as answers of tools do, by theirs. */
function* valueSteps(root: JsonValue, surface: Surface, found: Weighed[], nested: number): Generator<void> {
  for (const { text, step, key } of stringsOf(root)) {
    const count = found.length;
    const inner = key || nested === 0 ? undefined : parse(text);
    if (inner === undefined) yield* textSteps(text, key && text.length <= 200 ? 'name' : surface, '', found);
    else yield* valueSteps(inner, surface, found, nested - 1);
    for (let at = count; at < found.length; at += 1) {
      const finding = found[at];
      if (finding !== undefined) found[at] = { ...finding, where: pointerOf(step) };
    }
    if (found.length > 60) break;
  }
}

const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text);

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };
const atATime = 8192;

/** JSON that was cut off, with the escapes of its strings undone, those of JSON within them too. Yields often. */
function* unescaped(text: string): Generator<void, string> {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = from + atATime;
    // an escape is not cut in two
    while (text[to - 1] === '\\' && to < from + 2 * atATime) to += 1;
    let piece = text.slice(from, to);
    from = to;
    for (let times = 0; times < maxNested && piece.includes('\\'); times += 1)
      piece = piece.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([^u]))/g, (_, hex: string | undefined, sign: string) =>
        hex === undefined ? (escapes[sign] ?? sign) : String.fromCharCode(parseInt(hex, 16)),
      );
    pieces.push(piece);
    yield;
  }
  return pieces.join('');
}

const parse = (text: string): JsonValue | undefined => {
  if (!looksLikeJson(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};
