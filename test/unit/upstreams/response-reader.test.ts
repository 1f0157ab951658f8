import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedResponse, ResponseReader } from '../../../electron/core/upstreams/response-reader.js';

/** What a reader makes of bytes in these pieces: what it told, or `malformed`. */
function read(text: string, cuts: readonly number[] = [], close = false): string {
  const bytes = Buffer.from(text, 'latin1');
  let told = '';
  const reader = new ResponseReader({
    head: ({ status, header }) => void (told += `${status} ${header('content-type') ?? '-'} `),
    data: (chunk) => void (told += chunk.toString('latin1')),
    end: (reusable) => void (told += reusable ? ' kept' : ' left'),
  });
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  try {
    for (let i = 1; i < places.length; i++) reader.push(bytes.subarray(places[i - 1], places[i]));
  } catch (error) {
    if (error instanceof MalformedResponse) return 'malformed';
    throw error;
  }
  return close && !reader.closed() ? `${told} broken` : told;
}

const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const whole: readonly (readonly [string, string])[] = [
  [`${json}Content-Length: 5\r\n\r\nhello`, '200 application/json hello kept'],
  [`${json}content-length:0\r\n\r\n`, '200 application/json  kept'],
  [`${json}Connection: close\r\nContent-Length: 5\r\n\r\nhello`, '200 application/json hello left'],
  [`HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello`, '200 - hello left'],
  [`${json}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n003;a=b\r\nllo\r\n0\r\n\r\n`, '200 application/json hello kept'],
  [`${json}Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\nx: y\r\n\r\n`, '200 application/json hello kept'],
  [`HTTP/1.1 100 Continue\r\n\r\n${json}Content-Length: 2\r\n\r\nok`, '200 application/json ok kept'],
  [`HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n`, '202 -  kept'],
  [`HTTP/1.1 204\r\n\r\n`, '204 -  kept'],
];

describe('responses of servers', () => {
  it('are read the same in any pieces', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.array(fc.nat(500), { maxLength: 12 }), ([text, told], cuts) => {
        // at which data comes does not show
        expect(read(text, cuts)).toBe(told);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    [`${json}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    [`${json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
    [`${json}Transfer-Encoding: gzip, chunked\r\n\r\n`],
    [`${json}Content-Length: +5\r\n\r\nhello`],
    [`${json}Content-Length: 5, 5\r\n\r\nhello`],
    [`${json}Transfer-Encoding: chunked\r\n\r\n5\r\nhellox\r\n0\r\n\r\n`],
    [`${json}Transfer-Encoding: chunked\r\n\r\n-5\r\nhello`],
    [`${json}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello`],
    [`${json} folded: yes\r\nContent-Length: 0\r\n\r\n`],
    [`${json}Content-Length : 5\r\n\r\nhello`],
    [`${json}A: b\nContent-Length: 5\r\n\r\nhello`],
    ['HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['HTTP/2 200\r\n\r\n'],
    ['SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['SSH-2.0-OpenSSH_9.6\r\n'],
    ['\u0016\u0003\u0001'],
    ['HTTP/1.1 200 OK\ncontent-length: 2\n\nok'],
    [`HTTP/1.1 200 OK\r\n${'x'.repeat(70_000)}`],
  ])('that could be understood in two ways, or not at all, are refused: %j', (text) => {
    expect(read(text)).toBe('malformed');
  });

  it('leave the connection when more came than was asked for', () => {
    expect(read(`${json}Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n`)).toBe('200 application/json hello left');
  });

  it('without a length end with the connection; others break with it', () => {
    expect(read(`${json}\r\nhello`, [], true)).toBe('200 application/json hello left');
    expect(read(`${json}Content-Length: 9\r\n\r\nhello`, [], true)).toBe('200 application/json hello broken');
    expect(read(`${json}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, [], true)).toBe('200 application/json hello broken');
    expect(read('HTTP/1.1 200 OK\r\n', [], true)).toBe(' broken');
  });
});
