import type { CallFacts, PathFacts } from './types.js';
import type { Tri } from './tri.js';

/** Where a path argument can lead. Every way a server could read it is followed; where they part, or one cannot be followed, it is doubt. */
export type PlaceFacts = Pick<CallFacts, 'remote' | 'cwd'> & { readonly paths: PathFacts; readonly allowFileUrl?: boolean };

export interface Places {
  /** absolute places, symbolic links resolved, one per way of reading */
  readonly at: readonly string[];
  readonly doubt: boolean;
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;
const SHELL = /\$[A-Za-z_{(]|`/;
/** a step up, or none, to whoever takes the white space away */
const LOOSE_DOTS = /(?:^|\/)(?:\s+\.\.?\s*|\.\.?\s+)(?:\/|$)/;
const DRESSED = /^\s|\s$|["']/;
/** no system takes a longer path (Windows: 32,767) */
const MAX_PATH = 32_768;
const WINDOWS_HOME = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** equal to or below one of `bases`, in whole segments, for every way of reading `raw`; doubt is unknown */
export function under(raw: unknown, bases: readonly string[], facts: PlaceFacts): Tri {
  if (typeof raw !== 'string') return 'unknown';
  const places = placesOf(raw, facts);
  if (places.doubt || places.at.length === 0) return 'unknown';
  const roots: string[] = [];
  for (const base of bases) {
    const root = baseOf(base, facts);
    if (root === undefined) return 'unknown';
    roots.push(root);
  }
  let inside = 0;
  for (const place of places.at) {
    if (roots.some((root) => contains(root, place, facts.paths.caseInsensitive || isWindows(facts)))) inside++;
    // on another machine it is not known whether case counts, nor where ~ is
    else if (facts.remote && roots.some((root) => contains(root, place, true) || inHome(root) !== inHome(place))) return 'unknown';
  }
  return inside === places.at.length ? 'yes' : inside === 0 ? 'no' : 'unknown';
}

const inHome = (place: string): boolean => place === '/~' || place.startsWith('/~/');

/** Every place `raw` can mean. For remote servers nothing is resolved: lexical only. */
export function placesOf(raw: string, facts: PlaceFacts): Places {
  if (raw.length > MAX_PATH) return { at: [], doubt: true };
  const texts = new Set<string>();
  let doubt = raw === '';
  for (let text: string | undefined = raw, round = 0; text !== undefined; round++) {
    texts.add(text);
    const plain = text.normalize('NFKC');
    texts.add(plain);
    // shells take quotes away, and many servers the white space around a path
    if (DRESSED.test(plain)) texts.add(plain.replace(/["']/g, '').trim());
    const decoded: string | undefined = decode(text);
    if (decoded === undefined || round === 4) doubt = true;
    text = decoded === text || round === 4 ? undefined : decoded;
  }
  const at = new Set<string>();
  for (const text of texts) {
    const absolute = toAbsolute(text, facts);
    if (absolute === undefined || !follow(absolute, facts, at)) doubt = true;
  }
  return { at: [...at], doubt };
}

/** The folder a rule names, resolved; undefined where it cannot be. */
function baseOf(base: string, facts: PlaceFacts): string | undefined {
  const absolute = toAbsolute(base, { ...facts, cwd: undefined });
  if (absolute === undefined) return undefined;
  const lexical = normalise(absolute);
  return facts.remote ? lexical : facts.paths.resolve(lexical);
}

/** whether `place` is `root` or below it; both absolute and normalised */
export function contains(root: string, place: string, foldCase: boolean): boolean {
  const outer = segments(root, foldCase);
  const inner = segments(place, foldCase);
  return outer.length <= inner.length && outer.every((segment, i) => segment === inner[i]);
}

export const fold = (text: string): string => text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC');

export function segments(path: string, foldCase: boolean): string[] {
  const text = foldCase ? path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC') : path.normalize('NFC');
  return text
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
}

const isWindows = (facts: PlaceFacts): boolean => !facts.remote && WINDOWS_HOME.test(facts.paths.home);

/** one percent-decoding; undefined where the bytes are no UTF-8 */
function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  if (/%u[0-9A-Fa-f]{4}/.test(text)) return undefined;
  try {
    return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => decodeURIComponent(run));
  } catch {
    return undefined;
  }
}

function toAbsolute(given: string, facts: PlaceFacts): string | undefined {
  let text = given;
  if (/^file:/i.test(text)) {
    const path = facts.allowFileUrl === true ? /^file:\/\/(?:localhost)?(\/[^?#]*)$/i.exec(text)?.[1] : undefined;
    if (path === undefined) return undefined;
    text = path;
  }
  if (text === '' || CONTROL.test(text) || SHELL.test(text) || LOOSE_DOTS.test(text) || hasList(text)) return undefined;
  return isWindows(facts) ? toWindows(text, facts) : toPosix(text, facts);
}

/** `{a,b}` and `{1..3}`: several places at once, to whoever expands it */
function hasList(text: string): boolean {
  const open = text.indexOf('{');
  const list = open === -1 ? '' : text.slice(open, text.lastIndexOf('}') + 1);
  return list.includes(',') || list.includes('..');
}

function toPosix(text: string, facts: PlaceFacts): string | undefined {
  if (text.includes('\\')) return undefined;
  if (text === '~' || text.startsWith('~/')) return facts.remote ? `/~${text.slice(1)}` : facts.paths.home + text.slice(1);
  if (text.startsWith('~')) return undefined;
  const absolute = text.startsWith('/') ? text : facts.cwd !== undefined && !facts.remote ? `${facts.cwd}/${text}` : undefined;
  if (absolute === undefined) return undefined;
  if (facts.remote)
    return absolute.split('/').some((segment) => /[^.][. ]+$/.test(segment) || /^\.{3,}$/.test(segment)) ? undefined : absolute;
  // /proc/self and /dev/fd mean something else in the server than they mean here
  return /^\/+(?:proc|dev\/fd|dev\/std)(?:\/|$|in|out|err)/.test(normalise(absolute)) ? undefined : absolute;
}

function toWindows(text: string, facts: PlaceFacts): string | undefined {
  const slashed = text.replaceAll('/', '\\');
  let absolute: string;
  if (slashed === '~' || slashed.startsWith('~\\')) absolute = facts.paths.home.replaceAll('/', '\\') + slashed.slice(1);
  else if (/^[A-Za-z]:\\/.test(slashed)) absolute = slashed;
  else if (slashed.startsWith('\\') || slashed.startsWith('~') || slashed.includes(':') || facts.cwd === undefined) return undefined;
  else absolute = `${facts.cwd.replaceAll('/', '\\')}\\${slashed}`;
  // streams, devices, short names, trailing dots and spaces, variables: Windows gives these a second meaning
  const odd = (segment: string): boolean =>
    /[:*?"<>|%]/.test(segment) ||
    /~\d/.test(segment) ||
    (/[. ]$/.test(segment) && segment !== '.' && segment !== '..') ||
    /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment);
  return absolute.slice(2).split('\\').some(odd) ? undefined : absolute;
}

function normalise(path: string): string {
  const windows = /^[A-Za-z]:\\/.test(path);
  const stack: string[] = [];
  for (const segment of (windows ? path.slice(2) : path).split(windows ? '\\' : '/')) {
    if (segment === '..') stack.pop();
    else if (segment !== '' && segment !== '.') stack.push(segment);
  }
  return windows ? `${path.slice(0, 2)}\\${stack.join('\\')}` : `/${stack.join('/')}`;
}

/** Adds the places an absolute path leads to; false where one cannot be told. `..` is read both ways: as text, and after following links. */
function follow(absolute: string, facts: PlaceFacts, at: Set<string>): boolean {
  const lexical = normalise(absolute);
  if (facts.remote) {
    at.add(lexical);
    return true;
  }
  const separator = /^[A-Za-z]:\\/.test(absolute) ? '\\' : '/';
  const real = facts.paths.resolve(lexical);
  if (real === undefined) return false;
  at.add(real);
  if (real !== lexical) {
    // the last step may be a link that is itself replaced or removed
    const cut = lexical.lastIndexOf(separator);
    const parent = facts.paths.resolve(lexical.slice(0, cut) || separator);
    if (parent === undefined) return false;
    at.add(normalise(parent + separator + lexical.slice(cut + 1)));
  }
  const steps = absolute.split(separator);
  if (!steps.includes('..')) return true;
  let here = separator === '\\' ? (steps.shift() ?? '') : '';
  for (const step of steps) {
    if (step === '..') {
      const walked: string | undefined = facts.paths.resolve(here === '' ? separator : here);
      if (walked === undefined) return false;
      const cut = walked.lastIndexOf(separator);
      here = cut <= 0 ? '' : walked.slice(0, cut);
    } else if (step !== '' && step !== '.') here += separator + step;
  }
  const end = facts.paths.resolve(here === '' ? separator : here);
  if (end === undefined) return false;
  at.add(end);
  return true;
}
