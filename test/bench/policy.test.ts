import { expect, it } from 'vitest';
import { createPolicyReader } from '../../shared/policy/policy-reader.js';
import { bestOfMs } from './best-of.js';

/** 2,000 rules with conditions, every eighth with a pattern; `change` is one of them written otherwise. */
function large(change = 'ask'): string {
  const rule = (n: number) => ({
    action: n === 333 ? change : 'ask',
    reason: `rule ${n}`,
    deny_if: [{ conditions: [{ path: 'args.path', op: 'glob', value: `/etc/${n}/*` }] }],
    ask_if: [
      {
        conditions: [
          n % 8 === 0 ? { path: 'args.q', op: 'regex', value: `^(drop|delete)\\s+t${n}$` } : { path: 'args.q', op: 'eq', value: n },
        ],
      },
    ],
  });
  const tools = (s: number) => Object.fromEntries(Array.from({ length: 100 }, (_, t) => [`tool_${s * 100 + t}`, rule(s * 100 + t)]));
  const servers = Object.fromEntries(Array.from({ length: 20 }, (_, s) => [`s${s}`, { tools: tools(s) }]));
  return JSON.stringify({ version: '1', default: 'ask', servers }, null, 2);
}

const document = (reader: ReturnType<typeof createPolicyReader>, text: string) => {
  const parsed = reader.parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.document;
};

it('reads a change of a policy of 2,000 rules within 50 ms', () => {
  const reader = createPolicyReader();
  document(reader, large());
  let turn = 0;
  expect(bestOfMs(8, () => void document(reader, large('deny') + ' '.repeat(++turn)))).toBeLessThan(50);
});

it('says within 50 ms what a change of one of 2,000 rules, or of the default, loosens', () => {
  const reader = createPolicyReader();
  const before = document(reader, large());
  for (const text of [large('allow'), large().replace('"ask"', '"allow"')]) {
    // a document of its own each time: two that were compared are remembered
    const afters = Array.from({ length: 6 }, (_, n) => document(reader, text + ' '.repeat(n)));
    expect(bestOfMs(6, () => void expect(reader.loosens(before, afters.pop() ?? before)).not.toEqual([]))).toBeLessThan(50);
  }
});

it('looks through a new policy of 2,000 rules, and compares it with one of other 2,000, without holding the loop for 50 ms', async () => {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const reader = createPolicyReader();
    const before = document(reader, large().replaceAll('"ask"', '"deny"').replaceAll('"/etc/', '"/usr/'));
    let longest = 0;
    let sinceMs = performance.now();
    const told = () => (longest = Math.max(longest, performance.now() - sinceMs));
    const slicing = {
      nowMs: () => performance.now(),
      pause: async () => {
        told();
        await new Promise<void>((resolve) => setImmediate(resolve));
        sinceMs = performance.now();
      },
    };
    await reader.prepare(large(), slicing, [before]);
    told();
    best = Math.min(best, longest);
  }
  expect(best).toBeLessThan(50);
});
