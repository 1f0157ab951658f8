import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Telemetry } from '../ports/telemetry.js';
import { countingProcessor, MAX_WAITING, tellingExporter, type ExportNews } from './drop-count.js';
import { createOperations, type OperationsDeps } from './operations.js';

export interface ExportersDeps extends Omit<OperationsDeps, 'tracer' | 'meter'> {
  /** base address of an OTLP/HTTP receiver; undefined: where the OTEL_EXPORTER_OTLP_… variables say */
  readonly endpoint: string | undefined;
  readonly version: string;
  readonly instance: string;
  readonly news: ExportNews;
}

export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  /** sends what waits, for at most `CLOSE_MS` */
  close(): Promise<void>;
}

const EXPORT_MS = 5000;
const CLOSE_MS = 2000;

/** The official SDK with OTLP over HTTP (JSON). This file is loaded only where telemetry is on: it is larger than the rest of the gate's start. */
export function openExporters(deps: ExportersDeps): OpenTelemetry {
  const { endpoint, version, news } = deps;
  const at = (path: string) => ({
    timeoutMillis: EXPORT_MS,
    ...(endpoint === undefined ? {} : { url: `${endpoint.replace(/\/+$/, '')}/v1/${path}` }),
  });
  const own = { 'service.name': 'toolgate', 'service.version': version, 'service.instance.id': deps.instance };
  const resource = defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(endpoint === undefined ? detectResources({ detectors: [envDetector] }) : null);

  const tracers = new TracerProvider({
    resource,
    spanProcessors: [
      countingProcessor(
        (left) =>
          new BatchSpanProcessor({
            exporter: tellingExporter(new OTLPTraceExporter(at('traces')), left, news),
            maxQueueSize: MAX_WAITING,
            exportTimeoutMillis: 2 * EXPORT_MS,
          }),
        news,
      ),
    ],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(at('metrics')),
        exportIntervalMillis: 60_000,
        exportTimeoutMillis: 2 * EXPORT_MS,
      }),
    ],
  });

  const telemetry = createOperations({
    ...deps,
    tracer: tracers.getTracer('toolgate', version),
    meter: meters.getMeter('toolgate', version),
  });
  return {
    telemetry,
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_MS)));
      await Promise.race([Promise.allSettled([tracers.shutdown(), meters.shutdown()]), late]);
      clearTimeout(timer);
    },
  };
}
