import { useEffect } from 'react';
import { zoomFrom } from '../../shared/model/zoom.js';
import { useBoard } from './board.js';
import { useCommand } from './commands.js';

const STEPS: Readonly<Record<string, 1 | -1 | 0>> = { '+': 1, '=': 1, '-': -1, _: -1, '0': 0 };

/** What the windows of the application are drawn by, 1 is as they were made; a browser zooms by itself. */
export const useZoom = (): number => useBoard(({ snapshot }) => (snapshot?.gate.face === 'desktop' ? snapshot.settings.zoom / 100 : 1));

/** Sets the size of everything a step larger or smaller, or with 0 as it was made. */
export function useZoomStep(): (step: 1 | -1 | 0) => void {
  const run = useCommand();
  return (step) => {
    const { snapshot } = useBoard.getState();
    if (snapshot) void run('settings.set', { zoom: zoomFrom(snapshot.settings.zoom, step) });
  };
}

/** Ctrl +, Ctrl − and Ctrl 0 in the windows of the application, wherever the focus is. */
export function useZoomKeys(): void {
  const step = useZoomStep();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = STEPS[event.key];
      if (by === undefined || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (useBoard.getState().snapshot?.gate.face !== 'desktop') return;
      event.preventDefault();
      step(by);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
