import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import type { RequestId } from '../ports/messages.js';
import type { DownstreamChannel } from './channel.js';
import { metaPrefix } from './stateless-request.js';
import { notificationBytes } from './wire.js';

/** a client that opens ever more streams loses the oldest */
const maxListens = 16;
const filters = new Map([
  ['notifications/tools/list_changed', 'toolsListChanged'],
  ['notifications/prompts/list_changed', 'promptsListChanged'],
  ['notifications/resources/list_changed', 'resourcesListChanged'],
]);

interface Listen {
  readonly id: RequestId;
  readonly filter: JsonObject;
  readonly write: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** The standing streams of one stateless session (`subscriptions/listen`, 2026-07-28): each gets what it asked for, marked with its own id. */
export interface StatelessChannel extends DownstreamChannel {
  /** Acknowledges and keeps the stream; answers what ends it. */
  listen(id: RequestId, notifications: JsonObject, write: (bytes: Buffer) => void, end: () => void): () => void;
  readonly listening: boolean;
}

export function createStatelessChannel(): StatelessChannel {
  const listens: Listen[] = [];
  const marked = (id: RequestId, params: JsonObject): JsonObject => {
    const meta = params['_meta'];
    return { ...params, _meta: { ...(isJsonObject(meta) ? meta : {}), [`${metaPrefix}subscriptionId`]: id } };
  };
  return {
    kind: 'http',
    get listening() {
      return listens.length > 0;
    },
    listen(id, notifications, write, end) {
      const filter: JsonObject = Object.fromEntries(
        [...filters.values()].flatMap((member) => (notifications[member] === true ? [[member, true]] : [])),
      );
      const listen: Listen = { id, filter, write, end };
      listens.push(listen);
      if (listens.length > maxListens) listens.shift()?.end();
      write(notificationBytes('notifications/subscriptions/acknowledged', marked(id, { notifications: filter })));
      return () => {
        const at = listens.indexOf(listen);
        if (at !== -1) listens.splice(at, 1);
      };
    },
    push(bytes) {
      const parsed = listens.length === 0 ? undefined : parseStrict(bytes);
      if (parsed?.ok !== true || !isJsonObject(parsed.value)) return;
      const { method, params } = parsed.value;
      const member = typeof method === 'string' ? filters.get(method) : undefined;
      if (member === undefined) return;
      for (const { id, filter, write } of listens)
        if (filter[member] === true) write(notificationBytes(method as string, marked(id, isJsonObject(params) ? params : {})));
    },
    close() {
      for (const { end } of listens.splice(0)) end();
    },
  };
}
