import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallFacts } from '../../../shared/policy/types.js';
import { args, compile, facts } from './fixtures.js';

interface Case {
  readonly title: string;
  readonly call: Partial<Pick<CallFacts, 'client' | 'session' | 'server' | 'tool' | 'class' | 'governed' | 'remote' | 'cwd'>> & {
    readonly argumentsText: string;
    readonly used?: Readonly<Record<string, number>>;
  };
  readonly expect: { readonly verdict: string; readonly code: string; readonly pointer: string; readonly sentence: string };
}
interface CaseFile {
  readonly about: string;
  readonly groups: readonly { readonly policy: unknown; readonly cases: readonly Case[] }[];
}

const folder = join(import.meta.dirname, '../../cases/policy');
const files = readdirSync(folder).map((name) => ({ name, file: JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile }));

describe.each(files)('the cases of $name', ({ file }) => {
  it.each(file.groups.flatMap((group, i) => group.cases.map((one) => ({ label: `${i}: ${one.title}`, policy: group.policy, one }))))(
    '$label',
    ({ policy, one }) => {
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
    },
  );
});

it('there are at least 150 cases, and no two of a group share a title', () => {
  const all = files.flatMap(({ file }) => file.groups.map((group) => group.cases.map((one) => one.title)));
  expect(all.flat().length).toBeGreaterThanOrEqual(150);
  for (const titles of all) expect(new Set(titles).size).toBe(titles.length);
});
