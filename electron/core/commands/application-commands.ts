import { fail } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';

type Names = 'client.discover' | 'client.connect' | 'client.disconnect' | 'client.verify' | 'client.restore' | 'server.import' | 'catalogue.search';

const absent = () => fail('UNAVAILABLE', 'this version cannot do that yet');

export function applicationCommands(): Pick<Handlers, Names> {
  return { 'client.discover': absent, 'client.connect': absent, 'client.disconnect': absent, 'client.verify': absent, 'client.restore': absent, 'server.import': absent, 'catalogue.search': absent };
}
