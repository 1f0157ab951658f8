import type { Corridor } from '../ports/corridor.js';
import type { PolicySource, ToolSource } from '../ports/rooms.js';
import { classOf } from './governed.js';

/** Whether a name belongs into the lists of a caller: known, pinned and not hidden. Any doubt or fault leaves it out. */
export function createShows(deps: { policy: PolicySource; tools: ToolSource }): Corridor['shows'] {
  return (caller, server, kind, name) => {
    try {
      const { policy } = deps.policy.current();
      if (kind !== 'tool') {
        const governed = kind === 'prompt' ? 'prompts' : 'resources';
        return policy.position({ client: caller.client, server, tool: name, class: classOf(governed), governed }).verdict !== 'hide';
      }
      const facts = deps.tools.get(server, name);
      if (facts?.pin !== 'pinned') return false;
      return policy.position({ client: caller.client, server, tool: name, class: facts.class, governed: 'tools' }).verdict !== 'hide';
    } catch {
      return false;
    }
  };
}
