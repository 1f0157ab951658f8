import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallFacts } from '../../shared/policy/types.js';

/** One case of the policy language: a call, how much of its limits is used, and what comes of it. */
export interface Case {
  readonly title: string;
  readonly call: Partial<Pick<CallFacts, 'client' | 'session' | 'server' | 'tool' | 'class' | 'governed' | 'remote' | 'cwd'>> & {
    readonly argumentsText: string;
    readonly used?: Readonly<Record<string, number>>;
  };
  readonly expect: { readonly verdict: string; readonly code: string; readonly pointer: string; readonly sentence: string };
  /** the gate refuses the message itself: nothing is judged, nothing is sent */
  readonly gate?: 'unreadable';
}

interface CaseFile {
  readonly groups: readonly { readonly policy: unknown; readonly cases: readonly Case[] }[];
}

/** `test/cases/policy`: each file with its cases, each with its policy. */
export function caseFiles(): {
  readonly name: string;
  readonly cases: { readonly label: string; readonly policy: unknown; readonly one: Case }[];
}[] {
  const folder = join(import.meta.dirname, '../cases/policy');
  return readdirSync(folder).map((name) => {
    const { groups } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile;
    return {
      name,
      cases: groups.flatMap(({ policy, cases }, i) => cases.map((one) => ({ label: `${i}: ${one.title}`, policy, one }))),
    };
  });
}
