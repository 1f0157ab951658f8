import { canonical } from '../../../shared/json/canonical.js';
import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json/json.js';
import { folderOf, looksLikePath } from '../../../shared/policy/folders.js';
import type { Condition } from '../../../shared/policy/language.js';
import { argumentPath } from '../../../shared/policy/path.js';
import type { ApprovalQuestion } from '../ports/rooms.js';

const maxRememberedBytes = 16_384;
/** a person reads them */
const maxConditions = 20;
const strict = new Set(['destructive', 'financial', 'execute', 'unclassified']);

/** Classes whose remembered answers always need conditions on the arguments. */
export const needsConditions = (question: Pick<ApprovalQuestion, 'class'>): boolean => strict.has(question.class);

/**
 * The conditions a remembered answer gets when the person chooses no others: dangerous classes exactly these arguments; what reads or
 * writes the same folder or target, and names no other; and where neither is seen, exactly these arguments. `undefined` where nothing
 * sensible can be remembered (the arguments are too large, or the call is a question of the server, which is new every time).
 */
export function suggestConditions(question: ApprovalQuestion): readonly Condition[] | undefined {
  if (question.method !== 'tools/call') return needsConditions(question) ? undefined : [];
  if (question.alsoSent !== undefined) return undefined;
  if (!needsConditions(question)) {
    const similar = Object.entries(question.arguments).flatMap(([key, value]) =>
      value === undefined ? [] : similarTo(key, value, question.facts.paths.home),
    );
    const absent = similar.length === 0 ? [] : otherTargets(question);
    if (similar.length > 0 && similar.length + absent.length <= maxConditions) return [...similar, ...absent];
  }
  const args = question.arguments;
  return Buffer.byteLength(canonical(args)) > maxRememberedBytes ? undefined : [{ path: 'args', op: 'eq', value: args }];
}

/** A number whose digits no store keeps cannot be remembered beyond this process. */
export function holdsExactNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof ExactNumber || Object.values(value).some(holdsExactNumber);
}

const targetNames = new Set([
  'owner', 'org', 'organization', 'repo', 'repository', 'project', 'project_id', 'projectid', 'workspace', 'team', 'team_id', 'board', 'board_id',
  'channel', 'channel_id', 'database', 'db', 'schema', 'table', 'collection', 'bucket', 'namespace', 'cluster', 'account', 'account_id', 'calendar',
  'calendar_id', 'to', 'cc', 'bcc', 'recipient', 'recipients', 'url', 'host',
]); // prettier-ignore

function similarTo(key: string, value: JsonValue, home: string): Condition[] {
  const folder = folderOf(key, value, home);
  if (folder !== undefined) return [{ path: argumentPath(key) + (Array.isArray(value) ? '[*]' : ''), op: 'under', value: folder }];
  if (holdsPath(value)) return [{ path: argumentPath(key), op: 'eq', value }];
  return targetNames.has(key.toLowerCase()) && value !== null ? [{ path: argumentPath(key), op: 'eq', value }] : [];
}

const placeName = /(?:path|file|folder|dir|directory|destination)s?$/i;

/** What the tool could take beside these arguments and would send them, or write, somewhere else: not given, in what is remembered either. */
function otherTargets({ inputSchema, arguments: args }: ApprovalQuestion): Condition[] {
  const properties = isJsonObject(inputSchema) ? inputSchema['properties'] : undefined;
  return Object.keys(isJsonObject(properties) ? properties : {})
    .filter((key) => !Object.hasOwn(args, key) && (targetNames.has(key.toLowerCase()) || placeName.test(key)))
    .map((key) => ({ path: argumentPath(key), op: 'exists', value: false }));
}

const holdsPath = (value: JsonValue | undefined): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(holdsPath) : looksLikePath(value);
