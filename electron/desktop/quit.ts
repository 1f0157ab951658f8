import { app, dialog } from 'electron';
import type { Core } from '../core/public.js';
import type { Logger } from '../core/ports/logger.js';
import { connectedNames, pendingCount } from './tray-menu.js';
import type { OutsideWords } from '../../shared/words/outside.js';

export interface Quit {
  /** says what it means for agents when some are connected; quits when the person still wants to */
  ask(): Promise<void>;
  /** ends at once, flushing the log first; `last` then ends the process, with 0 unless given */
  now(last?: () => void): void;
  isQuitting(): boolean;
}

const STOP_MS = 8_000;

/** Ending the application: the gateway closes, waiting calls are refused, the log is flushed, then the process ends. */
export function createQuit(core: Core, cleanUp: () => void, words: () => OutsideWords, logger: Logger): Quit {
  let quitting = false;
  let asking = false;
  let ended = false;

  const now = (last: () => void = () => app.exit(0)): void => {
    if (quitting) return;
    quitting = true;
    cleanUp();
    const timer = new Promise<'late'>((resolve) => setTimeout(resolve, STOP_MS, 'late'));
    void Promise.race([core.stop().catch((error: unknown) => logger.error('desktop.stop', { error: String(error) })), timer]).then(
      (end) => {
        if (end === 'late') logger.error('desktop.stop-late', { afterMs: STOP_MS });
        ended = true;
        last();
      },
    );
  };

  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    now();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => now());

  return {
    now,
    isQuitting: () => quitting,
    async ask() {
      const view = core.board.snapshot();
      const names = connectedNames(view);
      const waiting = pendingCount(view);
      if (names.length === 0 && waiting === 0) return now();
      if (asking) return;
      asking = true;
      const { t, listOf } = words();
      const lines = [
        names.length > 0 ? t('box.quitLosing', { count: names.length, names: listOf(names, 6) }) : '',
        waiting > 0 ? t('box.quitWaiting', { count: waiting }) : '',
      ].filter((line) => line !== '');
      const box = dialog.showMessageBox({
        type: 'question',
        message: t('box.quitTitle'),
        detail: lines.join('\n'),
        buttons: [t('box.quitNo'), t('box.quitYes')],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      const { response } = await box.finally(() => (asking = false));
      if (response === 1) now();
    },
  };
}
