import { describe, expect, it } from 'vitest';
import { canonical } from '../../../shared/json/canonical.js';
import { getPointer, parsePointer, pointer } from '../../../shared/json/pointer.js';

describe('JSON pointers', () => {
  it('escape and unescape tokens both ways', () => {
    expect(pointer('tools', 'a/b~c', 0)).toBe('/tools/a~1b~0c/0');
    expect(parsePointer('/tools/a~1b~0c/0')).toEqual(['tools', 'a/b~c', '0']);
    expect(pointer()).toBe('');
  });

  it('find own members and array places, and nothing else', () => {
    const document = { a: [{ 'x/y': 1 }], '': 2 };
    expect(getPointer(document, '/a/0/x~1y')).toBe(1);
    expect(getPointer(document, '/')).toBe(2);
    expect(getPointer(document, '')).toBe(document);
    for (const missing of ['/a/00', '/a/-', '/a/1', '/constructor', '/a/0/x', 'a', '/~2'])
      expect(getPointer(document, missing), missing).toBeUndefined();
  });
});

describe('canonical text', () => {
  it('sorts members by code unit and writes numbers as ECMAScript does (RFC 8785, 3.2.2 and 3.2.3)', () => {
    expect(canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u0080': 5, '\ud83d\ude00': 6, '\u00f6': 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":5,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":6,"\ufb33":3}',
    );
    expect(canonical([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
    expect(canonical({ b: undefined, a: null })).toBe('{"a":null}');
  });
});
