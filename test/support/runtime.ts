import { join } from 'node:path';
import { testElectron } from '../../build/test-electron.mjs';

/** A built command line and what runs it. */
export interface Runtime {
  readonly command: string;
  /** before the arguments of the command line */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const script = join(import.meta.dirname, '..', '..', 'out', 'toolgate.cjs');

export const plainNode: Runtime = { command: process.execPath, args: [script], env: {} };

/** Node 18, inside the test Electron: the oldest Node that Toolgate runs on. */
export const electronAsNode = async (): Promise<Runtime> => ({
  command: await testElectron(),
  args: [script],
  env: { ELECTRON_RUN_AS_NODE: '1' },
});
