import { describe, expect, it } from 'vitest';
import { pathBypasses as bypasses } from '../../fixtures/path-bypasses.js';
import { facts, noLimits, paths, compile } from './fixtures.js';

/** Every way we know to write a path or an address that means another one: none may pass an allow rule, each must meet a deny rule. */

const links: Readonly<Record<string, string>> = {
  '/home/u/proj/link': '/home/u/secrets',
  '/home/u/proj/link/key': '/home/u/secrets/key',
  '/home/u/proj/up': '/home/u/secrets/deep',
};
const resolve = (path: string): string | undefined => {
  if (path.includes('/loop')) return undefined;
  for (const [from, to] of Object.entries(links).sort((a, b) => b[0].length - a[0].length))
    if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length);
  return path;
};

const everything = { action: 'ask', allow_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '~/proj' }] }] };
const forbidding = { action: 'allow', deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '~/secrets' }] }] };
const cage = { action: 'allow', require: [{ path: 'args.path', op: 'under', value: '~/proj' }] };
const policies = {
  allow_if: compile({ version: '1', tools: { write_file: everything } }),
  deny_if: compile({ version: '1', tools: { write_file: forbidding } }),
  require: compile({ version: '1', tools: { write_file: cage } }),
};

const judge = (policy: keyof typeof policies, path: unknown, remote = false, caseInsensitive = false) =>
  policies[policy].evaluate(facts({ arguments: { path: path as string }, remote, paths: paths({ resolve, caseInsensitive }) }), noLimits)
    .decision.verdict;

/** spellings that stay under the allowed folder whichever way they are read are no bypass of it */
const harmless = (path: string): boolean => path.startsWith('/home/u/proj/') && !/\.|%|\\|[^ -~]|link|up|loop/.test(path);

describe('a path rule', () => {
  it('is tried with at least 120 encodings', () => expect(bypasses.length).toBeGreaterThanOrEqual(120));

  it.each(bypasses.map((path) => ({ label: JSON.stringify(path), path })))('does not allow $label', ({ path }) => {
    expect(harmless(path)).toBe(false);
    expect(judge('allow_if', path)).toBe('ask');
    expect(judge('require', path)).toBe('deny');
  });

  it.each(bypasses.map((path) => ({ label: JSON.stringify(path), path })))('that forbids a folder denies $label', ({ path }) => {
    expect(judge('deny_if', path)).toBe('deny');
  });

  it('still allows what is plainly under the folder', () => {
    for (const path of [
      '/home/u/proj/a.txt',
      '~/proj',
      '/home/u/proj/x/../a',
      '/home/u/proj/caf\u00e9',
      '/home/u/proj/cafe\u0301',
      '/home/u/proj/100% done.txt',
      '/home/u/proj/a b/\u00bd',
      '/home/u/proj/it\u2019s/o\'brien "x".txt ',
      '/home/u/proj/{{name}}/[id].tsx',
    ]) {
      expect([path, judge('allow_if', path), judge('deny_if', path)]).toEqual([path, 'allow', 'allow']);
    }
  });

  it('follows the folder of the rule as it follows the argument', () => {
    const moved = compile({
      version: '1',
      tools: { write_file: { ...everything, allow_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '~/proj/link' }] }] } },
    });
    const verdict = (path: string) => moved.evaluate(facts({ arguments: { path }, paths: paths({ resolve }) }), noLimits).decision.verdict;
    expect(['/home/u/secrets/key', '/home/u/proj/link/key', '/home/u/proj/key'].map(verdict)).toEqual(['allow', 'allow', 'ask']);
  });

  it('takes away what a server may take away before it decides whether a path is relative', () => {
    const verdict = (policy: keyof typeof policies, path: string) =>
      policies[policy].evaluate(facts({ arguments: { path }, cwd: '/home/u/proj', paths: paths({ resolve }) }), noLimits).decision.verdict;
    for (const path of [
      ' /home/u/secrets/key',
      '\u00a0~/secrets',
      '"/home/u/secrets/key"',
      "'/home/u/secrets'",
      ' ../secrets',
      '"../secrets"',
    ])
      expect([path, verdict('require', path), verdict('allow_if', path), verdict('deny_if', path)]).toEqual([path, 'deny', 'ask', 'deny']);
    for (const path of ['a.txt ', '"a".txt', "o'brien/x"]) expect([path, verdict('require', path)]).toEqual([path, 'allow']);
  });

  it('is in doubt about what is longer than any path', () => {
    const long = `/home/u/proj/${'a/'.repeat(20_000)}`;
    expect([judge('require', long), judge('allow_if', long), judge('deny_if', long)]).toEqual(['deny', 'ask', 'deny']);
    expect(judge('require', long.slice(0, 4000))).toBe('allow');
  });

  it('is in doubt about a link inside a forbidden folder that leads out of it: what is removed may be the link', () => {
    const out = (path: string) => (path === '/home/u/secrets/out' ? '/home/u/proj/x' : path);
    const verdict = (path: string) =>
      policies.deny_if.evaluate(facts({ arguments: { path }, paths: paths({ resolve: out }) }), noLimits).decision.verdict;
    expect(['/home/u/secrets/out', '/home/u/proj/x'].map(verdict)).toEqual(['deny', 'allow']);
  });

  it.each<[what: string, path: string, dark: string]>([
    ['the decoded reading leads', '/home/u/proj/%64ark', '/home/u/proj/dark'],
    ['it leads before it goes up', '/home/u/proj/dark/../a', '/home/u/proj/dark'],
    ['it leads after it went up', '/home/u/proj/side/../dark', '/home/u/other/dark'],
  ])('is in doubt where nobody can tell where %s', (_, path, dark) => {
    const blind = (one: string) => (one === dark ? undefined : one === '/home/u/proj/side' ? '/home/u/other/deep' : one);
    const verdict = (policy: keyof typeof policies, given: string) =>
      policies[policy].evaluate(facts({ arguments: { path: given }, paths: paths({ resolve: blind }) }), noLimits).decision.verdict;
    expect([verdict('require', path), verdict('allow_if', path), verdict('deny_if', path)]).toEqual(['deny', 'ask', 'deny']);
    expect([verdict('require', '/home/u/proj/a'), verdict('deny_if', '/home/u/proj/a')]).toEqual(['allow', 'allow']);
  });

  it('reads paths of another machine as text: what is a link here is none there', () => {
    expect([judge('allow_if', '/home/u/proj/link/key', true), judge('allow_if', '/home/u/proj/link/key')]).toEqual(['ask', 'ask']);
    const there = compile({
      version: '1',
      tools: { write_file: { ...cage, require: [{ path: 'args.path', op: 'under', value: '/home/u/proj' }] } },
    });
    const verdict = (remote: boolean) =>
      there.evaluate(facts({ arguments: { path: '/home/u/proj/link/key' }, remote, paths: paths({ resolve }) }), noLimits).decision.verdict;
    expect([verdict(true), verdict(false)]).toEqual(['allow', 'deny']);
  });

  it('takes both small sigmas for one letter where case does not count', () => {
    const greek = compile({
      version: '1',
      tools: { write_file: { action: 'allow', deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '~/αρχειος' }] }] } },
    });
    const verdict = (caseInsensitive: boolean) =>
      greek.evaluate(facts({ arguments: { path: '/home/u/αρχειοσ/x' }, paths: paths({ caseInsensitive }) }), noLimits).decision.verdict;
    expect([verdict(true), verdict(false)]).toEqual(['deny', 'allow']);
  });

  it('folds case where the file system does, and not elsewhere', () => {
    expect(judge('deny_if', '/home/u/SECRETS/key', false, true)).toBe('deny');
    expect(judge('deny_if', '/home/u/SECRETS/key')).toBe('allow');
    expect(judge('deny_if', '/home/u/SECRETS/key', true)).toBe('deny');
  });

  it('treats what is no text as doubt', () => {
    for (const path of [5, null, true, ['/home/u/proj'], { path: '/home/u/proj' }])
      expect([judge('allow_if', path), judge('deny_if', path), judge('require', path)]).toEqual(['ask', 'deny', 'deny']);
  });

  it('follows Windows notation on Windows, and refuses what has a second meaning there', () => {
    const policy = compile({
      version: '1',
      tools: {
        write_file: { action: 'allow', deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: 'C:\\Users\\u\\secrets' }] }] },
      },
    });
    const verdict = (path: string) =>
      policy.evaluate(
        facts({ arguments: { path }, paths: paths({ home: 'C:\\Users\\u', dataDir: undefined, caseInsensitive: true }) }),
        noLimits,
      ).decision.verdict;
    for (const path of [
      'C:\\Users\\u\\secrets\\k',
      'c:/users/U/SECRETS/k',
      'C:\\Users\\u\\proj\\..\\secrets',
      '~\\secrets',
      'C:\\Users\\u\\secrets.',
      'C:\\Users\\u\\secrets \\k',
      'C:\\Users\\u\\SECRET~1\\k',
      '\\\\?\\C:\\Users\\u\\secrets',
      '\\\\.\\C:\\x',
      '\\\\localhost\\C$\\Users',
      'C:\\Users\\u\\x.txt::$DATA',
      'C:secrets',
      '\\Users\\u\\secrets',
      'C:\\x\\NUL',
      'D:\\%USERPROFILE%\\secrets',
    ]) {
      expect([path, verdict(path)]).toEqual([path, 'deny']);
    }
    expect(verdict('C:\\Users\\u\\proj\\a.txt')).toBe('allow');
  });

  it('goes up behind a Windows link from where it leads to', () => {
    const linked = (path: string) =>
      path.replace(/^C:\\Users\\u\\proj\\(?:link|up)(?=\\|$)/, 'C:\\Users\\u\\secrets\\deep').replace(/^C:$/, 'C:\\');
    const verdict = (path: string, op: object) =>
      compile({ version: '1', tools: { write_file: { action: 'allow', ...op } } }).evaluate(
        facts({ arguments: { path }, paths: paths({ home: 'C:\\Users\\u', dataDir: undefined, caseInsensitive: true, resolve: linked }) }),
        noLimits,
      ).decision.verdict;
    const forbid = { deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: 'C:\\Users\\u\\secrets' }] }] };
    const only = { require: [{ path: 'args.path', op: 'under', value: 'C:\\Users\\u\\proj' }] };
    for (const path of ['C:\\Users\\u\\proj\\link\\..\\key', 'C:/Users/u/proj/up/../key', '~\\proj\\link\\..\\key'])
      expect([path, verdict(path, forbid), verdict(path, only)]).toEqual([path, 'deny', 'deny']);
    for (const path of ['C:\\Users\\u\\proj\\x\\..\\key', 'C:\\Users\\u\\..\\u\\proj\\key'])
      expect([path, verdict(path, forbid), verdict(path, only)]).toEqual([path, 'allow', 'allow']);
  });
});

const hosts = {
  require: compile({
    version: '1',
    tools: {
      write_file: {
        action: 'allow',
        require: [{ path: 'args.path', op: 'host_in', value: ['example.com', '*.example.org', '10.0.0.1', '2001:db8::1'] }],
      },
    },
  }),
  deny_if: compile({
    version: '1',
    tools: {
      write_file: { action: 'allow', deny_if: [{ conditions: [{ path: 'args.path', op: 'host_in', value: ['127.0.0.1', 'evil.test'] }] }] },
    },
  }),
};
const host = (policy: keyof typeof hosts, path: string) =>
  hosts[policy].evaluate(facts({ arguments: { path } }), noLimits).decision.verdict;

const elsewhere = [
  'http://127.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://2130706433/', 'http://0x7f000001/', 'http://0x7f.0.0.1/', 'http://0177.0.0.1/', 'http://017700000001/', 'http://127.0.0.1./', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://127.0.0.1%00/', 'http://127.0.0.1%2f@example.com/', 'http://example.com@127.0.0.1/', 'http://example.com:80@127.0.0.1/', 'http://example.com\\@127.0.0.1/', 'http:\\\\127.0.0.1/',
  'http:/127.0.0.1/', 'http:127.0.0.1', 'http:///127.0.0.1/', '//127.0.0.1/', ' http://127.0.0.1/', 'http://127.0.0.1 /', 'ht\ntp://127.0.0.1/', 'http://127.0.0.1\t/', 'http://\u2460\u2461\u2466.0.0.1/', 'http://127\u30020\u30020\u30021/', 'http://127\uff0e0\uff0e0\uff0e1/', 'http://evil.test./',
  'http://EVIL.test/', 'http://evil\u3002test/', 'http://ev\u00adil.test/', 'http://\uff45vil.test/', 'http://evil.test:80/', 'http://evil%2etest/', 'http://user@evil.test/', 'http://:@evil.test/', 'ftp://evil.test/', 'javascript:alert(1)//evil.test', 'file://evil.test/x', 'https://evil.test#example.com', 'https://evil.test?example.com', 'https://evil.test/example.com',
]; // prettier-ignore

describe('a host rule', () => {
  it.each(elsewhere.map((address) => ({ label: JSON.stringify(address), address })))(
    'neither allows nor overlooks $label',
    ({ address }) => {
      expect(host('require', address)).toBe('deny');
      expect(host('deny_if', address)).toBe('deny');
    },
  );

  it('lets the named hosts through, and others past a denial', () => {
    for (const address of [
      'https://example.com',
      'https://EXAMPLE.com:8443/a?b#c',
      'http://a.example.org/',
      'http://10.0.0.1/',
      'http://[2001:db8::1]:80/',
      'http://[2001:DB8:0::1]/',
    ])
      expect([address, host('require', address)]).toEqual([address, 'allow']);
    expect(host('deny_if', 'https://example.com/')).toBe('allow');
    expect(host('require', 'https://example.org/')).toBe('deny');
    expect(host('require', 'https://badexample.org/')).toBe('deny');
  });
});
