import { join } from 'node:path';
import { openBrowserFace, type BrowserFace } from './browser-face.js';
import { openLocalCore } from './local-core.js';
import { createStderrLogger } from './logger-stderr.js';
import { settleYoungGenerationWhenUsed } from './young-generation.js';

export interface ServeOptions {
  readonly dataDir: string;
  readonly json: boolean;
  readonly version: string;
  readonly port: number | undefined;
  readonly ui: boolean;
}

/** Runs the gateway in the foreground until SIGINT or SIGTERM. Resolves to the exit code. */
export async function serve(options: ServeOptions): Promise<number> {
  // what nobody waited for has failed: it costs no client its gate
  process.on('unhandledRejection', (fault) =>
    createStderrLogger(options.json).error('serve.fault', { error: fault instanceof Error ? fault.stack : String(fault) }),
  );
  const opened = await openLocalCore({
    dataDir: options.dataDir,
    face: 'headless',
    quiet: options.json,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  if (!opened.ok) return refuse(opened.error);
  const core = opened.value;
  const started = await core.start();
  if (!started.ok) {
    await core.stop();
    return refuse(started.error);
  }
  const face = options.ui ? await openBrowserFace({ core, root: join(__dirname, '..', 'renderer') }) : undefined;
  if (face !== undefined && !face.ok) {
    await core.stop();
    return refuse(face.error);
  }
  announce(options, core.board.gate(), core.unlockCode, face?.value);
  settleYoungGenerationWhenUsed(() => core.used());
  await ended();
  await face?.value.close();
  await core.stop();
  return 0;
}

function announce(
  options: ServeOptions,
  gate: { url: string; problems: readonly string[] },
  unlock: string,
  face: BrowserFace | undefined,
): void {
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ event: 'ready', url: gate.url, pid: process.pid, unlock, ...(face === undefined ? {} : { ui: face.url }) })}\n`,
    );
    return;
  }
  process.stdout.write(
    [
      `Toolgate ${options.version} listens on ${gate.url}`,
      ...(face === undefined ? [] : [`Interface (works once, in one browser): ${face.url}`]),
      `Unlock code for commands that loosen: ${unlock}`,
      ...gate.problems,
      'Ctrl+C ends it; agents cannot call anything then.',
      '',
    ].join('\n'),
  );
}

function refuse(error: { message: string; fix?: string }): number {
  process.stderr.write(`toolgate: ${error.message}${error.fix === undefined ? '' : ` (${error.fix})`}\n`);
  return 1;
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    process.once('SIGHUP', end);
  });
}
