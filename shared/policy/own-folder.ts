import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { contains, fold, placesOf, segments, type PlaceFacts } from './places.js';
import type { PathFacts } from './types.js';

/**
 * No rule can allow a call with a path argument inside Toolgate's own data folder: `inside` is denied, `doubt` asks.
 * Every text in the arguments (and every key) that can be a path is followed like a path condition follows it.
 */
export type OwnFolder = { readonly kind: 'inside' | 'doubt'; readonly path: string } | undefined;

const MAX_PATH = 4096;

export function touchesOwnFolder(args: JsonObject, facts: PlaceFacts): OwnFolder {
  if (facts.paths.dataDir === undefined) return undefined;
  const look = new Look(facts);
  look.into(args);
  return look.worst;
}

/** One look through the arguments of one call. A class, for every call is looked through: functions within a function would be made anew for each. */
class Look {
  worst: OwnFolder;
  private roots: readonly string[] | undefined;
  /** the way from the arguments to what is looked at */
  private readonly where: (string | number)[] = [];

  constructor(private readonly facts: PlaceFacts) {}

  /** True when something is inside: there is nothing worse to find. */
  into(value: JsonValue | undefined): boolean {
    if (typeof value === 'string') return this.at(value);
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (this.below(i, value[i] as JsonValue)) return true;
    } else if (isJsonObject(value)) {
      for (const key in value) if ((isExplicit(key) && this.at(key)) || this.below(key, value[key])) return true;
    }
    return false;
  }

  /** whether a place is our folder or within it */
  inside(place: string): boolean {
    this.roots ??= rootsOf(this.facts);
    const folded = foldPath(place);
    return this.roots.some((root) => folded === root || folded.startsWith(root.endsWith('/') ? root : `${root}/`));
  }

  private below(step: string | number, value: JsonValue | undefined): boolean {
    this.where.push(step);
    const found = this.into(value);
    this.where.pop();
    return found;
  }

  private at(text: string): boolean {
    const kind = judge(text, this.facts, this);
    if (kind === 'inside' || (kind === 'doubt' && this.worst === undefined)) this.worst = { kind, path: show(this.where) };
    return kind === 'inside';
  }
}

const show = (where: readonly (string | number)[]): string =>
  `args${where.map((step) => (typeof step === 'number' ? `[${step}]` : /^[^.[\]"\s]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`)).join('')}`;

/** texts that say by themselves that they are places */
const isExplicit = (text: string): boolean => /^(?:[/~\\.%]|[A-Za-z]:[\\/]|file:)/i.test(text) || /[/\\]|%2f|%5c/i.test(text);

function judge(text: string, facts: PlaceFacts, look: Look): 'inside' | 'doubt' | undefined {
  if (text.length > MAX_PATH) return judgeLong(text, facts, look);
  const explicit = isExplicit(text);
  if (!explicit) {
    if (facts.cwd === undefined || facts.remote || text.length > 255) return undefined;
    if (/^[\w -]+(?:\.[\w -]+)*$/.test(text)) {
      // a bare name in the server's folder: the common case, one look
      const place = facts.paths.resolve(`${facts.cwd}${facts.cwd.includes('\\') ? '\\' : '/'}${text}`);
      return place !== undefined && look.inside(place) ? 'inside' : undefined;
    }
  }
  const places = placesOf(text, facts.allowFileUrl === true ? facts : { ...facts, allowFileUrl: true });
  if (places.at.some((place) => look.inside(place))) return 'inside';
  if (!explicit) return undefined;
  if (mentions(text, facts)) return 'doubt';
  return places.doubt &&
    !facts.remote &&
    (couldEndInside(text, facts.paths.dataDir ?? '') || fold(text).includes(`${fold(baseName(facts.paths.dataDir ?? ''))}/`))
    ? 'doubt'
    : undefined;
}

/** Hardly a path: it is searched for the folder's name as it is written, and read as a path where its detours may make it a short one. */
function judgeLong(text: string, facts: PlaceFacts, look: Look): 'inside' | 'doubt' | undefined {
  for (const reading of [text, decoded(text)]) {
    if (reading === undefined || !reading.includes('..')) continue;
    const short = withoutDetours(reading);
    const kind = short.length > MAX_PATH ? undefined : judge(short, facts, look);
    if (kind !== undefined) return kind;
  }
  const name = baseName(facts.paths.dataDir ?? '');
  const named = text.includes(name) || (facts.paths.caseInsensitive && text.toLowerCase().includes(name.toLowerCase()));
  return named && mentions(text, facts) ? 'doubt' : undefined;
}

function decoded(text: string): string | undefined {
  const bytes = text.includes('%')
    ? text.replace(/%([2-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
  return bytes === text ? undefined : bytes;
}

function withoutDetours(text: string): string {
  const scheme = /^file:\/\/(?:localhost)?/i.exec(text)?.[0] ?? '';
  const [first = '', ...steps] = text.slice(scheme.length).replaceAll('\\', '/').split('/');
  const stack: string[] = [];
  for (const step of steps) {
    if (step === '..' && stack.length > 0 && stack.at(-1) !== '..') stack.pop();
    else if (step !== '' && step !== '.' && !(step === '..' && first === '')) stack.push(step);
  }
  return scheme + [first, ...stack].join('/');
}

/** our folder as it is called and as it is, folded: on doubt about case it is the same folder */
function rootsOf(facts: PlaceFacts): readonly string[] {
  const dataDir = facts.paths.dataDir ?? '';
  const real = facts.remote ? undefined : facts.paths.resolve(dataDir);
  return [...new Set([dataDir, ...(real === undefined ? [] : [real])].map((root) => foldPath(root).replace(/\/+$/, '')))];
}

function foldPath(path: string): string {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  return /^[\u0020-\u007e]*$/.test(slashed) ? slashed.toLowerCase() : fold(slashed);
}

/** names the folder in the middle of something else, for example in a shell command */
function mentions(text: string, facts: PlaceFacts): boolean {
  const needle = needleOf(facts.paths);
  const within = fold(text.replaceAll('\\', '/').replaceAll(/\/+(?:\.\/+)*/g, '/'));
  // a longer name that only begins like ours is another folder
  for (let at = within.indexOf(needle); at >= 0; at = within.indexOf(needle, at + 1)) {
    if (!/[\w.-]/.test(within.charAt(at + needle.length))) return true;
  }
  return false;
}

/** The folder's name below the home folder, folded. The same two folders are asked about for every call, so the last answer is kept. */
function needleOf({ home, dataDir = '' }: PathFacts): string {
  if (lastNeedle.home === home && lastNeedle.dataDir === dataDir) return lastNeedle.needle;
  const below = contains(home, dataDir, true) ? segments(dataDir, false).slice(segments(home, false).length) : segments(dataDir, false);
  lastNeedle = { home, dataDir, needle: fold(below.length < 2 ? dataDir.replaceAll('\\', '/') : `/${below.join('/')}`) };
  return lastNeedle.needle;
}
let lastNeedle = { home: '', dataDir: '', needle: '' };

/** a relative path of a server whose folder is not known: the folder it starts in may be any one above ours */
function couldEndInside(text: string, dataDir: string): boolean {
  const own = segments(dataDir, true);
  const steps = segments(fold(text), true).reduce<string[]>((stack, step) => (step === '..' ? stack.slice(0, -1) : [...stack, step]), []);
  for (let length = 1; length <= own.length && length <= steps.length; length++) {
    if (own.slice(-length).every((segment, i) => segment === steps[i])) return true;
  }
  return false;
}

const baseName = (path: string): string => segments(path, false).at(-1) ?? path;
