import { expect, test } from 'vitest';
import { createClientRequests } from '../../../electron/core/gateway/client-requests.js';
import { fakeClock } from '../../support/fake-clock.js';

test('a question to a client is told the id that it goes out under, and one that does not go out is told none', async () => {
  const sent: number[] = [];
  const ids: number[] = [];
  const clock = { nowMs: () => 0, monotonicMs: () => 0, after: () => () => {} };
  const requests = createClientRequests(clock, (bytes) => sent.push((JSON.parse(bytes.toString()) as { id: number }).id));
  const ask = (signal: AbortSignal) =>
    requests.ask('one', 'roots/list', {}, { relatedTo: undefined, timeoutMs: 1000, signal, sentAs: (id) => ids.push(id) });
  await expect(ask(AbortSignal.abort())).rejects.toThrow('cancelled');
  const asked = ask(new AbortController().signal);
  expect(ids).toEqual([2]);
  expect(sent).toEqual(ids);
  requests.answered({ kind: 'response', id: 2, result: {}, error: undefined });
  await asked;
});

test('a client is given ten seconds more when this process stood still at the time limit of a question', async () => {
  const clock = fakeClock();
  const requests = createClientRequests(clock, () => {});
  const ask = () =>
    requests.ask('one', 'roots/list', {}, { relatedTo: undefined, timeoutMs: 60_000, signal: new AbortController().signal });
  const [answered, late] = [ask(), ask().catch(String)];
  clock.stall(3_600_000);
  requests.answered({ kind: 'response', id: 1, result: {}, error: undefined });
  expect(await answered).toMatchObject({ result: {} });
  clock.advance(10_000);
  expect(await late).toContain('the client did not answer in time');
});
