import { describe, expect, it } from 'vitest';
import { serveFlags } from '../../../electron/headless/serve-flags.js';

const plain = { port: undefined, ui: false, json: false, dataDir: undefined };

describe('the short way of `toolgate serve`', () => {
  it.each([
    [['serve'], plain],
    [['serve', '--port', '0', '--json'], { ...plain, port: 0, json: true }],
    [['--data-dir', '/d', 'serve', '--ui', '--port=7412'], { ...plain, dataDir: '/d', ui: true, port: 7412 }],
  ])('reads %j', (argv, flags) => {
    expect(serveFlags(argv)).toEqual(flags);
  });

  it.each([
    [['status']],
    [['server', 'list']],
    [['help', 'serve']],
    [['serve', '--help']],
    [['serve', '-h']],
    [['serve', 'more']],
    [['serve', '--prot', '1']],
    [['serve', '--port']],
    [['serve', '--port', 'x']],
    [['serve', '--port', '70000']],
    [['serve', '--json=yes']],
    [['server', 'add', 'serve', '--', 'serve']],
  ])('leaves %j to the whole command line', (argv) => {
    expect(serveFlags(argv)).toBeUndefined();
  });
});
