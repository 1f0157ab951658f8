import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { PinState } from '../../../shared/model/views.js';
import type { PinStore, StoredPin } from '../ports/stores.js';
import { canonicalDeep, hashOfText } from './canonical-deep.js';
import { diffFields, type FieldChange } from './field-diff.js';
import { comparable } from './launch-identity.js';

/** Stand for the server's instructions and its launch identity wherever a tool's name is asked for. */
export const instructionsName = '(instructions)';
export const launchName = '(launch)';

/** What is pinned of a server: `tool:NAME`, `instructions` or `launch`. */
export type Subject = string;

export const subjectOf = (tool: string): Subject =>
  tool === instructionsName ? 'instructions' : tool === launchName ? 'launch' : `tool:${tool}`;

/** A subject as it was last seen. */
export interface Seen {
  readonly hash: string;
  /** canonical text (RFC 8785) */
  readonly definition: string;
  readonly poisoned: boolean;
  readonly gone: boolean;
}

/** Something that people should hear of, once for each new state of a subject. */
export interface PinNews {
  readonly server: string;
  /** tool name, `(instructions)` or `(launch)` */
  readonly tool: string;
  readonly kind: 'changed' | 'new' | 'gone' | 'renamed' | 'launch';
  readonly changes: readonly FieldChange[];
  /** for `renamed`: the name it had */
  readonly before?: string;
}

/** What is pinned and what was last seen, of every server, and what people have been told of it. */
export interface PinBook {
  /** pins of a server by subject */
  pinsOf(server: string): Map<Subject, StoredPin>;
  /** whether these are still the pins of that server: it was not forgotten meanwhile */
  isOpen(server: string, pins: ReadonlyMap<Subject, StoredPin>): boolean;
  seenOf(server: string): Map<Subject, Seen>;
  pin(server: string, subject: Subject): StoredPin | undefined;
  /** as last seen; undefined where it never was, or is gone */
  present(server: string, subject: Subject): Seen | undefined;
  /** undefined where nothing is pinned */
  state(server: string, subject: Subject): PinState | undefined;
  diff(server: string, subject: Subject): FieldChange[];
  /** Pins, in the store first: when that throws, nothing counts as pinned. */
  write(pins: readonly StoredPin[]): void;
  /** Adds to `list` what was not told yet. `key`: what makes it news again. */
  tell(news: PinNews, key: string, list: PinNews[]): void;
  /** the same may be news again */
  untell(server: string, subject: Subject): void;
  servers(): Iterable<readonly [string, ReadonlyMap<Subject, StoredPin>]>;
  forget(server: string): void;
  /** canonical text and hash; remembered for objects, which are never changed in place */
  digest(value: JsonValue): { readonly definition: string; readonly hash: string };
}

export function createPinBook(store: PinStore): PinBook {
  const pinned = new Map<string, Map<Subject, StoredPin>>();
  const seen = new Map<string, Map<Subject, Seen>>();
  /** what was reported already, by place, so that a repeated listing is quiet */
  const told = new Map<string, string>();
  const digests = new WeakMap<object, { readonly definition: string; readonly hash: string }>();
  const placeOf = (server: string, subject: Subject): string => `${server}\n${subject}`;
  for (const pin of store.load()) of(pinned, pin.server).set(pin.subject, pin);

  const pin: PinBook['pin'] = (server, subject) => pinned.get(server)?.get(subject);
  const lastSeen = (server: string, subject: Subject): Seen | undefined => seen.get(server)?.get(subject);

  return {
    pinsOf: (server) => of(pinned, server),
    isOpen: (server, pins) => pinned.get(server) === pins,
    seenOf: (server) => of(seen, server),
    pin,
    present(server, subject) {
      const now = lastSeen(server, subject);
      return now?.gone === true ? undefined : now;
    },
    state(server, subject) {
      const known = pin(server, subject);
      const now = lastSeen(server, subject);
      if (known === undefined) return undefined;
      if (now === undefined) return 'pinned';
      if (now.gone) return 'gone';
      if (now.poisoned && !(known.state === 'released' && known.hash === now.hash)) return 'quarantined';
      return known.hash === now.hash ? 'pinned' : 'changed';
    },
    diff(server, subject) {
      const known = pin(server, subject);
      const now = lastSeen(server, subject);
      if (known === undefined || now === undefined || now.gone || known.hash === now.hash) return [];
      return differences(subject, JSON.parse(known.definition) as JsonValue, JSON.parse(now.definition) as JsonValue);
    },
    write(pins) {
      if (pins.length === 0) return;
      // INVARIANT: memory follows the store; when the store throws, nothing counts as pinned
      store.put(pins);
      for (const one of pins) of(pinned, one.server).set(one.subject, one);
    },
    tell(news, key, list) {
      const place = placeOf(news.server, subjectOf(news.tool));
      if (told.get(place) === key) return;
      told.set(place, key);
      list.push(news);
    },
    untell: (server, subject) => void told.delete(placeOf(server, subject)),
    servers: () => pinned,
    forget(server) {
      store.remove(server);
      pinned.delete(server);
      seen.delete(server);
      for (const place of [...told.keys()]) if (place.startsWith(`${server}\n`)) told.delete(place);
    },
    digest(value) {
      const known = typeof value === 'object' && value !== null ? digests.get(value) : undefined;
      if (known !== undefined) return known;
      const definition = canonicalDeep(value);
      const made = { definition, hash: hashOfText(definition) };
      if (typeof value === 'object' && value !== null) digests.set(value, made);
      return made;
    },
  };
}

/** Field by field, what is different between two definitions of a subject. */
export function differences(subject: Subject, before: JsonValue, after: JsonValue): FieldChange[] {
  if (subject !== 'launch') return diffFields(before, after, subject === 'instructions' ? 'instructions' : undefined);
  const pair = comparable(before as JsonObject, after as JsonObject);
  return diffFields(pair.pinned, pair.seen, 'launch');
}

function of<K, V>(map: Map<string, Map<K, V>>, server: string): Map<K, V> {
  const known = map.get(server);
  if (known !== undefined) return known;
  const made = new Map<K, V>();
  map.set(server, made);
  return made;
}
