import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { CallFacts, Governed } from '../../../shared/policy/types.js';
import type { CallIntent } from '../ports/corridor.js';
import type { Caller } from '../ports/messages.js';
import type { Paths } from '../ports/paths.js';
import type { ToolFacts, ToolSource } from '../ports/rooms.js';
import { classOf, governedBy, namedIn } from './governed.js';
import { pathFacts, type SeenPaths } from './path-facts.js';

/** What a call is about, as found by map. `tool` is present for tool calls only. */
export interface Subject {
  readonly governed: Governed;
  readonly class: RiskClass;
  readonly arguments: JsonObject;
  readonly alsoSent: JsonObject | undefined;
  readonly tool: ToolFacts | undefined;
  readonly facts: CallFacts & { readonly paths: SeenPaths };
}

export type SubjectProblem =
  { readonly kind: 'unknown' } | { readonly kind: 'invalid'; readonly why: string } | { readonly kind: 'unknown-method' };

/** the session that limits count by: a client that opens many sessions shares one */
export type SessionKey = (caller: Caller) => string;

const ownSession: SessionKey = (caller) => caller.session;
const noArguments: JsonObject = Object.freeze(Object.create(null) as JsonObject);

/** Finds out what a call is about, afresh: called again after every wait. Problems are values; nothing is guessed. */
export function readSubject(
  intent: CallIntent,
  tools: ToolSource,
  paths: Paths,
  sessionKey: SessionKey = ownSession,
): Subject | SubjectProblem {
  const governed = governedBy(intent.method);
  if (governed === undefined) return { kind: 'unknown-method' };
  const key = namedIn(intent.method);
  // INVARIANT: the name that was judged is the name that is sent.
  if (key !== undefined && intent.params[key] !== intent.tool)
    return { kind: 'invalid', why: `params.${key} is not the ${key} this call was routed by` };

  const session = sessionKey(intent.caller);
  if (governed !== 'tools') {
    const about = { governed, class: classOf(governed), arguments: intent.params, alsoSent: undefined, tool: undefined };
    return subjectOf(intent, about, paths, session);
  }

  const tool = tools.get(intent.server, intent.tool);
  if (tool === undefined || tool.pin === 'gone') return { kind: 'unknown' };
  const given = intent.params['arguments'];
  if (given !== undefined && !isJsonObject(given)) return { kind: 'invalid', why: 'params.arguments must be an object' };
  const about = { governed, class: tool.class, arguments: given ?? noArguments, alsoSent: alsoSentIn(intent.params), tool };
  return subjectOf(intent, about, paths, session);
}

function subjectOf(intent: CallIntent, about: Omit<Subject, 'facts'>, paths: Paths, session: string): Subject {
  const { governed, class: riskClass, arguments: args, alsoSent, tool } = about;
  return {
    governed,
    class: riskClass,
    arguments: args,
    alsoSent,
    tool,
    facts: {
      client: intent.caller.client,
      session,
      server: intent.server,
      governed,
      tool: intent.tool,
      class: riskClass,
      arguments: args,
      inputSchema: tool?.inputSchema,
      remote: tool?.remote ?? false,
      cwd: tool?.cwd,
      paths: pathFacts(paths),
    },
  };
}

/** What a request that follows a call is about: the tool of a task, where it is still listed. */
export function followerOf(intent: CallIntent, tool: ToolFacts | undefined, paths: Paths): Subject {
  const about = { governed: 'tools', class: tool?.class ?? 'read', arguments: intent.params, alsoSent: undefined, tool } as const;
  return subjectOf(intent, about, paths, intent.caller.session);
}

/** Members of a tool call's params that a person must see besides the arguments. `_meta` is addressed to the machinery, not the tool. */
function alsoSentIn(params: JsonObject): JsonObject | undefined {
  let extra: Record<string, JsonObject[string]> | undefined;
  for (const key in params) {
    if (key === 'name' || key === 'arguments' || key === '_meta') continue;
    extra ??= Object.create(null) as Record<string, JsonObject[string]>;
    extra[key] = params[key];
  }
  return extra === undefined ? undefined : Object.freeze(extra);
}
