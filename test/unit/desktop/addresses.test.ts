import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnAddress, isWebAddress, pageAddress } from '../../../electron/desktop/address.js';
import { isTrustedSender } from '../../../electron/desktop/sender.js';

describe('addresses', () => {
  it('knows its own and no other', () => {
    expect(['app://toolgate/', 'app://toolgate/index.html#/tools'].filter(isOwnAddress)).toHaveLength(2);
    const others = [
      '',
      'toolgate',
      'app://toolgate.evil/',
      'app://evil/toolgate',
      'app://a@toolgate/',
      'App2://toolgate/',
      'https://toolgate/',
      'file:///x',
      'app:toolgate',
      'about:blank',
      'data:,app://toolgate/',
      'app://toolgate:1/',
    ];
    expect(others.filter(isOwnAddress)).toEqual([]);
  });

  it('keeps any page behind the hash of its own address', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (units) => {
        const address = new URL(pageAddress(String.fromCharCode(...units)));
        expect([address.protocol, address.host, address.pathname, address.search]).toEqual(['app:', 'toolgate', '/index.html', '']);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ftp://host/',
    'vscode://x',
    'ms-msdt:/id',
    'mailto:a@b',
    'tel:1',
    'about:blank',
    'chrome://gpu',
    'app://toolgate/',
    'ws://x/',
    'wss://x/',
    'blob:https://x/1',
    'filesystem:https://x/',
    'view-source:https://x/',
    'ssh://x/',
    'git://x/',
    'ldap://x/',
    'dav://x/',
    'cifs://x/',
    'nfs://x/',
    'search-ms:q',
    'shell:startup',
    'ms-settings:x',
    'itms-services://x',
    'intent://x',
    'https://user:pw@host/',
    'http://user@host/',
  ])('never hands %s to the system', (address) => {
    expect(isWebAddress(new URL(address))).toBe(false);
  });

  it('opens web addresses', () => {
    expect(['https://example.com/a?b#c', 'http://127.0.0.1:9/'].map((address) => isWebAddress(new URL(address)))).toEqual([true, true]);
  });
});

describe('who may send commands', () => {
  const contents = (over: object = {}) => ({ isDestroyed: () => false, mainFrame: { routingId: 1, processId: 5 }, ...over });
  const frame = (over: object = {}) => ({ routingId: 1, processId: 5, parent: null, url: 'app://toolgate/index.html#/tools', ...over });
  const trusted = (sender: object, senderFrame: object | null, owns = true): boolean =>
    isTrustedSender({ sender, senderFrame } as never, { owns: () => owns });

  it('is the main frame of an own window showing an own page', () => {
    expect(trusted(contents(), frame())).toBe(true);
  });

  it.each([
    ['another window', contents(), frame(), false],
    ['a frame that is gone', contents(), null, true],
    ['a frame inside the page', contents(), frame({ routingId: 2, parent: {} }), true],
    ['a frame inside the page that looks like its main one', contents(), frame({ parent: {} }), true],
    ['another frame of its process', contents(), frame({ routingId: 2 }), true],
    ['a frame of another process', contents(), frame({ processId: 6 }), true],
    ['a page that is not ours', contents(), frame({ url: 'https://example.com/' }), true],
    ['an empty page', contents(), frame({ url: 'about:blank' }), true],
    ['a page of a lookalike', contents(), frame({ url: 'app://toolgate.example/' }), true],
    ['a window that was destroyed', contents({ isDestroyed: () => true }), frame(), true],
  ])('is not %s', (_who, sender, senderFrame, owns) => {
    expect(trusted(sender, senderFrame, owns)).toBe(false);
  });
});
