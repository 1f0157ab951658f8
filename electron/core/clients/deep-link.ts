import type { Application, DeepLink } from './application.js';
import { gateEntry, type GateWay } from './gate-entry.js';
import type { PlainMap } from './formats/format.js';

/**
 * The address that makes an application ask its person whether to add the gate. Other programs may keep what is opened, so it holds the bridge
 * command and never the token; the client has to be known to the gate before the bridge lets it in. Undefined where there is no such link.
 */
export function gateLink({ link, layouts: [layout] }: Application, name: string, way: Omit<GateWay, 'token'>): string | undefined {
  if (link === undefined) return undefined;
  const { http: _address, ...bridged } = layout;
  return linkTo(link, name, gateEntry(bridged, name, { ...way, token: '' }));
}

/** `query`: `?name=…&config=<base64 of the entry's JSON>`; `json`: the entry with its name, as JSON in the query itself. */
export function linkTo({ to, form }: DeepLink, name: string, entry: PlainMap): string {
  if (form === 'json') return `${to}?${encodeURIComponent(JSON.stringify({ name, ...entry }))}`;
  return `${to}?name=${encodeURIComponent(name)}&config=${encodeURIComponent(Buffer.from(JSON.stringify(entry), 'utf8').toString('base64'))}`;
}
