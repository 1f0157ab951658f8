import { expect, it } from 'vitest';
import { pathFacts } from '../../../electron/core/calls/path-facts.js';
import { facts, noLimits, compile } from '../policy/fixtures.js';

it('looks where a path leads once for a decision, so that all of its conditions agree', () => {
  const looked: string[] = [];
  /** a link that is turned around while it is looked at */
  const port = {
    home: '/home/u',
    dataDir: '/home/u/.config/toolgate',
    caseInsensitive: false,
    resolve(path: string) {
      looked.push(path);
      return path === '/home/u/proj/link' && looked.filter((one) => one === path).length > 1 ? '/home/u/secrets' : path;
    },
  };
  const under = (value: string) => [{ path: 'args.path', op: 'under', value }];
  const policy = compile({
    version: '1',
    tools: { write_file: { action: 'allow', require: under('~/proj'), deny_if: [{ conditions: under('~/secrets') }] } },
  });
  const call = () => facts({ arguments: { path: '/home/u/proj/link' }, paths: pathFacts(port) });
  expect(policy.evaluate(call(), noLimits).decision.verdict).toBe('allow');
  expect(looked.filter((path) => path === '/home/u/proj/link')).toHaveLength(1);
  // the next decision looks anew
  expect(policy.evaluate(call(), noLimits).decision.verdict).toBe('deny');
});
