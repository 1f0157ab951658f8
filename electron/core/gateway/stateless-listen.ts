import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import type { RequestId } from '../ports/messages.js';
import type { DownstreamChannel } from './channel.js';
import { metaPrefix } from './stateless-request.js';
import { isWithin } from './sub-resource.js';
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
  readonly uris: readonly string[];
  readonly write: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** The standing streams of one stateless session (`subscriptions/listen`, 2026-07-28): each gets what it asked for, marked with its own id. */
export interface StatelessChannel extends DownstreamChannel {
  /** Acknowledges and keeps the stream; answers what ends it. */
  listen(id: RequestId, notifications: JsonObject, uris: readonly string[], write: (bytes: Buffer) => void, end: () => void): () => void;
  /** whether a standing stream still wants to hear of a resource */
  wants(uri: string): boolean;
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
    wants: (uri) => listens.some(({ uris }) => uris.includes(uri)),
    listen(id, notifications, uris, write, end) {
      const filter: JsonObject = Object.fromEntries(
        [...filters.values()].flatMap((member) => (notifications[member] === true ? [[member, true]] : [])),
      );
      const listen: Listen = { id, filter, uris, write, end };
      listens.push(listen);
      if (listens.length > maxListens) listens.shift()?.end();
      write(
        notificationBytes(
          'notifications/subscriptions/acknowledged',
          marked(id, { notifications: uris.length === 0 ? filter : { ...filter, resourceSubscriptions: [...uris] } }),
        ),
      );
      return () => {
        const at = listens.indexOf(listen);
        if (at !== -1) listens.splice(at, 1);
      };
    },
    push(bytes) {
      const parsed = listens.length === 0 ? undefined : parseStrict(bytes);
      if (parsed?.ok !== true || !isJsonObject(parsed.value)) return;
      const { method, params } = parsed.value;
      if (typeof method !== 'string') return;
      const about = isJsonObject(params) ? params : {};
      const { uri } = about;
      const member = filters.get(method);
      const isUpdate = method === 'notifications/resources/updated';
      for (const { id, filter, uris, write } of listens) {
        const wanted = isUpdate
          ? typeof uri === 'string' && uris.some((whole) => uri === whole || isWithin(uri, whole))
          : member !== undefined && filter[member] === true;
        if (wanted) write(notificationBytes(method, marked(id, about)));
      }
    },
    close() {
      for (const { end } of listens.splice(0)) end();
    },
  };
}
