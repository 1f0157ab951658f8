import { describe, expect, it } from 'vitest';
import { caseFiles } from '../../support/case-files.js';
import { args, compile, facts } from './fixtures.js';

const files = caseFiles();

describe.each(files)('the cases of $name', ({ cases }) => {
  it.each(cases)('$label', ({ policy, one }) => {
    const { argumentsText, used = {}, ...call } = one.call;
    const { decision } = compile(policy).evaluate(facts({ ...call, arguments: args(argumentsText) }), (charge) => {
      const count = used[charge.counter] ?? 0;
      return { used: count, freeInMs: count + charge.amount > charge.max ? 1500 : 0 };
    });
    expect({
      verdict: decision.verdict,
      code: decision.code,
      pointer: decision.because[0]?.pointer,
      sentence: decision.because[0]?.text,
    }).toEqual(one.expect);
  });
});

it('there are at least 150 cases, and no two of a group share a title', () => {
  const labels = files.flatMap(({ name, cases }) => cases.map(({ label }) => `${name} ${label}`));
  expect(labels.length).toBeGreaterThanOrEqual(150);
  expect(new Set(labels).size).toBe(labels.length);
});
