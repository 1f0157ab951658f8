import { parseUrl } from '../../../shared/parse-url.js';
import { isMap, type Plain, type PlainMap } from './formats/format.js';
import type { BridgeInto } from './gate-port.js';
import { readEntry } from './read-entry.js';

/** A way to this very gate, as it is now or as it was once written into an application's file. */
export interface GatePath {
  readonly port: number;
  readonly bridge: BridgeInto;
}

const ADDRESSES = ['url', 'serverUrl', 'httpUrl', 'uri'] as const;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether an entry leads to this gate and does nothing else. Only our own ports and our own bridge command count: an entry that merely looks
 * like ours may lead anywhere, so it is a server like every other.
 */
export function leadsToGate(value: Plain, paths: readonly GatePath[]): boolean {
  if (!isMap(value)) return false;
  const reading = readEntry(value, { home: '', env: {} });
  if (reading.kind !== 'server') return false;
  const { launch } = reading;
  const written = stringsIn(value);
  const addresses = ADDRESSES.flatMap((field) => (value[field] === undefined ? [] : [value[field]]));
  if (launch.kind !== 'stdio')
    return written.has(launch.url) && addresses.every((one) => typeof one === 'string' && isOurAddress(one, paths));
  const words = [launch.command, ...launch.args];
  // A word that was filled in may become another one in the application.
  if (addresses.length > 0 || !words.every((word) => written.has(word))) return false;
  return paths.some(({ bridge }) => {
    const start = [bridge.command, ...bridge.args, 'connect', '--client'];
    const rest = words.slice(start.length);
    const goesOn = rest.length === 3 ? rest[1] === '--data-dir' : rest.length === 5 && rest[1] === '--server' && rest[3] === '--data-dir';
    return (
      start.every((word, i) => words[i] === word) &&
      goesOn &&
      rest.at(-1) === bridge.dataDir &&
      launch.values.every((one) => one.value !== undefined && bridge.env[one.name] === one.value)
    );
  });
}

function isOurAddress(address: string, paths: readonly GatePath[]): boolean {
  const url = parseUrl(address);
  if (url === undefined || url.protocol !== 'http:' || url.username !== '' || url.password !== '' || !LOOPBACK.has(url.hostname))
    return false;
  return (
    (url.pathname === '/mcp' || url.pathname.startsWith('/mcp/')) &&
    paths.some(({ port }) => url.port === String(port) || (port === 80 && url.port === ''))
  );
}

function stringsIn(entry: PlainMap): Set<string> {
  const found = new Set<string>();
  const walk = (value: Plain): void => {
    if (typeof value === 'string') found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value as PlainMap).forEach(walk);
  };
  walk(entry);
  return found;
}
