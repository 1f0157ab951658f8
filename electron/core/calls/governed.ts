import type { Governed } from '../../../shared/policy/types.js';

const byMethod: ReadonlyMap<string, Governed> = new Map<string, Governed>([
  ['tools/call', 'tools'],
  ['resources/list', 'resources'],
  ['resources/templates/list', 'resources'],
  ['resources/read', 'resources'],
  ['resources/subscribe', 'resources'],
  ['resources/unsubscribe', 'resources'],
  ['prompts/list', 'prompts'],
  ['prompts/get', 'prompts'],
  ['completion/complete', 'completion'],
  ['sampling/createMessage', 'sampling'],
  ['elicitation/create', 'elicitation'],
]);

/** Which part of the policy language speaks about a method; `undefined` for one that the corridor does not know (it is refused). */
export const governedBy = (method: string): Governed | undefined => byMethod.get(method);

/** What a server asks of the client counts as unclassified: it asks, and its record is durable. What a client looks at is a read. */
export const classOf = (governed: Exclude<Governed, 'tools'>): 'read' | 'unclassified' =>
  governed === 'sampling' || governed === 'elicitation' ? 'unclassified' : 'read';

/** The member of `params` that must agree with the name the call was judged under. */
export function namedIn(method: string): 'name' | 'uri' | undefined {
  if (method === 'tools/call' || method === 'prompts/get') return 'name';
  if (method === 'resources/read' || method === 'resources/subscribe' || method === 'resources/unsubscribe') return 'uri';
  return undefined;
}
