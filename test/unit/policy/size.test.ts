import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../shared/policy/parse.js';
import { MAX_RULES } from '../../../shared/policy/size.js';

const rules = (count: number): Record<string, object> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`tool_${i}`, { action: 'deny' }]));

describe('a policy with too many rules', () => {
  it('is refused at the first rule that is one too many, with what to do', () => {
    const lines = [
      '{ "version": "1", "servers": { "s": { "tools": {',
      ...Array.from({ length: 10_000 }, (_, i) => `${i === 0 ? '' : ','}"t${i}": {}`),
      '} } } }',
    ];
    const { document, problems } = readPolicy(lines.join('\n'));
    expect(document).toBeUndefined();
    expect(problems).toEqual([
      {
        pointer: `/servers/s/tools/t${MAX_RULES}`,
        line: MAX_RULES + 2,
        column: `,"t${MAX_RULES}": `.length + 1,
        message: `a policy has at most ${MAX_RULES} rules, and this is one more`,
        fix: 'Use globs, classes or "all_tools" instead of a rule for every tool.',
      },
    ]);
  });

  it('is told by all its levels together', () => {
    const half = MAX_RULES / 2;
    const document = { version: '1', tools: rules(half), clients: { c: { servers: { s: { tools: rules(half) } } } } };
    expect(readPolicy(JSON.stringify(document)).problems).toEqual([]);
    expect(readPolicy(JSON.stringify({ ...document, all_tools: { action: 'ask' } })).problems).toHaveLength(1);
  });
});
