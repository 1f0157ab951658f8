import { fail, ok } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

type Names = 'client.discover' | 'client.connect' | 'client.disconnect' | 'client.verify' | 'client.restore' | 'server.import' | 'catalogue.search' | 'rule.draft';

const absent = () => fail('UNAVAILABLE', 'this version cannot do that yet');

/** The AI applications of this machine: found, connected, released; and the servers in their files. */
export function applicationCommands({ applications }: House): Pick<Handlers, Names> {
  return {
    'client.discover': ({ home }) => ok(applications.discover(home)),
    'client.connect': ({ id, ...options }) => applications.connect(id, options),
    'client.disconnect': ({ id, ...options }) => (id === 'all' ? applications.disconnectAll(options) : applications.disconnect(id, options)),
    'client.verify': ({ id, home }) => ok(applications.verify(home, id)),
    'client.restore': ({ id, ...options }) => applications.restore(id, options),
    'server.import': (input) => applications.importFrom(input),
    'catalogue.search': absent,
    'rule.draft': absent,
  };
}
