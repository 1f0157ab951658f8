import { create } from 'zustand';
import { broken, type Bridge } from '../bridge/bridge.js';
import type { Signal, Snapshot, ToolView } from '../../shared/model/views.js';
import type { Failure } from '../../shared/result.js';

interface Board {
  /** absent until the first snapshot has come */
  snapshot: Snapshot | undefined;
  failure: Failure | undefined;
  /** news that came before the snapshot */
  early: readonly Signal[];
  /** when the meters said what they say: their waits count from there */
  metersAtMs: number;
}

/** What the core last said. Nothing else writes here; optimistic switches lie over it (switches.ts). */
export const useBoard = create<Board>(() => ({ snapshot: undefined, failure: undefined, early: [], metersAtMs: 0 }));

/** Selects from the snapshot; only drawn inside the shell, which waits for it. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  return useBoard(({ snapshot }) => {
    if (!snapshot) throw new Error('drawn before the snapshot came');
    return select(snapshot);
  });
}

export const applySignal = (snapshot: Snapshot, signal: Signal): Snapshot => {
  if (signal.topic !== 'tools') return { ...snapshot, revision: signal.revision, [signal.topic]: signal.value };
  const tools = { ...snapshot.tools, [signal.key ?? '']: signal.value as ToolView[] };
  return { ...snapshot, revision: signal.revision, tools };
};

/** Listens before it asks, so that no news falls between; news older than the snapshot is dropped. */
export async function followBoard(bridge: Bridge): Promise<void> {
  bridge.onSignal((signal) => {
    const { snapshot, early } = useBoard.getState();
    if (!snapshot) useBoard.setState({ early: [...early, signal] });
    else useBoard.setState({ snapshot: applySignal(snapshot, signal), ...(signal.topic === 'meters' && { metersAtMs: Date.now() }) });
  });
  await loadBoard(bridge);
}

/** Asks for the snapshot, at first and again after a failure. */
export async function loadBoard(bridge: Bridge): Promise<void> {
  // what was told before is in the snapshot that is asked for now
  useBoard.setState({ failure: undefined, early: [] });
  const answer = await bridge.invoke('gate.snapshot', {}).catch(broken);
  if (!answer.ok) return useBoard.setState({ failure: answer.error });
  const { revision } = answer.value;
  const newer = useBoard.getState().early.filter((signal) => signal.revision > revision);
  useBoard.setState({ snapshot: newer.reduce(applySignal, answer.value), early: [], metersAtMs: Date.now() });
}
