import type { CommandName, ParsedInput } from '../../shared/commands/contract.js';
import type { RiskClass } from '../../shared/model/risk.js';
import type { Mode } from '../../shared/model/decision.js';
import type { Loosening } from './dispatch.js';

/** What loosening depends on: how the gate stands now, and what the policy room says of a change. */
export interface LooseningView {
  mode(): Mode;
  /** sentences of what the change would loosen; empty only when provably nothing does. Undefined: the change is not valid anyway. */
  policyChange(name: CommandName, input: unknown): readonly string[] | undefined;
  /** what a tool is taken for now; without it every correction counts as loosening */
  tool?(server: string, tool: string): { readonly class: RiskClass; readonly labels: readonly string[] } | undefined;
}

const within = (word: string, what: string | undefined): string => (what === undefined ? '' : ` ${word} ${what}`);

/** Every command has to say it: one that is left out does not compile. `never`: it only looks or tightens. */
type Table = { readonly [N in CommandName]: 'never' | ((input: ParsedInput<N>) => string | undefined) };

/** Settings that show and say things; the others decide what is kept, asked and let through. */
const HARMLESS_SETTINGS = new Set(['theme', 'language', 'firstRunDone']);

/**
 * What loosens, in a sentence that leaves out no part of the command but secret values: a person agrees to what it says. Allow, a higher
 * limit, approving a call, observing, adding a client or server, accepting a definition.
 */
export function createLoosening(view: LooseningView): Loosening {
  const ofPolicy = (name: CommandName) => (input: unknown) => {
    const sentences = view.policyChange(name, input);
    return sentences === undefined || sentences.length === 0 ? undefined : sentences.join('; ');
  };
  const table: Table = {
    'mode.set': ({ mode, forMs }) => {
      // a lockdown that gets an end is one that ends
      if (mode === 'lockdown' && view.mode() === 'lockdown' && forMs !== undefined)
        return `end the lockdown in ${Math.ceil(forMs / 1000)} seconds`;
      if (mode === 'lockdown' || mode === view.mode()) return mode === 'observe' ? 'keep observing: rules are not enforced' : undefined;
      if (mode === 'observe') return 'observe: rules are recorded, not enforced';
      return view.mode() === 'lockdown' ? 'end the lockdown' : undefined;
    },
    'server.add': ({ name, command, args, url, cwd, env, headers }) =>
      `add the server ${name}: ${command === undefined ? (url ?? '') : [command, ...args].join(' ')}${within('in the folder', cwd)}${within('with', [...env, ...headers].map((one) => one.name).join(', ') || undefined)}`,
    'server.enable': ({ name }) => `enable the server ${name}`,
    'server.update': ({ name, trusted }) => (trusted === true ? `trust what the server ${name} says of its own tools` : undefined),
    'server.hold': ({ name, version }) => `start the server ${name} with its package at version ${version}`,
    'server.setSecret': ({ name, key }) => `set ${key} of the server ${name}`,
    'server.signIn': ({ name }) => `sign in to the server ${name}`,
    'server.import': ({ dryRun, client, file, text, home }) =>
      dryRun
        ? undefined
        : `import servers from ${text === undefined ? (client ?? 'the applications on this machine') : `a text${file === undefined ? '' : ` that is given as ${file}`}`}${within('of', home)}`,
    'tool.set': ofPolicy('tool.set'),
    'tool.setMany': ofPolicy('tool.setMany'),
    'tool.label': ({ server, tool, labels, class: kind, reset }) => {
      const now = view.tool?.(server, tool)?.labels ?? ['private-data', 'untrusted-content', 'outward'];
      const lost = labels === undefined ? [] : now.filter((label) => !labels.some((kept) => kept === label));
      // going back may be either way, and which class asks for less depends on the rules: only a label added is surely stricter
      if (reset !== true && kind === undefined && lost.length === 0) return undefined;
      return `take ${server} › ${tool} for something else${kind === undefined ? '' : `: ${kind}`}${lost.length === 0 ? '' : `, no longer ${lost.join(', ')}`}`;
    },
    'client.add': ({ name, token }) =>
      `let ${name} call through the gate${token === undefined ? '' : ' with a token that was chosen for it'}`,
    'client.unblock': ({ name }) => `let ${name} call again`,
    'client.connect': ({ id, dryRun, home, project }) =>
      dryRun ? undefined : `connect ${id}${within('of', home)}${within('in', project)}: import its servers and give it a token`,
    'client.disconnect': ({ id, dryRun, home, project }) =>
      dryRun ? undefined : `take the gate out of ${id}${within('of', home)}${within('in', project)}`,
    'client.restore': ({ id, backup, home, project }) =>
      `restore the configuration of ${id}${within('of', home)}${within('in', project)} from ${backup === undefined ? 'a backup' : `the backup ${backup}`}`,
    'client.openLink': ({ id }) => `give ${id} a token and have it ask whether to add the gate`,
    'policy.set': ofPolicy('policy.set'),
    'policy.preset': ofPolicy('policy.preset'),
    'policy.rollback': ofPolicy('policy.rollback'),
    'policy.import': (input) => (input.dryRun ? undefined : ofPolicy('policy.import')(input)),
    'rule.add': (input) => (input.dryRun ? undefined : ofPolicy('rule.add')(input)),
    'rule.addMany': (input) => (input.dryRun ? undefined : ofPolicy('rule.addMany')(input)),
    'approval.allow': ({ id, scope, all, conditions }) =>
      `allow ${all ? 'every call that waits like' : 'the waiting call'} ${id}${scope === 'once' ? '' : ` and remember it (${scope})`}${conditions === undefined ? '' : ` where ${JSON.stringify(conditions).slice(0, 500)}`}`,
    'limit.extend': ({ by }) => `allow ${by} more calls than a limit says`,
    'limit.raise': ({ max }) => `raise a limit to ${max}`,
    // should the definition change again before a person agrees, the command refuses by its hash
    'pin.accept': ({ server, tool, hash }) => `accept the changed definition of ${server} › ${tool} (${hash.slice(0, 12)})`,
    'finding.release': ({ server, tool, hash }) => `let ${server} › ${tool} out of quarantine (definition ${hash.slice(0, 12)})`,
    'change.confirm': ({ id }) => `confirm the waiting change ${id}`,
    'notice.act': ({ action }) => (action === 'block' ? undefined : `${action} from a notice`),
    'settings.set': (input) => {
      const names = Object.keys(input).filter((name) => !HARMLESS_SETTINGS.has(name));
      return names.length === 0
        ? undefined
        : `change the settings ${names.map((name) => `${name} to ${JSON.stringify(input[name as keyof typeof input])}`).join(', ')}`;
    },

    // these look, refuse, take away, or stop
    'gate.status': 'never',
    'gate.snapshot': 'never',
    'server.list': 'never',
    'server.remove': 'never',
    'server.disable': 'never',
    'server.restart': 'never',
    'server.refresh': 'never',
    'server.origin': 'never',
    'server.stderr': 'never',
    'tool.list': 'never',
    'tool.get': 'never',
    'client.list': 'never',
    'client.remove': 'never',
    'client.block': 'never',
    'client.discover': 'never',
    'client.verify': 'never',
    'policy.show': 'never',
    'policy.validate': 'never',
    'policy.schema': 'never',
    'policy.export': 'never',
    'policy.history': 'never',
    'policy.revision': 'never',
    'policy.replay': 'never',
    'rule.draft': 'never',
    'rule.suggest': 'never',
    'approval.list': 'never',
    'approval.deny': 'never',
    'approval.denyAll': 'never',
    'grant.list': 'never',
    'grant.revoke': 'never',
    'audit.list': 'never',
    'audit.show': 'never',
    'audit.stats': 'never',
    'audit.verify': 'never',
    'audit.export': 'never',
    'pin.list': 'never',
    'pin.diff': 'never',
    'pin.reject': 'never',
    'finding.list': 'never',
    'tool.classify': 'never',
    'catalogue.search': 'never',
    'stack.show': 'never',
    'report.make': 'never',
    'change.list': 'never',
    'change.reject': 'never',
    'change.wait': 'never',
    'notice.read': 'never',
    'settings.get': 'never',
    'app.open': 'never',
    'app.quit': 'never',
  };
  return (name, input) => {
    const says = table[name];
    return says === 'never' ? undefined : (says as (input: unknown) => string | undefined)(input);
  };
}
