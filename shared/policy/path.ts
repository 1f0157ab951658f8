import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json.js';

/** Paths into a call's arguments: `args.a.b[0].c`, `args.items[*].id`, `args["a.b"]`. */
export type Step =
  { readonly kind: 'key'; readonly key: string } | { readonly kind: 'index'; readonly index: number } | { readonly kind: 'all' };

const STEP = /\.([^.[\]"\s]+)|\[(\d{1,9})\]|\[(\*)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** The steps after `args`; undefined where the text is no path. */
export function parsePath(text: string): readonly Step[] | undefined {
  if (!text.startsWith('args')) return undefined;
  const steps: Step[] = [];
  let at = 4;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (!match) return undefined;
    at = STEP.lastIndex;
    if (match[1] !== undefined) steps.push({ kind: 'key', key: match[1] });
    else if (match[2] !== undefined) steps.push({ kind: 'index', index: Number(match[2]) });
    else if (match[3] !== undefined) steps.push({ kind: 'all' });
    else {
      try {
        steps.push({ kind: 'key', key: JSON.parse(match[4] ?? '') as string });
      } catch {
        return undefined;
      }
    }
  }
  return steps;
}

/** One key as the next step of a path: `.path`, `["a.b"]`. */
export const keyStep = (key: string): string => (/^[^.[\]"\s]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

/** The path of a top-level argument: `args.path`, `args["a.b"]`. */
export const argumentPath = (key: string): string => `args${keyStep(key)}`;

/** Stands for an argument that is not there. */
export const MISSING = Symbol('missing');
/** Stands for an argument that cannot be reached because something on the way has the wrong type. */
export const MISFIT = Symbol('misfit');
export type Found = JsonValue | typeof MISSING | typeof MISFIT;

/** What stands at `steps`: one entry, or one per element under `[*]`. An empty array under `[*]` is missing. */
export function find(root: JsonObject, steps: readonly Step[]): Found | readonly Found[] {
  let here: JsonValue = root;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined) break;
    if (step.kind === 'all') {
      if (!Array.isArray(here)) return MISFIT;
      const found: Found[] = [];
      spread(here as JsonArray, steps, i + 1, found);
      return found;
    }
    const next = take(here, step);
    if (next === MISSING || next === MISFIT) return next;
    here = next;
  }
  return here;
}

function spread(array: JsonArray, steps: readonly Step[], from: number, found: Found[]): void {
  if (array.length === 0) found.push(MISSING);
  next: for (const element of array) {
    let here: JsonValue = element;
    for (let i = from; i < steps.length; i++) {
      const step = steps[i];
      if (step === undefined) break;
      if (step.kind === 'all') {
        if (Array.isArray(here)) spread(here as JsonArray, steps, i + 1, found);
        else found.push(MISFIT);
        continue next;
      }
      const inner = take(here, step);
      if (inner === MISSING || inner === MISFIT) {
        found.push(inner);
        continue next;
      }
      here = inner;
    }
    found.push(here);
  }
}

function take(here: JsonValue, step: Exclude<Step, { kind: 'all' }>): JsonValue | typeof MISSING | typeof MISFIT {
  if (step.kind === 'index') {
    if (!Array.isArray(here)) return MISFIT;
    const element = (here as JsonArray)[step.index];
    return element === undefined ? MISSING : element;
  }
  if (!isJsonObject(here)) return MISFIT;
  if (!Object.prototype.hasOwnProperty.call(here, step.key)) return MISSING;
  const value = here[step.key];
  return value === undefined ? MISSING : value;
}
