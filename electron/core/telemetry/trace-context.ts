import { ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';

const propagator = new W3CTraceContextPropagator();

/** The sender's trace, from `traceparent` and `tracestate` in `params._meta` (MCP SEP-414). What is no valid trace context is none. */
export function contextIn(params: JsonObject | undefined): Context {
  const meta = params?.['_meta'];
  if (!isJsonObject(meta)) return ROOT_CONTEXT;
  return propagator.extract(ROOT_CONTEXT, meta, {
    keys: (carrier) => Object.keys(carrier),
    get: (carrier, key) => {
      const value = carrier[key];
      return typeof value === 'string' ? value : undefined;
    },
  });
}

/** The same params with `span` as the trace context. A state that belonged to no valid parent does not go on; `baggage` and all else does. */
export function paramsWithin(span: Span, params: JsonObject | undefined): JsonObject {
  const given = params?.['_meta'];
  const meta = copy(isJsonObject(given) ? given : {});
  delete meta['traceparent'];
  delete meta['tracestate'];
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), meta, { set: (carrier, key, value) => void (carrier[key] = value) });
  const out = copy(params ?? {});
  out['_meta'] = meta;
  return out;
}

const copy = (object: JsonObject): Record<string, JsonObject[string]> =>
  Object.assign(Object.create(null) as Record<string, JsonObject[string]>, object);
