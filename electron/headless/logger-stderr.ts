import type { Logger } from '../core/ports/logger.js';

/** The running log on stderr, one line an event: `warn upstream.crashed server="github" code=1`. */
export function createStderrLogger(quiet: boolean): Logger {
  const write =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
      const text = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
      process.stderr.write(`${level} ${event}${text.join('')}\n`);
    };
  return { info: quiet ? () => {} : write('info'), warn: quiet ? () => {} : write('warn'), error: write('error') };
}
