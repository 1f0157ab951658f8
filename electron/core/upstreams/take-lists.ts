import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { inSlices } from '../../../shared/slices.js';
import type { Clock } from '../ports/clock.js';
import type { Answer } from '../ports/messages.js';
import type { ServerLists } from '../ports/upstreams.js';
import { answerBody, maxAnswerDepth } from './answer-body.js';
import { MOST_LEFT_OUT, readableEntries } from './readable-entries.js';

const listCaps = { entries: 20_000, pages: 1000, totalMs: 60_000, cursorChars: 65_536, bytes: 32 * 1024 * 1024 };

/** an answer longer than this is read in pieces, with a turn for everything else in between */
const longBytes = 128 * 1024;
/** a longer one whose fault is not an entry's is not read at once only to say what the fault is */
const faultBytes = 2 * 1024 * 1024;

type Ask = (method: string, params: JsonObject | undefined, timeoutMs: number) => Promise<Answer>;
type Lists = Pick<ServerLists, 'tools' | 'prompts' | 'resources' | 'resourceTemplates' | 'partial' | 'leftOut'>;

const kinds = [
  { key: 'tools', method: 'tools/list', capability: 'tools' },
  { key: 'prompts', method: 'prompts/list', capability: 'prompts' },
  { key: 'resources', method: 'resources/list', capability: 'resources' },
  { key: 'resourceTemplates', method: 'resources/templates/list', capability: 'resources' },
] as const;
type Kind = (typeof kinds)[number];

/**
 * Asks for every list that the server's capabilities advertise, page by page, entries untouched and in order. Bounded: 20,000 entries and
 * 1,000 pages a list, 60 s and 32 MB in all, each cursor once; where a bound or an error cuts a list, it is kept as far as it got and `partial`
 * is true.
 * An entry that cannot be read is left out and named in `leftOut`; the others stay.
 * Fails only when the first page of the tools cannot be had.
 */
export async function takeLists(ask: Ask, initializeResult: JsonObject, clock: Clock): Promise<Result<Lists>> {
  const capabilities = isJsonObject(initializeResult.capabilities) ? initializeResult.capabilities : {};
  const listing: Listing = { ask, clock, endMs: clock.monotonicMs() + listCaps.totalMs, bytesLeft: listCaps.bytes };
  const lists: Record<Kind['key'], JsonObject[]> = { tools: [], prompts: [], resources: [], resourceTemplates: [] };
  let partial = false;
  const leftOut: string[] = [];
  for (const kind of kinds) {
    const { key } = kind;
    if (!isJsonObject(capabilities[kind.capability])) continue;
    const taken = await takeAll(listing, kind);
    if (!taken.ok) {
      if (key === 'tools') return taken;
      // many servers advertise resources and know no templates
      if (taken.error.details?.code !== -32601) partial = true;
      continue;
    }
    lists[key] = taken.value.entries;
    partial ||= taken.value.partial;
    leftOut.push(...taken.value.leftOut);
  }
  return ok({ ...lists, partial, leftOut });
}

/** what all lists of a server share */
interface Listing {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly endMs: number;
  bytesLeft: number;
}

async function takeAll(
  listing: Listing,
  kind: Kind,
): Promise<Result<{ entries: JsonObject[]; partial: boolean; leftOut: readonly string[] }>> {
  const { key, method } = kind;
  const entries: JsonObject[] = [];
  const leftOut: string[] = [];
  const cut = ok({ entries, partial: true, leftOut });
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < listCaps.pages; page++) {
    const body = await takePage(listing, kind, cursor);
    if (!body.ok) return page === 0 ? body : cut;
    leftOut.push(...body.value.leftOut.slice(0, MOST_LEFT_OUT - leftOut.length));
    const list: JsonValue | undefined = body.value.result[key];
    if (!Array.isArray(list)) return page === 0 ? fail('server.answer', `its answer to ${method} holds no list`) : cut;
    for (const entry of list as readonly JsonValue[]) {
      if (entries.length >= listCaps.entries) return cut;
      if (isJsonObject(entry)) entries.push(entry);
    }
    const next: JsonValue | undefined = body.value.result.nextCursor;
    if (typeof next !== 'string' || next === '') return ok({ entries, partial: false, leftOut });
    if (cursors.has(next) || next.length > listCaps.cursorChars) return cut;
    cursors.add(next);
    cursor = next;
  }
  return cut;
}

async function takePage(
  listing: Listing,
  { key, method }: Kind,
  cursor: string | undefined,
): Promise<Result<{ result: JsonObject; leftOut: readonly string[] }>> {
  const { ask, clock } = listing;
  const timeoutMs = listing.endMs - clock.monotonicMs();
  if (timeoutMs <= 0) return fail('server.slow', 'its lists took longer than 60 s');
  try {
    const answer = await ask(method, cursor === undefined ? undefined : { cursor }, timeoutMs);
    listing.bytesLeft -= answer.bytes.length;
    if (listing.bytesLeft < 0) return fail('server.answer', 'its lists are larger than 32 MB');
    const isLong = answer.bytes.length > longBytes;
    const body = isLong ? undefined : answerBody(answer);
    if (body?.ok === true) return ok({ result: body.value, leftOut: [] });
    const slicing = { nowMs: () => clock.monotonicMs(), pause: () => new Promise<void>((resolve) => setImmediate(resolve)) };
    const readable = answer.kind === 'result' ? await inSlices(readableEntries(answer.bytes, key, maxAnswerDepth), slicing) : undefined;
    if (readable !== undefined) return ok(readable);
    const isReadAtOnce = answer.kind === 'error' || answer.bytes.length <= faultBytes;
    const whole = body ?? (isReadAtOnce ? answerBody(answer) : fail('server.answer', `its answer to ${method} holds no list`));
    return whole.ok ? ok({ result: whole.value, leftOut: [] }) : whole;
  } catch (error) {
    return fail('server.answer', error instanceof Error ? error.message : String(error));
  }
}
