import { createHash } from 'node:crypto';
import type { JsonValue } from '../../shared/json/json.js';
import { stringify } from '../../shared/json/stringify.js';
import type { MetaStore } from './ports/stores.js';
import type { ServerLists } from './ports/upstreams.js';
import type { DefinitionReading, ReadingOptions } from './read-definitions.js';

/** What was read in lists of servers, kept over restarts. */
export interface KnownReadings {
  /** the reading of this very list, by this very Toolgate; undefined where it is to be read */
  find(lists: ServerLists, options: ReadingOptions): DefinitionReading | undefined;
  keep(lists: ServerLists, options: ReadingOptions, reading: DefinitionReading): void;
  /** whether some list of this server was read before: most servers list the same at every start */
  expects(server: string): boolean;
}

/** longer lists are read anew: their text would hold up the loop, and the database */
const mostEntries = 500;

declare const __READING_REVISION__: string | undefined;
/** A hash of everything that decides how lists and applications' files are read, put in by the build; without it nothing is kept. */
export const readingRevision = (): string | undefined => (typeof __READING_REVISION__ === 'undefined' ? undefined : __READING_REVISION__);

const keyOf = (server: string): string => `reading/${server}`;

/**
 * One reading per server, under a hash of the whole list, of what decides the reading, and of the Unicode tables beneath it: anything else is read anew.
 * It stands where the pins stand and is as safe as they are.
 */
export function createKnownReadings(meta: MetaStore, revision: string | undefined): KnownReadings {
  const isKept = ({ tools, prompts, resources, resourceTemplates }: ServerLists, { corrections }: ReadingOptions): boolean =>
    revision !== undefined &&
    Object.keys(corrections ?? {}).length === 0 &&
    tools.length + prompts.length + resources.length + resourceTemplates.length <= mostEntries;
  const hashOf = (lists: ServerLists, { trusted }: ReadingOptions): string => {
    const { server, initializeResult, tools, prompts, resources, resourceTemplates } = lists;
    const read: JsonValue = [server, trusted, initializeResult, tools, prompts, resources, resourceTemplates];
    return createHash('sha256')
      .update(`${revision ?? ''} ${process.versions['unicode'] ?? ''}\n`)
      .update(stringify(read))
      .digest('base64url');
  };
  return {
    find(lists, options) {
      if (!isKept(lists, options)) return undefined;
      const text = meta.get(keyOf(lists.server));
      if (text === undefined) return undefined;
      const end = text.indexOf('\n');
      if (text.slice(0, end) !== hashOf(lists, options)) return undefined;
      const { scans, tools } = JSON.parse(text.slice(end + 1)) as { scans: DefinitionReading['scans']; tools: [] };
      return { scans, tools: new Map(tools) };
    },
    keep(lists, options, { scans, tools }) {
      if (isKept(lists, options))
        meta.set(keyOf(lists.server), `${hashOf(lists, options)}\n${JSON.stringify({ scans, tools: [...tools] })}`);
    },
    expects: (server) => revision !== undefined && meta.get(keyOf(server)) !== undefined,
  };
}
