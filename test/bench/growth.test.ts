import { expect, it } from 'vitest';
import { createRedactor } from '../../electron/core/audit/redactor.js';
import { createLineReader } from '../../electron/core/gateway/line-reader.js';
import { createLineFramer } from '../../electron/core/upstreams/frame-lines.js';
import { readChallenge } from '../../electron/core/upstreams/oauth/challenge.js';
import { storedSecrets } from '../fixtures/secret-canaries.js';
import { compile, facts, noLimits } from '../unit/policy/fixtures.js';
import { bestOfMs } from './best-of.js';

const chunk = (): Buffer => Buffer.alloc(65_536, 'x');

it.each([
  ['the local socket', () => createLineReader(() => 2 ** 30, () => {}, () => {}).take], // prettier-ignore
  [
    'an upstream',
    () => createLineFramer({ line() {}, tooLong() {}, endless() {} }, () => ({ maxLineBytes: 2 ** 30, maxDiscardBytes: 0 })).push,
  ],
] as const)('a message of 100 MB from %s in chunks of 64 KB takes less than a second', (_from, reader) => {
  const time = bestOfMs(3, () => {
    const take = reader();
    // joining at every chunk would copy 80 GB here and take tens of seconds
    for (let i = 0; i < 1600; i++) take(chunk());
    take(Buffer.from('\n'));
  });
  expect(time).toBeLessThan(1000);
});

it.each([
  'a',
  'password=',
  'token: ',
  '://a:',
  'eyJaaaaaaaa.',
  'Bearer ',
  '"secret": "',
  '-----BEGIN PRIVATE KEY-----',
  'A1:',
  'cookie: a=',
  'sk-a-',
  '\\"',
])('redacting 68 KB of %j takes less than 400 ms', (piece) => {
  // prettier-ignore
  const redactor = createRedactor(storedSecrets, Buffer.alloc(32, 1));
  const text = piece.repeat(Math.ceil(68_000 / piece.length));
  expect(bestOfMs(2, () => void redactor.text(text))).toBeLessThan(400);
});

it.each([
  ['regex', '(a+)+$'],
  ['glob', '*a*a*a*a*a*a*b'],
])('the evil %s %s asks a text of 100 KB about nothing for more than 50 ms', (op, value) => {
  const tools = { write_file: { deny_if: [{ conditions: [{ path: 'args.v', op, value }] }] } };
  const policy = compile({ version: '1', default: 'allow', tools });
  const call = facts({ arguments: { v: `${'a'.repeat(100_000)}!` } });
  expect(bestOfMs(3, () => void policy.evaluate(call, noLimits))).toBeLessThan(50);
});

it.each(['a="', '\\"'])('reading a challenge of %s over and over takes less than 100 ms', (piece) => {
  expect(bestOfMs(3, () => void readChallenge(`Bearer ${piece.repeat(5000)}`))).toBeLessThan(100);
});
