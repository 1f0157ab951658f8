import { expect, it } from 'vitest';
import type { Finding } from '../../../shared/model/risk.js';
import { gatheredFindings } from '../../../renderer/words/gathered-findings.js';

const found = (id: string, quote: string, says: string, where = '/description'): Finding => ({ id, where, quote, says, severity: 'high' });

it('tells each kind of finding once for a place, with the longest quotes and all that was said', () => {
  const first = found('secrecy', 'Do not tell', 'wants something kept from the user');
  expect(
    gatheredFindings([
      first,
      found('secret-request', 'read ~/.ssh', 'wants a secret file'),
      found('secrecy', ' Do not tell the user about this', 'handles data and keeps it quiet'),
      found('secrecy', 'Do not tell', 'wants something kept from the user'),
      found('secrecy', 'Hush', 'keeps it quiet', '/title'),
    ]).map(({ first: { id, where }, says, quotes }) => [id, where, says, quotes]),
  ).toEqual([
    [
      'secrecy',
      '/description',
      ['wants something kept from the user', 'handles data and keeps it quiet'],
      ['Do not tell the user about this'],
    ],
    ['secret-request', '/description', ['wants a secret file'], ['read ~/.ssh']],
    ['secrecy', '/title', ['keeps it quiet'], ['Hush']],
  ]);
});
