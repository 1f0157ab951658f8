import { join } from 'node:path';
import type { BridgeCommand } from '../core/ports/bridge-command.js';

interface Facts {
  readonly execPath: string;
  readonly packaged: boolean;
  /** folder of the application, or its archive */
  readonly appPath: string;
  /** path of the AppImage this runs from: what is inside it has another path at every start */
  readonly appImage: string | undefined;
}

/** Finds the script from the program that runs it, wherever an AppImage was mounted this time. */
const inAppImage = "const p=require('node:path');require(p.join(p.dirname(process.execPath),'resources','app.asar','out','toolgate.cjs'))";

/**
 * How another program runs our command line: this very program as Node on the script beside the application. What follows the arguments
 * is the command, for example `connect --client cursor`.
 */
export function bridgeCommand({ execPath, packaged, appPath, appImage }: Facts): BridgeCommand {
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  if (packaged && appImage !== undefined) return { command: appImage, args: ['-e', inAppImage, 'toolgate'], env };
  return { command: execPath, args: [join(appPath, 'out', 'toolgate.cjs')], env };
}
