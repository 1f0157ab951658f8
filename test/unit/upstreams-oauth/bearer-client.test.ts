import { expect, test } from 'vitest';
import type { ExchangeSink, HttpClient, HttpHead } from '../../../electron/core/upstreams/http-client.js';
import type { Bearer } from '../../../electron/core/upstreams/oauth/bearer.js';
import { withBearer } from '../../../electron/core/upstreams/oauth/bearer-client.js';

interface Sent {
  readonly authorization: string | undefined;
  readonly sink: ExchangeSink;
  aborted: boolean;
}

const head = (status: number, challenge?: string): HttpHead => ({
  status,
  header: (name) => (name === 'www-authenticate' ? challenge : undefined),
});

/** an HTTP client that answers when the test says so, and what came of one exchange with it */
function exchange(bearer: Partial<Bearer>) {
  const sent: Sent[] = [];
  const client: HttpClient = {
    exchange(_method, _path, headers, _body, sink) {
      const one: Sent = { authorization: headers.authorization, sink, aborted: false };
      sent.push(one);
      return () => {
        one.aborted = true;
        sink.broke(new Error('stopped'));
      };
    },
    destroy() {},
  };
  const told: string[] = [];
  const abort = withBearer(client, { header: () => 'Bearer one', refused: () => Promise.resolve({}), ...bearer }).exchange(
    'POST',
    '/',
    {},
    '{}',
    {
      leaving: () => void told.push('leaving'),
      head: ({ status }) => void told.push(`head ${status}`),
      data: (chunk) => void told.push(`data ${chunk.toString()}`),
      end: () => void told.push('end'),
      broke: (error) => void told.push(`broke ${error.message}`),
    },
  );
  const answer = (index: number, got: HttpHead, body = ''): void => {
    sent[index]?.sink.head(got);
    if (body !== '') sent[index]?.sink.data(Buffer.from(body));
    sent[index]?.sink.end();
  };
  return { sent, told, abort, answer };
}
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

test('without a bearer the client is the same object: nothing is added to a server that has no sign-in', () => {
  const client: HttpClient = { exchange: () => () => {}, destroy() {} };
  expect(withBearer(client, undefined)).toBe(client);
});

test('an answer passes as it comes, with the token on the request', () => {
  const { sent, told, answer } = exchange({});
  answer(0, head(200), 'yes');
  expect(sent.map((one) => one.authorization)).toEqual(['Bearer one']);
  expect(told).toEqual(['head 200', 'data yes', 'end']);
});

test('a refusal is not seen when there are newer credentials, and a second one is', async () => {
  let current = 'Bearer one';
  const refusals: unknown[] = [];
  const { sent, told, answer } = exchange({
    header: () => current,
    refused: (...refusal) => {
      refusals.push(refusal);
      current = 'Bearer two';
      return Promise.resolve('again');
    },
  });
  answer(0, head(401, 'Bearer error="invalid_token"'), 'no');
  await settle();
  expect(told).toEqual([]);
  answer(1, head(401), 'still no');
  await settle();
  expect(sent.map((one) => one.authorization)).toEqual(['Bearer one', 'Bearer two']);
  expect(refusals).toEqual([[401, 'Bearer error="invalid_token"', 'Bearer one']]);
  expect(told).toEqual(['head 401', 'data still no', 'end']);
});

test('a refusal without newer credentials is told whole, or in Toolgate’s words where there are some', async () => {
  const plain = exchange({});
  plain.answer(0, head(401), 'why');
  await settle();
  expect(plain.told).toEqual(['head 401', 'data why', 'end']);

  const wider = exchange({ refused: () => Promise.resolve({ say: 'it asks for more' }) });
  wider.answer(0, head(403, 'Bearer error="insufficient_scope"'), 'secret words');
  await settle();
  expect(wider.told).toEqual(['head 403', 'data {"message":"it asks for more"}', 'end']);
});

test('a 403 that is not about scopes is the server’s own affair', () => {
  const { told, answer } = exchange({ refused: () => Promise.reject(new Error('asked')) });
  answer(0, head(403, 'Bearer error="invalid_request"'), 'forbidden');
  expect(told).toEqual(['head 403', 'data forbidden', 'end']);
});

test('a request that waits for its token leaves with it, not at all once it was aborted, and breaks when there is none', async () => {
  let give: (header: string) => void = () => {};
  const waiting = (): Promise<string> => new Promise((resolve) => (give = resolve));
  const late = exchange({ header: waiting });
  expect(late.sent).toEqual([]);
  give('Bearer late');
  await settle();
  expect(late.sent.map((one) => one.authorization)).toEqual(['Bearer late']);

  const unwanted = exchange({ header: waiting });
  unwanted.abort();
  give('Bearer late');
  await settle();
  expect(unwanted.sent).toEqual([]);
  expect(unwanted.told).toEqual(['broke no longer wanted']);

  const broken = exchange({ header: () => Promise.reject(new Error('it could not be renewed')) });
  await settle();
  expect(broken.told).toEqual(['broke it could not be renewed']);
});

test('an abort reaches the exchange under way, and ends the wait for newer credentials', async () => {
  const under = exchange({});
  under.abort();
  expect(under.sent[0]?.aborted).toBe(true);

  let next: (what: 'again') => void = () => {};
  const between = exchange({ refused: () => new Promise((resolve) => (next = resolve)) });
  between.answer(0, head(401));
  between.abort();
  next('again');
  await settle();
  expect(between.sent).toHaveLength(1);
  expect(between.told).toEqual(['broke no longer wanted']);
});
