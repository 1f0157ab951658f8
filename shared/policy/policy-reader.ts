import type { Result } from '../result.js';
import { atOnce, inSlices, type Slicing } from '../slices.js';
import { compilePolicy, type ReplayablePolicy } from './compile.js';
import type { CompiledRule } from './compile-rule.js';
import { createKnownRules } from './known-rules.js';
import { comparing } from './loosens.js';
import { unknownRules, policyResult, readPolicy, type ReadPolicy } from './parse.js';
import { MAX_RULES } from './size.js';
import type { PolicyDocument } from './types.js';

/**
 * Reads, compares and compiles policies as `readPolicy`, `loosens` and `compilePolicy` do, and remembers: a text that was read, a rule
 * that was found good, two documents that were compared, a rule that was compiled. What it remembers only ever saves work.
 */
export interface PolicyReader {
  read(text: string): ReadPolicy;
  parse(text: string): Result<{ document: PolicyDocument }>;
  loosens(before: PolicyDocument, after: PolicyDocument): string[];
  compile(document: PolicyDocument): ReplayablePolicy;
  /** Reads a text and says what it loosens `against` documents, a few milliseconds at a time, so that both are quick afterwards. */
  prepare(text: string, slicing: Slicing, against?: readonly PolicyDocument[]): Promise<void>;
}

const MAX_TEXTS = 4;

export function createPolicyReader(): PolicyReader {
  const texts = new Map<string, ReadPolicy>();
  const known = createKnownRules(2 * MAX_RULES);
  const compared = new WeakMap<PolicyDocument, WeakMap<PolicyDocument, readonly string[]>>();
  const compiled = new Map<string, CompiledRule>();

  const read = (text: string): ReadPolicy => {
    const found = texts.get(text) ?? readPolicy(text, known);
    texts.delete(text);
    if (texts.size >= MAX_TEXTS) texts.delete(texts.keys().next().value ?? '');
    texts.set(text, found);
    return found;
  };
  function* compare(before: PolicyDocument, after: PolicyDocument): Generator<void, readonly string[]> {
    const of = compared.get(before) ?? new WeakMap<PolicyDocument, readonly string[]>();
    const found = of.get(after) ?? (yield* comparing(before, after));
    compared.set(before, of.set(after, found));
    return found;
  }
  function* preparing(text: string, against: readonly PolicyDocument[]): Generator<void, void> {
    if (!texts.has(text)) {
      for (const check of unknownRules(text, known)) {
        check();
        yield;
      }
    }
    const { document } = read(text);
    yield;
    if (document !== undefined) for (const before of against) yield* compare(before, document);
  }
  return {
    read,
    parse: (text) => policyResult(read(text)),
    loosens: (before, after) => [...atOnce(compare(before, after))],
    compile: (document) => compilePolicy(document, compiled),
    prepare: (text, slicing, against = []) => inSlices(preparing(text, against), slicing),
  };
}
