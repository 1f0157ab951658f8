import type { CommandInput, CommandName, CommandOutput } from '../../shared/commands/contract.js';
import type { Signal } from '../../shared/model/views.js';
import { fail, type Result } from '../../shared/result.js';
import { browserBridge } from './browser-bridge.js';

/** The only way out of the interface: commands go in, news comes back. Preload and the browser face both have this shape. */
export interface Bridge {
  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>;
  /** @returns stops listening */
  onSignal(listener: (signal: Signal) => void): () => void;
}

declare global {
  interface Window {
    toolgate?: Bridge;
  }
}

/** What a bridge that breaks says: a failure like every other. For `catch` behind `invoke`. */
export const broken = (error: unknown): Result<never> => fail('fault', error instanceof Error ? error.message : String(error));

/** The window's own bridge where preload put one, else the same shape over this page's origin. */
export const chooseBridge = (): Bridge => window.toolgate ?? browserBridge();
