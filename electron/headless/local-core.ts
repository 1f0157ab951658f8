import { randomInt } from 'node:crypto';
import { version } from '../../package.json';
import { ok, type Result } from '../../shared/result.js';
import { createCore, type Core } from '../core/public.js';
import { systemClock } from '../core/ports/clock.js';
import { randomIds } from '../core/ports/ids.js';
import { createStderrLogger } from './logger-stderr.js';
import { createBrowserOpener } from './opener.js';
import { secretsFile } from './secrets-file.js';
import { settingsFile } from './settings-file.js';

export interface LocalCore extends Core {
  /** for commands that loosen, from another terminal */
  readonly unlockCode: string;
}

/** Eight letters and digits that are not mistaken for each other: 40 bits, for one run. */
function newUnlockCode(): string {
  const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  const letter = (): string => alphabet[randomInt(alphabet.length)]!;
  return `${Array.from({ length: 4 }, letter).join('')}-${Array.from({ length: 4 }, letter).join('')}`;
}

/** The standard variables: an address for all or one of the signals, and no word against it. */
const hasOtlpEnvironment = (env: NodeJS.ProcessEnv): boolean =>
  env['OTEL_SDK_DISABLED']?.toLowerCase() !== 'true' &&
  ['', 'TRACES_', 'METRICS_'].some((signal) => (env[`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`] ?? '') !== '');

/** The core in plain Node: settings and secrets in a 0600 file. `face: cli` for one command, `headless` for `serve`. */
export async function openLocalCore(options: {
  dataDir: string;
  face: 'headless' | 'cli';
  quiet: boolean;
  port?: number;
  quit?: () => void;
}): Promise<Result<LocalCore>> {
  const logger = createStderrLogger(options.quiet);
  const unlockCode = newUnlockCode();
  const core = await createCore({
    dataDir: options.dataDir,
    face: options.face,
    version,
    settingsStore: settingsFile(options.dataDir),
    secretStore: secretsFile(options.dataDir, logger),
    opener: createBrowserOpener(),
    clock: systemClock,
    ids: randomIds,
    logger,
    canAsk: () => options.face === 'headless',
    unlockCode,
    ...(options.quit === undefined ? {} : { quit: options.quit }),
    ...(options.port === undefined ? {} : { port: options.port }),
    otlpFromEnvironment: options.face === 'headless' && hasOtlpEnvironment(process.env),
  });
  return core.ok ? ok({ ...core.value, unlockCode }) : core;
}
