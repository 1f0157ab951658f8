import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join, sep } from 'node:path';

const START_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;

export interface Facts {
  readonly execPath: string;
  /** folder of the checkout, or the application's archive */
  readonly appPath: string;
  /** this is Electron, run as Node */
  readonly electron: boolean;
  readonly appImage: string | undefined;
  readonly asRoot: boolean;
}

/** What starts the application that a script belongs to, in the tray: the packaged one, or the checkout's. */
export function startCommand({ execPath, appPath, electron, appImage, asRoot }: Facts): string[] {
  if (!electron) return [execPath, join(appPath, 'build', 'start.mjs'), '--hidden'];
  const packaged = appPath.endsWith(`${sep}app.asar`);
  // Root cannot have Chromium's sandbox at all.
  const sandbox = asRoot ? ['--no-sandbox'] : [];
  return [(packaged ? appImage : undefined) ?? execPath, ...sandbox, ...(packaged ? [] : [appPath]), '--hidden'];
}

/** True when somebody listens at the local socket. The file alone says nothing: a killed gateway leaves it behind. */
export const isListening = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ path: socketPath });
    const end = (listens: boolean) => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

/**
 * Starts the application and waits until its local socket takes connections, at most 20 s. Resolves to why that did not happen, or to
 * undefined. The application outlives this process.
 */
export async function startApplication(dataDir: string, socketPath: string, appPath: string): Promise<string | undefined> {
  const env: NodeJS.ProcessEnv = { ...process.env, TOOLGATE_DATA_DIR: dataDir };
  delete env['ELECTRON_RUN_AS_NODE'];
  const [program = process.execPath, ...args] = startCommand({
    execPath: process.execPath,
    appPath,
    electron: process.versions['electron'] !== undefined,
    appImage: process.env['APPIMAGE'],
    asRoot: process.platform === 'linux' && process.getuid?.() === 0,
  });
  let failed: string | undefined;
  const child = spawn(program, args, { env, detached: true, stdio: 'ignore' });
  child.on('error', (error) => (failed = error.message));
  // 0: another one was just starting
  child.on('exit', (code, signal) => (failed ??= code === 0 ? undefined : `it ended with ${code ?? signal}`));
  child.unref();
  for (let waitedMs = 0; waitedMs < START_WITHIN_MS && failed === undefined; waitedMs += LOOK_EVERY_MS) {
    if (await isListening(socketPath)) return undefined;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return failed ?? `it did not answer within ${START_WITHIN_MS / 1000} s`;
}
