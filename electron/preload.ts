import { contextBridge, ipcRenderer } from 'electron';
import type { Signal } from '../shared/model/views.js';
import type { Result } from '../shared/result.js';

/** All that the interface can do outside its own page. No `ipcRenderer` and no event object leaves this file. */
const toolgate = {
  invoke: (name: string, input: unknown): Promise<Result<unknown>> => ipcRenderer.invoke('command', name, input),
  onSignal(listener: (signal: Signal) => void): () => void {
    const receive = (_event: unknown, signal: Signal): void => listener(signal);
    ipcRenderer.on('signal', receive);
    return () => void ipcRenderer.removeListener('signal', receive);
  },
};

contextBridge.exposeInMainWorld('toolgate', toolgate);
