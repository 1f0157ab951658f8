import type { CommandName, ParsedInput } from '../../../shared/commands/contract.js';
import { exportPolicy } from '../../../shared/policy/export.js';
import { importPolicy } from '../../../shared/policy/import.js';
import { replay } from '../../../shared/policy/replay.js';
import { policyJsonSchema } from '../../../shared/policy/schema.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { knownClient, knownServer, knownTool } from './no-such.js';
import { nothingToExtend } from '../notice-actions.js';

type Names =
  | 'tool.set'
  | 'tool.setMany'
  | 'rule.add'
  | 'rule.addMany'
  | 'limit.extend'
  | 'limit.raise'
  | Extract<
      keyof Handlers,
      | 'policy.show'
      | 'policy.set'
      | 'policy.validate'
      | 'policy.schema'
      | 'policy.preset'
      | 'policy.history'
      | 'policy.revision'
      | 'policy.rollback'
      | 'policy.import'
      | 'policy.export'
      | 'policy.replay'
    >;

const MAX_REPLAYED = 100_000;

/** The rules: switches, the document, its history. Whether a change loosens is asked before a handler runs. */
export function policyCommands(house: House): Pick<Handlers, Names> {
  const { policy, limits, audit, paths } = house;
  const server = (name: string): Result<void> => knownServer(house, name);
  const client = (name: string | undefined): Result<void> => (name === undefined ? ok(undefined) : knownClient(house, name));
  const all = (...checks: Result<void>[]): Result<void> => checks.find((check) => !check.ok) ?? ok(undefined);

  return {
    'tool.set'(given, { door }) {
      const may = all(knownTool(house, given.server, given.tool), client(given.client));
      return may.ok ? policy.setSwitch(given, door) : may;
    },
    'tool.setMany'(given, { door }) {
      const may = all(...given.tools.map((one) => knownTool(house, one.server, one.tool)), client(given.client));
      return may.ok ? policy.setMany(given, door) : may;
    },
    'rule.add'({ dryRun, ...given }, { door }) {
      const may = all(server(given.server), client(given.client));
      if (!may.ok) return may;
      return dryRun ? policy.draft.addRule(given) : policy.addRule(given, door);
    },
    'rule.addMany'({ rules, dryRun }, { door }) {
      const may = all(...rules.flatMap((rule) => [server(rule.server), client(rule.client)]));
      if (!may.ok) return may;
      return dryRun ? policy.draft.addRules(rules) : policy.addRules(rules, door);
    },
    'limit.extend'({ key, by }) {
      return limits.extend(key, by) ? ok({}) : nothingToExtend();
    },
    'limit.raise': ({ pointer, max }, { door }) => policy.raiseLimit(pointer, max, door),

    'policy.show': () => ok(policy.show()),
    'policy.set': ({ text, baseRevision }, { door }) => policy.set(text, door, baseRevision),
    'policy.validate': ({ text }) => ok(policy.validate(text)),
    'policy.schema': () => ok(policyJsonSchema()),
    'policy.preset': ({ name }, { door }) => policy.preset(name, door),
    'policy.history': ({ limit }) =>
      ok(policy.history(limit).map(({ revision, atMs, by, sentence }) => ({ revision, atMs, by, sentence }))),
    'policy.revision'({ revision }) {
      const found = policy.revision(revision);
      return found === undefined
        ? fail('NO_SUCH_REVISION', `there is no revision ${revision}`, 'see `toolgate policy history`')
        : ok(found);
    },
    'policy.rollback': ({ revision }, { door }) => policy.rollback(revision, door),
    'policy.import'({ text, server, format, dryRun }, { door }) {
      const imported = importPolicy(text, format, server, policy.show().text);
      if (!imported.ok || dryRun) return imported;
      const set = policy.set(imported.value.text, door);
      return set.ok ? ok({ ...imported.value, revision: set.value.revision }) : set;
    },
    'policy.export'({ server: name }) {
      const may = server(name);
      return may.ok ? ok(exportPolicy(policy.current().policy.document, name)) : may;
    },
    'policy.replay'({ text, sinceMs, limit }) {
      const draft = policy.compiled(text);
      if (!draft.ok) return draft;
      const records = audit.list({ limit: Math.min(limit, MAX_REPLAYED), ...(sinceMs === undefined ? {} : { sinceMs }) });
      const outcome = replay(draft.value, records, {
        home: paths.home,
        dataDir: paths.dataDir,
        caseInsensitive: paths.caseInsensitive,
        resolve: (path) => path,
      });
      return ok({ ...outcome, changed: [...outcome.changed] });
    },
  };
}

/** Looks through a policy that a command brings, in slices: what is asked about it then is quick. */
export function preparePolicy(
  { policy }: Pick<House, 'policy'>,
  name: CommandName,
  input: unknown,
  slicing: Parameters<House['policy']['prepare']>[1],
): Promise<void> | undefined {
  if (name !== 'policy.set' && name !== 'policy.validate' && name !== 'policy.replay') return undefined;
  return policy.prepare((input as { readonly text: string }).text, slicing);
}

/** Sentences of what a command would loosen in the policy; undefined where the command is not valid anyway and will say so itself. */
export function policyChange({ policy }: Pick<House, 'policy'>, name: CommandName, input: unknown): readonly string[] | undefined {
  const text = draftOf(policy, name, input);
  if (text === undefined || !text.ok) return undefined;
  const loosened = policy.loosens(text.value);
  return loosened.ok ? loosened.value : undefined;
}

function draftOf(policy: House['policy'], name: CommandName, input: unknown): Result<string> | undefined {
  const textOf = (draft: Result<{ text: string }>): Result<string> => (draft.ok ? ok(draft.value.text) : draft);
  switch (name) {
    case 'tool.set':
      return textOf(policy.draft.setSwitch(input as ParsedInput<'tool.set'>));
    case 'tool.setMany':
      return textOf(policy.draft.setMany(input as ParsedInput<'tool.setMany'>));
    case 'rule.add':
      return textOf(policy.draft.addRule(input as ParsedInput<'rule.add'>));
    case 'rule.addMany':
      return textOf(policy.draft.addRules((input as ParsedInput<'rule.addMany'>).rules));
    case 'policy.set':
      return ok((input as ParsedInput<'policy.set'>).text);
    case 'policy.preset':
      return textOf(policy.draft.preset((input as ParsedInput<'policy.preset'>).name));
    case 'policy.import': {
      const { text, format, server } = input as ParsedInput<'policy.import'>;
      return textOf(importPolicy(text, format, server, policy.show().text));
    }
    case 'policy.rollback': {
      const revision = policy.revision((input as ParsedInput<'policy.rollback'>).revision);
      return revision === undefined ? undefined : ok(revision.text);
    }
    default:
      return undefined;
  }
}
