import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { PinState } from '../../../shared/model/views.js';
import type { StoredPin } from '../ports/stores.js';
import type { ServerLists } from '../ports/upstreams.js';
import { canonicalDeep } from './canonical-deep.js';
import { instructionsName, type PinBook, type PinNews, type Seen, type Subject } from './pin-book.js';

export interface ToolPin {
  readonly state: PinState;
  /** canonical hash of the definition as listed now */
  readonly hash: string;
  /** seen for the first time in this listing, on a server that was pinned before */
  readonly fresh: boolean;
}

/** What one listing means for the pins. A map from tool name to its pin, with the rest beside it. */
export interface PinReport extends ReadonlyMap<string, ToolPin> {
  readonly instructions: ToolPin;
  /** names that were pinned and are no longer listed; empty where the listing was cut short */
  readonly gone: readonly string[];
  readonly news: readonly PinNews[];
}

/** One listing of one server. */
export interface Listing {
  readonly server: string;
  readonly lists: Pick<ServerLists, 'initializeResult' | 'tools' | 'partial'>;
  /** what the scanner holds back: tool names, `(instructions)` */
  readonly poisoned: ReadonlySet<string>;
  readonly atMs: number;
}

/** What was listed, with whether it was seen for the first time, and the names of what no longer is. */
interface Sight {
  readonly tools: ReadonlyMap<string, boolean>;
  readonly instructions: boolean;
  readonly gone: readonly string[];
}

/** rows written in one transaction */
const pinsAtOnce = 200;

const nothingSeen: PinReport = Object.assign(new Map<string, ToolPin>(), {
  instructions: { state: 'changed', hash: '', fresh: false } as const,
  gone: [],
  news: [],
});

/** Compares a listing with the pins and pins what is seen for the first time, in steps: see `Pins.observing`. `changed` hears of each piece of news. */
export function* observeInSteps(book: PinBook, listing: Listing, changed: (news: PinNews) => void): Generator<void, PinReport> {
  const { server } = listing;
  const pins = book.pinsOf(server);
  // pinned last: a first sight that was broken off is a first sight again
  const known = pins.has('instructions');
  const sight = yield* take(book, listing);
  if (sight === undefined) return nothingSeen;

  const pinOf = (subject: Subject, isFresh: boolean): ToolPin => ({
    state: book.state(server, subject) ?? 'changed',
    hash: book.seenOf(server).get(subject)?.hash ?? '',
    fresh: isFresh && known,
  });
  const report = new Map<string, ToolPin>();
  const news: PinNews[] = [];
  const renames = createRenames(book, server, sight.gone);
  for (const [name, isFresh] of sight.tools) {
    const pin = pinOf(`tool:${name}`, isFresh);
    report.set(name, pin);
    if (pin.fresh) {
      yield* renames.prepare();
      book.tell(arrival(server, name, renames.before(name)), `new ${pin.hash}`, news);
    } else if (pins.get(`tool:${name}`)?.hash === pin.hash) book.untell(server, `tool:${name}`);
    else tellChange(book, server, name, `tool:${name}`, news);
    yield;
    if (!book.isOpen(server, pins)) return nothingSeen;
  }
  const instructions = pinOf('instructions', sight.instructions);
  tellChange(book, server, instructionsName, 'instructions', news);
  for (const name of sight.gone) book.tell({ server, tool: name, kind: 'gone', changes: [] }, 'gone', news);
  for (const one of news) {
    changed(one);
    yield;
  }
  return Object.assign(report, { instructions, gone: sight.gone, news });
}

/** Notes what is listed, pins what was never seen. Undefined where the server is forgotten meanwhile. */
function* take(book: PinBook, { server, lists, poisoned, atMs }: Listing): Generator<void, Sight | undefined> {
  const pins = book.pinsOf(server);
  const seen = book.seenOf(server);
  let fresh: StoredPin[] = [];
  const note = (subject: Subject, value: JsonValue, isPoisoned: boolean): boolean => {
    const { definition, hash } = book.digest(value);
    seen.set(subject, { hash, definition, poisoned: isPoisoned, gone: false });
    if (pins.has(subject)) return false;
    fresh.push({ server, subject, hash, definition, atMs, state: 'pinned' });
    return true;
  };
  const tools = new Map<string, boolean>();
  for (const tool of lists.tools) {
    const name = tool['name'];
    // a name listed twice: the first stands for both, as in the registry
    if (typeof name !== 'string' || tools.has(name)) continue;
    tools.set(name, note(`tool:${name}`, tool, poisoned.has(name)));
    if (fresh.length >= pinsAtOnce) {
      book.write(fresh);
      fresh = [];
    }
    yield;
    if (!book.isOpen(server, pins)) return undefined;
  }
  const said = lists.initializeResult.instructions;
  const instructions = note('instructions', typeof said === 'string' ? said : null, poisoned.has(instructionsName));
  const gone: string[] = [];
  for (const [subject, pin] of lists.partial ? [] : pins) {
    const name = subject.slice('tool:'.length);
    if (!subject.startsWith('tool:') || tools.has(name)) continue;
    gone.push(name);
    seen.set(subject, { hash: pin.hash, definition: pin.definition, poisoned: false, gone: true });
  }
  book.write(fresh);
  yield;
  return book.isOpen(server, pins) ? { tools, instructions, gone } : undefined;
}

/** News where something is not as it was pinned, unless a person refused just that. */
function tellChange(book: PinBook, server: string, tool: string, subject: Subject, news: PinNews[]): void {
  const pin = book.pin(server, subject);
  const hash = book.seenOf(server).get(subject)?.hash ?? '';
  if (pin?.hash === hash || pin?.refused === hash) return;
  book.tell({ server, tool, kind: 'changed', changes: book.diff(server, subject) }, `changed ${hash}`, news);
}

const arrival = (server: string, tool: string, before: string | undefined): PinNews =>
  before === undefined
    ? { server, tool, kind: 'new', changes: [] }
    : { server, tool, kind: 'renamed', before, changes: [{ pointer: '/name', kind: 'name', before, after: tool }] };

/** The same definition under another name is a rename, told apart from a new tool. */
function createRenames(book: PinBook, server: string, gone: readonly string[]) {
  const seen = book.seenOf(server);
  let formerly: Map<string, string> | undefined;
  return {
    /** must have ended before names are asked for; does something the first time only, and yields once a tool */
    *prepare(): Generator<void, void> {
      if (formerly !== undefined) return;
      formerly = new Map();
      for (const name of gone) {
        formerly.set(withoutName(seen.get(`tool:${name}`)), name);
        yield;
      }
    },
    before: (name: string): string | undefined =>
      formerly === undefined || formerly.size === 0 ? undefined : formerly.get(withoutName(seen.get(`tool:${name}`))),
  };
}

function withoutName(seen: Seen | undefined): string {
  const { name: _, ...rest } = JSON.parse(seen?.definition ?? '{}') as JsonObject;
  return canonicalDeep(rest);
}
