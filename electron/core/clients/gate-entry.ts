import { createHash } from 'node:crypto';
import { canonical } from '../../../shared/json/canonical.js';
import type { JsonValue } from '../../../shared/json/json.js';
import type { Layout } from './application.js';
import type { Plain, PlainMap } from './formats/format.js';
import type { BridgeInto } from './gate-port.js';

/** Where a gate entry leads: one server, or with `server` undefined all of them. */
export interface GateWay {
  readonly client: string;
  readonly server: string | undefined;
  readonly port: number;
  readonly token: string;
  readonly bridge: BridgeInto;
}

/**
 * An entry that leads to the gate, in the application's own form: the address with the client's token where it takes addresses, else the
 * bridge, which finds the token in its own file: no token ever stands among arguments. `extras` are the application's other fields.
 */
export function gateEntry(layout: Layout, name: string, way: GateWay, extras: PlainMap = {}): PlainMap {
  const named: PlainMap = layout.named === true ? { name } : {};
  const { stdio, http } = layout;
  if (http !== undefined) {
    const headers = { Authorization: `Bearer ${way.token}` };
    const [first, second] = http.headers;
    return {
      ...named,
      ...http.fixed,
      [http.url]: gateUrl(way),
      [first]: second === undefined ? headers : { [second]: headers },
      ...http.after,
      ...extras,
    };
  }
  const { command, args, env, dataDir } = way.bridge;
  const all = [
    ...args,
    'connect',
    '--client',
    way.client,
    ...(way.server === undefined ? [] : ['--server', way.server]),
    '--data-dir',
    dataDir,
  ];
  return {
    ...named,
    ...stdio.fixed,
    ...(stdio.args === undefined ? { [stdio.command]: [command, ...all] } : { [stdio.command]: command, [stdio.args]: all }),
    ...(Object.keys(env).length === 0 ? {} : { [stdio.env]: { ...env } }),
    ...stdio.after,
    ...extras,
  };
}

/** The literal loopback address: a name could be made to lead elsewhere. */
export const gateUrl = ({ port, server }: Pick<GateWay, 'port' | 'server'>): string =>
  `http://127.0.0.1:${port}/mcp${server === undefined ? '' : `/${encodeURIComponent(server)}`}`;

/** Tells an entry apart from every other without keeping what is in it. */
export const fingerprint = (value: Plain): string =>
  createHash('sha256')
    .update(canonical(value as JsonValue))
    .digest('hex');
