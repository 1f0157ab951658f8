import { ok } from '../../shared/result.js';
import type { Upstreams } from './ports/upstreams.js';
import type { ToolRegistry } from './tool-registry.js';
import type { UpstreamsRoom } from './upstreams/create-upstreams.js';

/** The gateway shows judged lists only: what the registry has taken, never what has just come in. */
export function judgedLists(upstreams: UpstreamsRoom, registry: ToolRegistry): Upstreams {
  return {
    acquire: (server, owner) => upstreams.acquire(server, owner),
    lists: (server) => registry.lists(server),
    knows: (server, owner) => upstreams.knows(server, owner),
    offering: (server, owner) => upstreams.offering(server, owner),
    async refresh(server, owner) {
      const refreshed = await upstreams.refresh(server, owner);
      if (!refreshed.ok) return refreshed;
      await registry.take(refreshed.value);
      return ok(registry.lists(server) ?? refreshed.value);
    },
  };
}
