import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { PinState, TransportConfig } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { PinStore, StoredPin } from '../ports/stores.js';
import type { ServerLists } from '../ports/upstreams.js';
import { canonicalDeep, hashOfText } from './canonical-deep.js';
import { diffFields, type FieldChange } from './field-diff.js';
import { comparable, launchIdentity, type ResolvedLaunch } from './launch-identity.js';

/** Stand for the server's instructions and its launch identity wherever a tool's name is asked for. */
export const instructionsName = '(instructions)';
export const launchName = '(launch)';

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

export interface PinsDeps {
  readonly store: PinStore;
  readonly clock: Clock;
  /** called once for each thing that changed; never while a list is merely repeated */
  readonly changed: (news: PinNews) => void;
  /** all that one listing or one start brought, together; never empty */
  readonly listed?: (news: readonly PinNews[]) => void;
}

export interface Pins {
  /** Hashes a listing ahead of `observing`, one tool a step, so that the caller can give way in between; yields once a tool. */
  prepare(tools: readonly JsonObject[]): Generator<void>;
  /**
   * Compares a listing with the pins; first sight pins. `poisoned` names the tools that the scanner holds back: they are
   * quarantined unless a person released exactly this hash. Yields often, and is worth nothing until it has ended; of a server
   * that was forgotten meanwhile it reports nothing. Throws where the store does: the caller fails closed.
   */
  observing(
    server: string,
    lists: Pick<ServerLists, 'initializeResult' | 'tools' | 'partial'>,
    poisoned?: ReadonlySet<string>,
  ): Generator<void, PinReport>;
  /** the same in one go */
  observeLists(...of: Parameters<Pins['observing']>): PinReport;
  /** state of a tool as last observed; undefined for what was never seen */
  state(server: string, tool: string): PinState | undefined;
  /** field-level differences between what is pinned and what was last seen; empty when there are none */
  diff(server: string, tool: string): FieldChange[];
  /** what is pinned; undefined where nothing is */
  pinned(server: string, tool: string): { readonly hash: string; readonly definition: JsonValue } | undefined;
  /** canonical hash of what was last seen; undefined where nothing was */
  seenHash(server: string, tool: string): string | undefined;
  /** Pins what was last seen, if it is still the reviewed one with this hash; false otherwise. A quarantined tool stays quarantined. */
  accept(server: string, tool: string, hash: string): boolean;
  /** keeps the pin and stays blocked, without asking again for what was last seen; anything else is news again */
  reject(server: string, tool: string): void;
  /** lifts a quarantine for exactly the definition with this hash, and pins it; false where another one was seen since */
  release(server: string, tool: string, hash: string): boolean;
  /** Before a server starts: first sight pins, a difference is a failure `launch.changed` until a person accepted it. */
  checkLaunch(config: { readonly name: string; readonly transport: TransportConfig }, resolved?: ResolvedLaunch): Result<void>;
  /** pins a launch that a person just entered or confirmed */
  acceptLaunch(config: { readonly name: string; readonly transport: TransportConfig }, resolved?: ResolvedLaunch): void;
  list(): { readonly server: string; readonly subject: string; readonly state: string; readonly atMs: number }[];
  /** drops all pins of a server that was removed */
  forget(server: string): void;
}

interface Seen {
  readonly hash: string;
  readonly definition: string;
  readonly poisoned: boolean;
  readonly gone: boolean;
}

/** rows written in one transaction */
const pinsAtOnce = 200;

const nothingSeen: PinReport = Object.assign(new Map<string, ToolPin>(), {
  instructions: { state: 'changed', hash: '', fresh: false } as const,
  gone: [],
  news: [],
});

const subjectOf = (tool: string): string => (tool === instructionsName ? 'instructions' : tool === launchName ? 'launch' : `tool:${tool}`);

/** The pins of all servers: what each tool, each server's instructions and each launch looked like when a person trusted it. */
export function createPins({ store, clock, changed, listed = () => {} }: PinsDeps): Pins {
  const pinned = new Map<string, Map<string, StoredPin>>();
  const seen = new Map<string, Map<string, Seen>>();
  /** hashes that were reported already, so that a repeated listing is quiet */
  const told = new Map<string, string>();
  for (const pin of store.load()) of(pinned, pin.server).set(pin.subject, pin);

  /** canonical texts of definitions as they came in; they are never changed in place */
  const digests = new WeakMap<object, { readonly definition: string; readonly hash: string }>();
  const digest = (value: JsonValue): { readonly definition: string; readonly hash: string } => {
    const known = typeof value === 'object' && value !== null ? digests.get(value) : undefined;
    if (known !== undefined) return known;
    const definition = canonicalDeep(value);
    const made = { definition, hash: hashOfText(definition) };
    if (typeof value === 'object' && value !== null) digests.set(value, made);
    return made;
  };

  const write = (pins: readonly StoredPin[]): void => {
    if (pins.length === 0) return;
    // INVARIANT: memory follows the store; when the store throws, nothing counts as pinned
    store.put(pins);
    for (const pin of pins) of(pinned, pin.server).set(pin.subject, pin);
  };

  const stateOf = (server: string, subject: string): PinState | undefined => {
    const pin = pinned.get(server)?.get(subject);
    const now = seen.get(server)?.get(subject);
    if (pin === undefined) return undefined;
    if (now === undefined) return 'pinned';
    if (now.gone) return 'gone';
    if (now.poisoned && !(pin.state === 'released' && pin.hash === now.hash)) return 'quarantined';
    return pin.hash === now.hash ? 'pinned' : 'changed';
  };

  const tell = (news: PinNews, key: string, list: PinNews[]): void => {
    const place = `${news.server}\n${subjectOf(news.tool)}`;
    if (told.get(place) === key) return;
    told.set(place, key);
    list.push(news);
  };

  const present = (server: string, subject: string): Seen | undefined => {
    const now = seen.get(server)?.get(subject);
    return now?.gone === true ? undefined : now;
  };

  const diffOf = (server: string, subject: string): FieldChange[] => {
    const pin = pinned.get(server)?.get(subject);
    const now = seen.get(server)?.get(subject);
    if (pin === undefined || now === undefined || now.gone || pin.hash === now.hash) return [];
    const before = JSON.parse(pin.definition) as JsonValue;
    const after = JSON.parse(now.definition) as JsonValue;
    if (subject === 'launch') {
      const pair = comparable(before as JsonObject, after as JsonObject);
      return diffFields(pair.pinned, pair.seen, 'launch');
    }
    return diffFields(before, after, subject === 'instructions' ? 'instructions' : undefined);
  };

  const pins: Pins = {
    *prepare(tools) {
      for (const tool of tools) {
        digest(tool);
        yield;
      }
    },

    observeLists(server, lists, poisoned) {
      const steps = pins.observing(server, lists, poisoned);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
      }
    },

    *observing(server, lists, poisoned = new Set()) {
      const pins = of(pinned, server);
      const now = of(seen, server);
      // pinned last: a first sight that was broken off is a first sight again
      const known = pins.has('instructions');
      let fresh: StoredPin[] = [];
      const forgotten = (): boolean => pinned.get(server) !== pins;
      const report = new Map<string, ToolPin>();
      const atMs = clock.nowMs();
      const note = (subject: string, value: JsonValue, isPoisoned: boolean): boolean => {
        const { definition, hash } = digest(value);
        now.set(subject, { hash, definition, poisoned: isPoisoned, gone: false });
        if (pins.has(subject)) return false;
        fresh.push({ server, subject, hash, definition, atMs, state: 'pinned' });
        return true;
      };
      const names = new Map<string, boolean>();
      for (const tool of lists.tools) {
        const name = tool['name'];
        // a name listed twice: the first stands for both, as in the registry
        if (typeof name !== 'string' || names.has(name)) continue;
        names.set(name, note(`tool:${name}`, tool, poisoned.has(name)));
        if (fresh.length >= pinsAtOnce) {
          write(fresh);
          fresh = [];
        }
        yield;
        if (forgotten()) return nothingSeen;
      }
      const { instructions } = lists.initializeResult;
      const instructionsFresh = note(
        'instructions',
        typeof instructions === 'string' ? instructions : null,
        poisoned.has(instructionsName),
      );
      const gone = lists.partial
        ? []
        : [...pins.keys()]
            .filter((subject) => subject.startsWith('tool:') && !names.has(subject.slice(5)))
            .map((subject) => subject.slice(5));
      for (const name of gone) {
        const pin = pins.get(`tool:${name}`);
        if (pin !== undefined) now.set(`tool:${name}`, { hash: pin.hash, definition: pin.definition, poisoned: false, gone: true });
      }
      write(fresh);
      yield;

      const news: PinNews[] = [];
      let formerly: Map<string, string> | undefined;
      const pinOf = (subject: string, isFresh: boolean): ToolPin => ({
        state: stateOf(server, subject) ?? 'changed',
        hash: now.get(subject)?.hash ?? '',
        fresh: isFresh && known,
      });
      for (const [name, isFresh] of names) {
        const pin = pinOf(`tool:${name}`, isFresh);
        report.set(name, pin);
        if (pin.fresh) {
          // the same definition under another name is a rename, told apart from a new tool
          if (formerly === undefined) {
            formerly = new Map();
            for (const other of gone) {
              formerly.set(withoutName(now.get(`tool:${other}`)), other);
              yield;
            }
          }
          const before = formerly.size === 0 ? undefined : formerly.get(withoutName(now.get(`tool:${name}`)));
          tell(
            before === undefined
              ? { server, tool: name, kind: 'new', changes: [] }
              : { server, tool: name, kind: 'renamed', before, changes: [{ pointer: '/name', kind: 'name', before, after: name }] },
            `new ${pin.hash}`,
            news,
          );
        } else if (pins.get(`tool:${name}`)?.hash !== pin.hash) {
          if (pins.get(`tool:${name}`)?.refused !== pin.hash)
            tell({ server, tool: name, kind: 'changed', changes: diffOf(server, `tool:${name}`) }, `changed ${pin.hash}`, news);
        } else told.delete(`${server}\ntool:${name}`);
        yield;
        if (forgotten()) return nothingSeen;
      }
      const instructionsPin = pinOf('instructions', instructionsFresh);
      const pinnedInstructions = pins.get('instructions');
      if (pinnedInstructions?.hash !== instructionsPin.hash && pinnedInstructions?.refused !== instructionsPin.hash)
        tell(
          { server, tool: instructionsName, kind: 'changed', changes: diffOf(server, 'instructions') },
          `changed ${instructionsPin.hash}`,
          news,
        );
      for (const name of gone) tell({ server, tool: name, kind: 'gone', changes: [] }, 'gone', news);
      for (const one of news) {
        changed(one);
        yield;
      }
      if (news.length > 0) listed(news);
      return Object.assign(report, { instructions: instructionsPin, gone, news });
    },

    state: (server, tool) => stateOf(server, subjectOf(tool)),
    diff: (server, tool) => diffOf(server, subjectOf(tool)),

    pinned(server, tool) {
      const pin = pinned.get(server)?.get(subjectOf(tool));
      return pin === undefined ? undefined : { hash: pin.hash, definition: JSON.parse(pin.definition) as JsonValue };
    },

    seenHash: (server, tool) => present(server, subjectOf(tool))?.hash,

    accept(server, tool, hash) {
      const subject = subjectOf(tool);
      const now = present(server, subject);
      const pin = pinned.get(server)?.get(subject);
      if (now?.hash !== hash) return false;
      if (pin?.state === 'released' && pin.hash === hash) return true;
      write([{ server, subject, hash, definition: now.definition, atMs: clock.nowMs(), state: 'pinned' }]);
      told.delete(`${server}\n${subject}`);
      return true;
    },

    reject(server, tool) {
      const subject = subjectOf(tool);
      const pin = pinned.get(server)?.get(subject);
      if (pin !== undefined) write([{ ...pin, refused: present(server, subject)?.hash }]);
    },

    release(server, tool, hash) {
      const subject = subjectOf(tool);
      const now = present(server, subject);
      if (now?.hash !== hash) return false;
      write([{ server, subject, hash, definition: now.definition, atMs: clock.nowMs(), state: 'released' }]);
      return true;
    },

    checkLaunch({ name: server, transport }, resolved) {
      const identity = launchIdentity(transport, resolved);
      const definition = canonicalDeep(identity);
      const hash = hashOfText(definition);
      const pin = pinned.get(server)?.get('launch');
      if (pin === undefined) {
        write([{ server, subject: 'launch', hash, definition, atMs: clock.nowMs(), state: 'pinned' }]);
        return ok(undefined);
      }
      const before = JSON.parse(pin.definition) as JsonObject;
      const pair = comparable(before, identity);
      const changes = diffFields(pair.pinned, pair.seen, 'launch');
      if (changes.length === 0) {
        of(seen, server).delete('launch');
        // what could be resolved for the first time is pinned too
        const merged = canonicalDeep({ ...identity, ...before });
        if (merged !== pin.definition) write([{ ...pin, hash: hashOfText(merged), definition: merged }]);
        return ok(undefined);
      }
      of(seen, server).set('launch', { hash, definition, poisoned: false, gone: false });
      const news: PinNews[] = [];
      if (pin.refused !== hash) tell({ server, tool: launchName, kind: 'launch', changes }, `launch ${hash}`, news);
      for (const one of news) changed(one);
      if (news.length > 0) listed(news);
      const what = changes
        .map((change) => change.pointer.slice(1))
        .slice(0, 4)
        .join(', ');
      return fail(
        'launch.changed',
        `${server} would start differently than before (${what}): it was not started`,
        'look at the difference and confirm it',
        { changes },
      );
    },

    acceptLaunch({ name: server, transport }, resolved) {
      const definition = canonicalDeep(launchIdentity(transport, resolved));
      write([{ server, subject: 'launch', hash: hashOfText(definition), definition, atMs: clock.nowMs(), state: 'pinned' }]);
      of(seen, server).delete('launch');
      told.delete(`${server}\nlaunch`);
    },

    list: () =>
      [...pinned].flatMap(([server, pins]) =>
        [...pins.values()].map((pin) => {
          const state = stateOf(server, pin.subject) ?? 'pinned';
          return {
            server,
            subject: pin.subject,
            state:
              state === 'changed' && pin.refused === present(server, pin.subject)?.hash
                ? 'rejected'
                : state === 'pinned' && pin.state === 'released'
                  ? 'released'
                  : state,
            atMs: pin.atMs,
          };
        }),
      ),

    forget(server) {
      store.remove(server);
      pinned.delete(server);
      seen.delete(server);
      for (const place of [...told.keys()]) if (place.startsWith(`${server}\n`)) told.delete(place);
    },
  };
  return pins;
}

function of<K, V>(map: Map<string, Map<K, V>>, server: string): Map<K, V> {
  const known = map.get(server);
  if (known !== undefined) return known;
  const made = new Map<K, V>();
  map.set(server, made);
  return made;
}

function withoutName(seen: Seen | undefined): string {
  const { name: _, ...rest } = JSON.parse(seen?.definition ?? '{}') as JsonObject;
  return canonicalDeep(rest);
}
