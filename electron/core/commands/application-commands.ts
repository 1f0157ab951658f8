import { ok } from '../../../shared/result.js';
import { offerOf } from '../application-news.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

type Names =
  'client.discover' | 'client.connect' | 'client.disconnect' | 'client.verify' | 'client.restore' | 'client.openLink' | 'server.import';

/** The AI applications of this machine: found, connected, released; and the servers in their files. */
export function applicationCommands({ applications, notices }: House): Pick<Handlers, Names> {
  return {
    'client.discover': async ({ home, project }) => ok((await applications()).discover(home, project)),
    async 'client.connect'({ id, ...options }) {
      const done = await (await applications()).connect(id, options);
      if (done.ok && !done.value.dryRun) notices.settle(offerOf(id));
      return done;
    },
    'client.disconnect': async ({ id, ...options }) =>
      id === 'all' ? (await applications()).disconnectAll(options) : (await applications()).disconnect(id, options),
    'client.verify': async ({ id, home }) => ok((await applications()).verify(home, id)),
    'client.restore': async ({ id, ...options }) => (await applications()).restore(id, options),
    'client.openLink': async ({ id }) => (await applications()).openLink(id),
    'server.import': async (input) => (await applications()).importFrom(input),
  };
}
