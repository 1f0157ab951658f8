import type { CommandInput } from '../../shared/commands/contract.js';
import type { CallRecord, Snapshot } from '../../shared/model/views.js';
import { clockTime, count, listOf, plain } from './words.js';

export type TrayAction =
  | { readonly kind: 'mode'; readonly set: CommandInput<'mode.set'> }
  | { readonly kind: 'approvals' }
  | { readonly kind: 'open'; readonly page?: string }
  | { readonly kind: 'login'; readonly on: boolean }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'item'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'choice'; readonly label: string; readonly checked: boolean; readonly action: TrayAction }
  | { readonly kind: 'check'; readonly label: string; readonly checked: boolean; readonly action: TrayAction }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

/** The part of the board that the tray shows. */
export type TrayView = Pick<Snapshot, 'gate' | 'approvals' | 'activity' | 'clients' | 'changes' | 'settings'>;

const MINUTE = 60_000;
const REFUSALS = 3;
const NAMES = 4;

export const pendingCount = (view: Pick<Snapshot, 'approvals'>): number =>
  view.approvals.filter((approval) => approval.state === 'pending').reduce((sum, approval) => sum + Math.max(1, approval.waiting), 0);

export const connectedNames = (view: Pick<Snapshot, 'clients'>): string[] =>
  view.clients.filter((client) => client.sessions > 0).map((client) => plain(client.name, 40));

/** One line: what the gate does right now. Also the tooltip. */
export function stateLine({ gate }: Pick<Snapshot, 'gate'>): string {
  const until = gate.modeUntilMs === undefined ? '' : ` until ${clockTime(gate.modeUntilMs)}`;
  switch (gate.mode) {
    case 'enforce':
      return gate.listening ? 'Enforcing your rules' : 'Not reachable for agents';
    case 'observe':
      return `Observing${until}: rules do not stop calls`;
    case 'lockdown':
      return `Locked down${until}: every call is refused`;
  }
}

interface Refusals {
  readonly label: string;
  times: number;
}

/** The latest refusals, the same ones grouped: `delete_file on github refused ×4`. */
export function lastRefusals(recent: readonly CallRecord[], most = REFUSALS): Refusals[] {
  const groups = new Map<string, Refusals>();
  for (const record of [...recent].sort((a, b) => b.seq - a.seq)) {
    if (record.enforced !== 'refused') continue;
    const key = JSON.stringify([record.client, record.server, record.tool, record.code]);
    const group = groups.get(key);
    if (group) group.times++;
    else if (groups.size < most)
      groups.set(key, {
        label: `${plain(record.client, 30)}: ${plain(record.tool || record.method, 40)} on ${plain(record.server, 30)} refused`,
        times: 1,
      });
  }
  return [...groups.values()];
}

function modeItems({ gate }: TrayView): TrayItem[] {
  const timed = gate.modeUntilMs !== undefined;
  const choice = (label: string, checked: boolean, set: CommandInput<'mode.set'>): TrayItem => ({
    kind: 'choice',
    label,
    checked,
    action: { kind: 'mode', set },
  });
  return [
    choice('Enforce', gate.mode === 'enforce', { mode: 'enforce' }),
    choice('Observe for 15 minutes', false, { mode: 'observe', forMs: 15 * MINUTE }),
    choice('Observe for 1 hour', false, { mode: 'observe', forMs: 60 * MINUTE }),
    choice(
      gate.mode === 'observe' && timed ? `Observe until ${clockTime(gate.modeUntilMs ?? 0)}` : 'Observe until I stop',
      gate.mode === 'observe',
      { mode: 'observe' },
    ),
    choice('Lock down', gate.mode === 'lockdown', { mode: 'lockdown' }),
  ];
}

/** What quitting means for the agents that are connected right now. */
export function quitLabel(connected: number): string {
  return connected === 0
    ? 'Quit Toolgate'
    : `Quit Toolgate: ${count(connected, 'application loses its tools', 'applications lose their tools')}`;
}

/** The whole tray menu, as data, from a snapshot: rebuilt after each change, never patched. */
export function trayMenu(view: TrayView): TrayItem[] {
  const waiting = pendingCount(view);
  const refusals = lastRefusals(view.activity.recent);
  const connected = connectedNames(view);
  const items: TrayItem[] = [{ kind: 'text', label: stateLine(view) }];
  for (const problem of view.gate.problems)
    items.push({ kind: 'item', label: `⚠ ${plain(problem, 90)}`, action: { kind: 'open', page: 'overview' } });
  if (waiting > 0)
    items.push({ kind: 'item', label: `${count(waiting, 'call waits', 'calls wait')} for you`, action: { kind: 'approvals' } });
  if (view.changes.length > 0)
    items.push({
      kind: 'item',
      label: `${count(view.changes.length, 'change waits', 'changes wait')} for you`,
      action: { kind: 'open', page: 'overview' },
    });
  if (refusals.length > 0) items.push({ kind: 'line' });
  for (const { label, times } of refusals)
    items.push({ kind: 'item', label: times > 1 ? `${label} ×${times}` : label, action: { kind: 'open', page: 'activity' } });
  items.push(
    { kind: 'line' },
    { kind: 'menu', label: 'Mode', items: modeItems(view) },
    { kind: 'item', label: 'Open Toolgate', action: { kind: 'open' } },
    { kind: 'text', label: connected.length > 0 ? `Connected: ${listOf(connected, NAMES)}` : 'No application is connected' },
    { kind: 'line' },
    {
      kind: 'check',
      label: 'Start at login',
      checked: view.settings.startAtLogin,
      action: { kind: 'login', on: !view.settings.startAtLogin },
    },
    { kind: 'item', label: quitLabel(connected.length), action: { kind: 'quit' } },
  );
  return items;
}
