import { ok, type Result } from '../../../shared/result.js';
import type { ClientView } from '../../../shared/model/views.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { noClient } from './no-such.js';

type Names = 'client.add' | 'client.list' | 'client.remove' | 'client.block' | 'client.unblock';

/** Who may call: tokens given and taken, clients blocked. */
export function clientCommands(house: House): Pick<Handlers, Names> {
  const view = (name: string): Result<ClientView> => {
    const found = house.clientViews().find((client) => client.name === name);
    return found === undefined ? noClient(house, name) : ok(found);
  };
  return {
    'client.list': () => ok(house.clientViews()),
    'client.add'({ name, token = house.ids.token() }) {
      const added = house.clients.add(name, token);
      if (!added.ok) return added;
      const { url, dataDir } = house.gateView();
      const { command, args, env } = house.bridge();
      return ok({
        name,
        token,
        url,
        bridge: { command, args: [...args, 'connect', '--client', name, '--data-dir', dataDir], env: { ...env } },
      });
    },
    'client.remove'({ name }) {
      const removed = house.clients.remove(name);
      if (!removed.ok) return removed;
      house.clientRemoved(name);
      return ok({});
    },
    'client.block'({ name, forMs }) {
      const blocked = house.clients.block(name, forMs);
      if (!blocked.ok) return blocked;
      house.endClient(name);
      return view(name);
    },
    'client.unblock'({ name }) {
      const unblocked = house.clients.unblock(name);
      return unblocked.ok ? view(name) : unblocked;
    },
  };
}
