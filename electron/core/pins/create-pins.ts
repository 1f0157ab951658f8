import type { JsonObject, JsonValue } from '../../../shared/json/json.js';
import type { PinState, TransportConfig } from '../../../shared/model/views.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { atOnce } from '../../../shared/slices.js';
import type { Clock } from '../ports/clock.js';
import type { ResolvedLaunch } from '../ports/launched.js';
import type { PinStore, StoredPin } from '../ports/stores.js';
import { canonicalDeep, hashOfText } from './canonical-deep.js';
import type { FieldChange } from './field-diff.js';
import { launchIdentity } from './launch-identity.js';
import { observeInSteps, type Listing, type PinReport } from './observe-lists.js';
import { createPinBook, differences, launchName, subjectOf, type PinBook, type PinNews } from './pin-book.js';

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
  observing(server: string, lists: Listing['lists'], poisoned?: ReadonlySet<string>): Generator<void, PinReport>;
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
  /** whether a person said to go on refusing what was last seen: nobody waits for a word on it */
  isRejected(server: string, tool: string): boolean;
  /** lifts a quarantine for exactly the definition with this hash, and pins it; false where another one was seen since */
  release(server: string, tool: string, hash: string): boolean;
  /** Before a server starts: first sight pins, a difference is a failure `launch.changed` until a person accepted it. */
  checkLaunch(config: { readonly name: string; readonly transport: TransportConfig }, resolved?: ResolvedLaunch): Result<void>;
  /** pins a launch that a person just entered or confirmed */
  acceptLaunch(config: { readonly name: string; readonly transport: TransportConfig }): void;
  list(): { readonly server: string; readonly subject: string; readonly state: string; readonly atMs: number }[];
  /** drops all pins of a server that was removed */
  forget(server: string): void;
}

/** The pins of all servers: what each tool, each server's instructions and each launch looked like when a person trusted it. */
export function createPins({ store, clock, changed, listed = () => {} }: PinsDeps): Pins {
  const book = createPinBook(store);
  const tellAll = (news: readonly PinNews[]): void => {
    if (news.length > 0) listed(news);
  };

  function* observing(...[server, lists, poisoned = new Set()]: Parameters<Pins['observing']>): Generator<void, PinReport> {
    const report = yield* observeInSteps(book, { server, lists, poisoned, atMs: clock.nowMs() }, changed);
    tellAll(report.news);
    return report;
  }

  return {
    *prepare(tools) {
      for (const tool of tools) {
        book.digest(tool);
        yield;
      }
    },
    observing,
    observeLists: (...of) => atOnce(observing(...of)),

    state: (server, tool) => book.state(server, subjectOf(tool)),
    diff: (server, tool) => book.diff(server, subjectOf(tool)),
    pinned(server, tool) {
      const pin = book.pin(server, subjectOf(tool));
      return pin === undefined ? undefined : { hash: pin.hash, definition: JSON.parse(pin.definition) as JsonValue };
    },
    seenHash: (server, tool) => book.present(server, subjectOf(tool))?.hash,

    accept(server, tool, hash) {
      const subject = subjectOf(tool);
      const now = book.present(server, subject);
      const pin = book.pin(server, subject);
      if (now?.hash !== hash) return false;
      if (pin?.state === 'released' && pin.hash === hash) return true;
      book.write([{ server, subject, hash, definition: now.definition, atMs: clock.nowMs(), state: 'pinned' }]);
      book.untell(server, subject);
      return true;
    },
    reject(server, tool) {
      const subject = subjectOf(tool);
      const pin = book.pin(server, subject);
      if (pin !== undefined) book.write([{ ...pin, refused: book.present(server, subject)?.hash }]);
    },
    isRejected(server, tool) {
      const pin = book.pin(server, subjectOf(tool));
      return pin !== undefined && isRejected(book, pin);
    },
    release(server, tool, hash) {
      const subject = subjectOf(tool);
      const now = book.present(server, subject);
      if (now?.hash !== hash) return false;
      book.write([{ server, subject, hash, definition: now.definition, atMs: clock.nowMs(), state: 'released' }]);
      return true;
    },

    checkLaunch({ name: server, transport }, resolved) {
      const identity = launchIdentity(transport, resolved);
      const definition = canonicalDeep(identity);
      const hash = hashOfText(definition);
      const pin = book.pin(server, 'launch');
      if (pin === undefined) {
        book.write([{ server, subject: 'launch', hash, definition, atMs: clock.nowMs(), state: 'pinned' }]);
        return ok(undefined);
      }
      const before = JSON.parse(pin.definition) as JsonObject;
      const changes = differences('launch', before, identity);
      if (changes.length === 0) {
        book.seenOf(server).delete('launch');
        // what could be resolved for the first time is pinned too
        const merged = canonicalDeep({ ...identity, ...before });
        if (merged !== pin.definition) book.write([{ ...pin, hash: hashOfText(merged), definition: merged }]);
        return ok(undefined);
      }
      book.seenOf(server).set('launch', { hash, definition, poisoned: false, gone: false });
      const news: PinNews[] = [];
      if (pin.refused !== hash) book.tell({ server, tool: launchName, kind: 'launch', changes }, `launch ${hash}`, news);
      for (const one of news) changed(one);
      tellAll(news);
      return differentLaunch(server, changes);
    },
    acceptLaunch({ name: server, transport }) {
      const definition = canonicalDeep(launchIdentity(transport));
      book.write([{ server, subject: 'launch', hash: hashOfText(definition), definition, atMs: clock.nowMs(), state: 'pinned' }]);
      book.seenOf(server).delete('launch');
      book.untell(server, 'launch');
    },

    list: () =>
      [...book.servers()].flatMap(([server, pins]) =>
        [...pins.values()].map((pin) => ({ server, subject: pin.subject, state: listedState(book, pin), atMs: pin.atMs })),
      ),
    forget: (server) => book.forget(server),
  };
}

/** A pin's state with what a person said to it. */
function listedState(book: PinBook, pin: StoredPin): string {
  const state = book.state(pin.server, pin.subject) ?? 'pinned';
  if (isRejected(book, pin)) return 'rejected';
  return state === 'pinned' && pin.state === 'released' ? 'released' : state;
}

const isRejected = (book: PinBook, { server, subject, refused }: StoredPin): boolean =>
  book.state(server, subject) === 'changed' && refused === book.present(server, subject)?.hash;

function differentLaunch(server: string, changes: readonly FieldChange[]): Result<never> {
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
}
