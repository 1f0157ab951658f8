import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Value {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
}
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  attributes: Record<string, string | number>;
}
export interface ReceivedMetric {
  name: string;
  unit: string;
  points: { count: number; sum: number; bounds: number[]; attributes: Record<string, string | number> }[];
}

/** A receiver of OTLP/HTTP JSON. `refuse` makes it answer 503. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly metrics: ReceivedMetric[];
  readonly bodies: string[];
  refuse: boolean;
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const receiver = { spans: [] as ReceivedSpan[], metrics: [] as ReceivedMetric[], bodies: [] as string[], refuse: false };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (receiver.refuse) return void response.writeHead(400).end('{"message":"no"}');
      receiver.bodies.push(body);
      const message = JSON.parse(body) as Message;
      if (request.url === '/v1/traces') receiver.spans.push(...spansIn(message));
      if (request.url === '/v1/metrics') receiver.metrics.push(...metricsIn(message));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

type Attribute = { key: string; value: Value };
interface Message {
  resourceSpans?: { scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes'> & { attributes: Attribute[] })[] }[] }[];
  resourceMetrics?: {
    scopeMetrics: {
      metrics: {
        name: string;
        unit: string;
        histogram?: { dataPoints: { count: number; sum: number; explicitBounds: number[]; attributes: Attribute[] }[] };
      }[];
    }[];
  }[];
}

const plain = (attributes: Attribute[]): Record<string, string | number> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]));

const spansIn = (message: Message): ReceivedSpan[] =>
  (message.resourceSpans ?? []).flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, attributes: plain(span.attributes) }))),
  );

const metricsIn = (message: Message): ReceivedMetric[] =>
  (message.resourceMetrics ?? []).flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.map(({ name, unit, histogram }) => ({
        name,
        unit,
        points: (histogram?.dataPoints ?? []).map(({ count, sum, explicitBounds, attributes }) => ({
          count,
          sum,
          bounds: explicitBounds,
          attributes: plain(attributes),
        })),
      })),
    ),
  );
