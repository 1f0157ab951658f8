import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';

const OFFICIAL = 'https://registry.modelcontextprotocol.io';

/** Finding servers to add: the bundled catalogue, and the official registry when it is switched on or asked for. */
export function catalogueCommands({ catalogue, settings }: House): Pick<Handlers, 'catalogue.search'> {
  return {
    async 'catalogue.search'({ text, registry }) {
      const { registrySearch, registryUrl } = settings.get();
      return (await catalogue()).search(text, (registry ?? registrySearch ?? false) ? (registryUrl ?? OFFICIAL) : undefined);
    },
  };
}
