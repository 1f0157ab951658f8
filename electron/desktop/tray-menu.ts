import type { CommandInput } from '../../shared/commands/contract.js';
import { clientTitle } from '../../shared/model/client-title.js';
import { isTroubled } from '../../shared/model/server-trouble.js';
import type { Snapshot } from '../../shared/model/views.js';
import type { OutsideWords } from '../../shared/words/outside.js';
import { plain } from './plain.js';

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
export type TrayView = Pick<Snapshot, 'gate' | 'approvals' | 'activity' | 'clients' | 'changes' | 'servers' | 'settings'>;

const MINUTE = 60_000;
const REFUSALS = 3;
const NAMES = 4;

export const pendingCount = (view: Pick<Snapshot, 'approvals'>): number =>
  view.approvals.filter((approval) => approval.state === 'pending').reduce((sum, approval) => sum + Math.max(1, approval.waiting), 0);

/** Servers that cannot be used before a person looks at them. */
export const troubledServers = (view: Pick<Snapshot, 'servers'>): number => view.servers.filter(isTroubled).length;

export const connectedNames = (view: Pick<Snapshot, 'clients'>): string[] =>
  view.clients.filter((client) => client.sessions > 0).map((client) => plain(clientTitle(view.clients, client.name), 40));

/** One line: what the gate does right now. Also the tooltip. */
export function stateLine({ gate }: Pick<Snapshot, 'gate'>, { t, clockTime }: OutsideWords): string {
  const time = gate.modeUntilMs === undefined ? undefined : clockTime(gate.modeUntilMs);
  switch (gate.mode) {
    case 'enforce':
      return gate.listening ? t('state.enforce') : t('state.deaf');
    case 'observe':
      return time === undefined ? t('state.observe') : t('state.observeUntil', { time });
    case 'lockdown':
      return time === undefined ? t('state.lockdown') : t('state.lockdownUntil', { time });
  }
}

interface Refusals {
  readonly label: string;
  times: number;
}

/** The latest refusals, the same ones grouped: `delete_file on github refused ×4`. */
export function lastRefusals(
  { activity, clients }: Pick<Snapshot, 'activity' | 'clients'>,
  { t }: OutsideWords,
  most = REFUSALS,
): Refusals[] {
  const groups = new Map<string, Refusals>();
  for (const record of [...activity.recent].sort((a, b) => b.seq - a.seq)) {
    if (record.enforced !== 'refused') continue;
    const key = JSON.stringify([record.client, record.server, record.tool || record.method]);
    const group = groups.get(key);
    if (group) group.times++;
    else if (groups.size < most)
      groups.set(key, {
        label: t('tray.refused', {
          client: plain(clientTitle(clients, record.client), 30),
          tool: plain(record.tool || record.method, 40),
          server: plain(record.server, 30),
        }),
        times: 1,
      });
  }
  return [...groups.values()];
}

function modeItems({ gate }: TrayView, { t, clockTime }: OutsideWords): TrayItem[] {
  const untilMs = gate.mode === 'observe' ? gate.modeUntilMs : undefined;
  const choice = (label: string, checked: boolean, set: CommandInput<'mode.set'>): TrayItem => ({
    kind: 'choice',
    label,
    checked,
    action: { kind: 'mode', set },
  });
  return [
    choice(t('tray.enforce'), gate.mode === 'enforce', { mode: 'enforce' }),
    choice(t('tray.observe15'), false, { mode: 'observe', forMs: 15 * MINUTE }),
    choice(t('tray.observe60'), false, { mode: 'observe', forMs: 60 * MINUTE }),
    choice(untilMs === undefined ? t('tray.observeOn') : t('tray.observeUntil', { time: clockTime(untilMs) }), gate.mode === 'observe', {
      mode: 'observe',
    }),
    choice(t('tray.lockdown'), gate.mode === 'lockdown', { mode: 'lockdown' }),
  ];
}

/** What quitting means for the agents that are connected right now. */
export const quitLabel = (connected: number, { t }: OutsideWords): string =>
  connected === 0 ? t('tray.quit') : t('tray.quitLosing', { count: connected });

/** The whole tray menu, as data, from a snapshot: rebuilt after each change, never patched. */
export function trayMenu(view: TrayView, words: OutsideWords): TrayItem[] {
  const { t, listOf } = words;
  const waiting = pendingCount(view);
  const refusals = lastRefusals(view, words);
  const connected = connectedNames(view);
  const items: TrayItem[] = [{ kind: 'text', label: stateLine(view, words) }];
  for (const problem of view.gate.problems)
    items.push({ kind: 'item', label: `⚠ ${plain(problem, 90)}`, action: { kind: 'open', page: 'overview' } });
  if (waiting > 0) items.push({ kind: 'item', label: t('tray.calls', { count: waiting }), action: { kind: 'approvals' } });
  if (view.changes.length > 0)
    items.push({
      kind: 'item',
      label: t('tray.changes', { count: view.changes.length }),
      action: { kind: 'open', page: 'overview' },
    });
  const troubled = troubledServers(view);
  if (troubled > 0) items.push({ kind: 'item', label: t('tray.servers', { count: troubled }), action: { kind: 'open', page: 'servers' } });
  if (refusals.length > 0) items.push({ kind: 'line' });
  for (const { label, times } of refusals)
    items.push({ kind: 'item', label: times > 1 ? `${label} ×${times}` : label, action: { kind: 'open', page: 'activity' } });
  items.push(
    { kind: 'line' },
    { kind: 'menu', label: t('tray.mode'), items: modeItems(view, words) },
    { kind: 'item', label: t('tray.open'), action: { kind: 'open' } },
    { kind: 'text', label: connected.length > 0 ? t('tray.connected', { names: listOf(connected, NAMES) }) : t('tray.nobody') },
    { kind: 'line' },
    {
      kind: 'check',
      label: t('tray.login'),
      checked: view.settings.startAtLogin,
      action: { kind: 'login', on: !view.settings.startAtLogin },
    },
    { kind: 'item', label: quitLabel(connected.length, words), action: { kind: 'quit' } },
  );
  return items;
}
