import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';

/** spans that may wait for the exporter; what comes on top is dropped and counted */
export const MAX_WAITING = 2048;

/** Told how exports go: `dropped` spans more are lost; `problem` is why, or undefined when an export went well. */
export type ExportNews = (dropped: number, problem: string | undefined) => void;

/** Passes exports on and tells how they went. */
export function tellingExporter(inner: SpanExporter, leaving: (spans: number) => void, news: ExportNews): SpanExporter {
  return {
    export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
      leaving(spans.length);
      inner.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        news(failed ? spans.length : 0, failed ? (result.error?.message ?? 'no answer') : undefined);
        done(result);
      });
    },
    forceFlush: async () => inner.forceFlush?.(),
    shutdown: () => inner.shutdown(),
  };
}

/** A queue with an end in front of a processor that would drop in silence. `left` is told how many spans it has given to its exporter. */
export function countingProcessor(open: (left: (spans: number) => void) => SpanProcessor, news: ExportNews): SpanProcessor {
  let waiting = 0;
  const inner = open((spans) => (waiting -= spans));
  return {
    onStart: (span, context) => inner.onStart(span, context),
    onEnd(span) {
      // not sampled: nobody waits for it
      if ((span.spanContext().traceFlags & 1) === 0) return;
      if (waiting >= MAX_WAITING) return news(1, 'more spans than can be sent');
      waiting += 1;
      inner.onEnd(span);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
  };
}
