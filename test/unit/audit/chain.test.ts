import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyedHash } from '../../../electron/core/audit/chain.js';

it('the keyed hash is HMAC-SHA256 whatever the length of the text', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const keyed = keyedHash(key);
  for (const text of ['', 'a', '{"path":"/tmp/ü€😀"}', 'x'.repeat(1364), 'x'.repeat(1366), '€'.repeat(1365), 'y'.repeat(100_000), 'a'])
    for (const hashed of [keyed.hash(keyed.read(text)), keyed.hashText(text)])
      expect(hashed).toBe(createHmac('sha256', key).update(text).digest('hex'));
});
