import type { JsonObject, JsonValue } from '../json/json.js';
import type { Decision } from '../model/decision.js';
import type { RiskClass } from '../model/risk.js';

/** What is governed: a tool call, or one of the `methods` of the language. */
export type Governed = 'tools' | 'resources' | 'prompts' | 'completion' | 'sampling' | 'elicitation';

/** Everything a decision may depend on. Pure data: paths were resolved before, by the facts step. */
export interface CallFacts {
  readonly client: string;
  readonly session: string;
  readonly server: string;
  readonly governed: Governed;
  readonly tool: string;
  readonly class: RiskClass;
  readonly arguments: JsonObject;
  readonly inputSchema?: JsonValue;
  /** true for HTTP and SSE servers: path conditions are lexical only */
  readonly remote: boolean;
  readonly cwd?: string;
  readonly paths: PathFacts;
}

/** How path conditions see the file system; the corridor fills it through the Paths port, `policy eval` lexically. */
export interface PathFacts {
  readonly home: string;
  readonly dataDir: string | undefined;
  readonly caseInsensitive: boolean;
  /** real path of the deepest existing ancestor plus the rest; undefined = doubt. Must be a function of its argument within one decision. */
  readonly resolve: (absolutePath: string) => string | undefined;
}

/** One limit that applies to a call, its key worked out: what is to be reserved when the call goes on. */
export interface LimitCharge {
  /** JSON pointer of the limit in the policy */
  readonly pointer: string;
  readonly counter: string;
  /** scope, server, tool and counter folded into one string */
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
  readonly amount: number;
  readonly onExceed: 'deny' | 'ask';
}

/** Answers how full a charge's window is: from the live meters, or from a simulated clock. */
export type ReadLimit = (charge: LimitCharge) => { readonly used: number; readonly freeInMs: number };

export interface Evaluation {
  readonly decision: Decision;
  /** to be reserved, all or none, just before forwarding */
  readonly charges: readonly LimitCharge[];
  readonly approval: { readonly timeoutMs: number | undefined; readonly remember: 'never' | 'session' | 'always' | undefined };
}

/** A policy document, compiled. Per-tool work is done once and kept until the document changes. */
export interface CompiledPolicy {
  readonly document: PolicyDocument;
  evaluate(facts: CallFacts, readLimit: ReadLimit): Evaluation;
  /** the verdict without arguments: what lists and switches show. `own`: an exact rule for this tool states it. */
  position(subject: { client: string; server: string; tool: string; class: RiskClass; governed: Governed }): {
    readonly verdict: Decision['verdict'];
    readonly own: boolean;
    readonly because: Decision['because'];
  };
}

/** Re-exported here so that ports need not import the zod schema. The schema in schema.ts is checked against it. */
export interface PolicyDocument {
  readonly version: '1';
  readonly [key: string]: unknown;
}
