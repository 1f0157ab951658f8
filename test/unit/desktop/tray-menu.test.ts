import { describe, expect, it } from 'vitest';
import { outsideWords } from '../../../shared/words/outside.js';
import * as tray from '../../../electron/desktop/tray-menu.js';
import type { CallRecord, Snapshot } from '../../../shared/model/views.js';
import { approval, client, refusal } from '../../desktop/shell-app/samples.js';

type TrayItem = tray.TrayItem;
type TrayView = tray.TrayView;
const { pendingCount } = tray;
const english = outsideWords({ words: 'en', locale: 'en-GB' });
const trayMenu = (shown: TrayView) => tray.trayMenu(shown, english);
const stateLine = (shown: TrayView) => tray.stateLine(shown, english);
const quitLabel = (connected: number) => tray.quitLabel(connected, english);
const lastRefusals = (recent: CallRecord[]) => tray.lastRefusals({ activity: { recent } as Snapshot['activity'], clients: [] }, english);

const view = (
  over: Partial<TrayView> & { mode?: TrayView['gate']['mode']; modeUntilMs?: number; listening?: boolean; problems?: string[] } = {},
): TrayView => ({
  gate: {
    mode: over.mode ?? 'enforce',
    ...(over.modeUntilMs === undefined ? {} : { modeUntilMs: over.modeUntilMs }),
    listening: over.listening ?? true,
    port: 7411,
    url: '',
    problems: over.problems ?? [],
    version: '0',
    face: 'desktop',
    dataDir: '/d',
    startedAtMs: 0,
    policyRevision: 1,
    secretsIn: '',
  },
  approvals: over.approvals ?? [],
  activity: over.activity ?? { today: { calls: 0, asked: 0, refused: 0 }, minutes: [], recent: [] },
  clients: over.clients ?? [],
  changes: over.changes ?? [],
  servers: over.servers ?? [],
  settings: { startAtLogin: false, ...over.settings } as TrayView['settings'],
});

const modeOf = (menu: readonly TrayItem[]): Extract<TrayItem, { kind: 'choice' }>[] => {
  const found = menu.find((item) => item.kind === 'menu');
  return (found?.kind === 'menu' ? found.items : []).filter((item) => item.kind === 'choice');
};

describe('the tray menu', () => {
  it('marks exactly one mode, whatever the state', () => {
    for (const mode of ['enforce', 'observe', 'lockdown'] as const)
      for (const modeUntilMs of [undefined, 9_000_000]) {
        const marked = modeOf(trayMenu(view({ mode, ...(modeUntilMs === undefined ? {} : { modeUntilMs }) }))).filter(
          ({ checked }) => checked,
        );
        expect(marked).toHaveLength(1);
        expect(marked[0]?.action).toMatchObject({ kind: 'mode', set: { mode } });
      }
  });

  it('offers to observe for a quarter of an hour and an hour, in milliseconds', () => {
    const sets = modeOf(trayMenu(view())).map(({ action }) => action);
    expect(sets).toContainEqual({ kind: 'mode', set: { mode: 'observe', forMs: 900_000 } });
    expect(sets).toContainEqual({ kind: 'mode', set: { mode: 'observe', forMs: 3_600_000 } });
  });

  it('says until when a timed mode lasts', () => {
    expect(stateLine(view({ mode: 'observe', modeUntilMs: new Date(2026, 0, 1, 14, 5).getTime() }))).toMatch(/until .*(14|02).*05/);
    expect(stateLine(view({ mode: 'observe' }))).toBe('Observing: rules do not stop calls');
  });

  it('never claims to enforce while nothing listens', () => {
    expect(stateLine(view({ listening: false }))).toBe('Not reachable for agents');
  });

  it('counts every call behind a card, and only cards that still wait', () => {
    const approvals = [approval({ waiting: 3 }), approval({ id: 'b', waiting: 0 }), approval({ id: 'c', state: 'denied' })];
    expect(pendingCount({ approvals })).toBe(4);
    expect(trayMenu(view({ approvals }))).toContainEqual({ kind: 'item', label: '4 calls wait for you', action: { kind: 'approvals' } });
    expect(trayMenu(view({ approvals: [approval()] }))).toContainEqual({
      kind: 'item',
      label: '1 call waits for you',
      action: { kind: 'approvals' },
    });
    expect(trayMenu(view()).some((item) => 'label' in item && item.label.includes('wait'))).toBe(false);
  });

  it('counts the servers that a person has to look at, one that did not start among them', () => {
    const servers = [
      { name: 'a', state: 'ready', problem: undefined },
      { name: 'b', state: 'idle', problem: 'b did not start' },
      { name: 'c', state: 'needs-secret', problem: undefined },
      { name: 'd', state: 'idle', problem: undefined },
    ] as unknown as TrayView['servers'];
    expect(trayMenu(view({ servers }))).toContainEqual({
      kind: 'item',
      label: '2 servers need you',
      action: { kind: 'open', page: 'servers' },
    });
  });

  it('shows the last three kinds of refusal, newest first, with how often', () => {
    const recent = [
      refusal({ seq: 1, tool: 'a' }),
      refusal({ seq: 2, tool: 'b' }),
      refusal({ seq: 3, tool: 'c' }),
      refusal({ seq: 4, tool: 'a', code: 'LOCKED' }),
      refusal({ seq: 5, tool: 'd', enforced: 'forwarded' }),
      refusal({ seq: 6, tool: 'e' }),
    ];
    expect(lastRefusals(recent).map(({ label, times }) => [label.split(' ')[1], times])).toEqual([
      ['e', 1],
      ['a', 2],
      ['c', 1],
    ]);
  });

  it('keeps control characters and overlong names out of labels', () => {
    const menu = trayMenu(
      view({
        clients: [client({ name: `x\u202e${'y'.repeat(300)}` })],
        activity: { today: { calls: 0, asked: 0, refused: 0 }, minutes: [], recent: [refusal({ tool: 'z'.repeat(500) })] },
      }),
    );
    for (const item of menu) if ('label' in item) expect(item.label).toMatch(/^[^\p{Cc}\p{Cf}]{1,160}$/u);
  });

  it('says what quitting means', () => {
    expect([quitLabel(0), quitLabel(1), quitLabel(2)]).toEqual([
      'Quit Toolgate',
      'Quit Toolgate: 1 application loses its tools',
      'Quit Toolgate: 2 applications lose their tools',
    ]);
  });

  it('points at changes that wait for a confirmation', () => {
    const changes = [{ id: 'c', command: 'server.add', sentence: 's', from: 'cli', atMs: 0 }];
    expect(trayMenu(view({ changes }))).toContainEqual({
      kind: 'item',
      label: '1 change waits for you',
      action: { kind: 'open', page: 'overview' },
    });
  });
});
