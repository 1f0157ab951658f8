import type { Logger } from '../ports/logger.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { ExportersDeps, OpenTelemetry } from './exporters.js';

export interface TelemetryDeps extends Omit<ExportersDeps, 'endpoint' | 'news' | 'faulty'> {
  /** where to send: an address, `environment` for what the OTEL_ variables say, undefined for nowhere */
  readonly target: () => string | undefined;
  readonly logger: Logger;
  /** a line for people while exports fail */
  readonly problem: (line: string | undefined) => void;
}

export const FROM_ENVIRONMENT = 'environment';

export interface TelemetryRoom {
  /** undefined while it is off: the gate then does nothing more than ask this */
  current(): Telemetry | undefined;
  /** turns on, off or over to another address, as `target` says now */
  look(): void;
  /** how many spans were lost since the start */
  readonly dropped: number;
  close(): Promise<void>;
}

/** OpenTelemetry, off unless a person turned it on. The SDK is loaded then and not before. It never holds up or fails a call. */
export function createTelemetry(deps: TelemetryDeps): TelemetryRoom {
  let wanted: string | undefined;
  let open: OpenTelemetry | undefined;
  let dropped = 0;
  let closing: Promise<void> = Promise.resolve();

  const news =
    (target: string) =>
    (more: number, problem: string | undefined): void => {
      dropped += more;
      if (wanted !== target) return;
      if (more > 0) deps.logger.warn('telemetry.dropped', { spans: more, problem });
      if (problem === undefined) return deps.problem(undefined);
      const place = target === FROM_ENVIRONMENT ? 'the address in OTEL_EXPORTER_OTLP_ENDPOINT' : target;
      deps.problem(
        `OpenTelemetry data cannot be sent to ${place} (${problem}); ${String(dropped)} spans are lost so far. Calls are not affected.`,
      );
    };

  const end = (): void => {
    const ending = open;
    open = undefined;
    deps.problem(undefined);
    if (ending !== undefined) closing = ending.close();
  };

  return {
    current: () => open?.telemetry,
    look() {
      const target = deps.target();
      if (target === wanted) return;
      wanted = target;
      end();
      if (target === undefined) return;
      void import('./exporters.js')
        .then(({ openExporters }) => {
          if (wanted !== target) return;
          const endpoint = target === FROM_ENVIRONMENT ? undefined : target;
          const faulty = (fault: unknown): void => deps.logger.error('telemetry.fault', { fault: String(fault) });
          open = openExporters({ ...deps, endpoint, news: news(target), faulty });
        })
        .catch((fault: unknown) => {
          deps.logger.error('telemetry.not-opened', { fault: String(fault) });
          deps.problem('OpenTelemetry could not be started, nothing is sent. Calls are not affected.');
        });
    },
    get dropped() {
      return dropped;
    },
    async close() {
      wanted = undefined;
      end();
      await closing;
    },
  };
}
