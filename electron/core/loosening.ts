import type { CommandName, ParsedInput } from '../../shared/commands/contract.js';
import type { RiskClass } from '../../shared/model/risk.js';
import type { Mode } from '../../shared/model/decision.js';
import { coreWords } from '../../shared/words/core/en.js';
import { fill } from '../../shared/words/say.js';
import type { Loosening } from './dispatch.js';

/** What loosening depends on: how the gate stands now, and what the policy room says of a change. */
export interface LooseningView {
  mode(): Mode;
  /** sentences of what the change would loosen; empty only when provably nothing does. Undefined: the change is not valid anyway. */
  policyChange(name: CommandName, input: unknown): readonly string[] | undefined;
  /** what a tool is taken for now; without it every correction counts as loosening */
  tool?(server: string, tool: string): { readonly class: RiskClass; readonly labels: readonly string[] } | undefined;
}

const { loosen, within } = coreWords;

/** an application with the home and the project folder that are meant, where another than the usual one is */
function placed(id: string, home: string | undefined, project: string | undefined): string {
  const of = home === undefined ? id : fill(within.of, { place: id, folder: home });
  return project === undefined ? of : fill(within.in, { place: of, folder: project });
}

function launched({ command, args, url, cwd, env, headers }: ParsedInput<'server.add'>): string {
  const launch = command === undefined ? (url ?? '') : [command, ...args].join(' ');
  const inFolder = cwd === undefined ? launch : fill(within.inFolder, { launch, folder: cwd });
  const names = [...env, ...headers].map((one) => one.name);
  return names.length === 0 ? inFolder : fill(within.with, { launch: inFolder, names: names.join(', ') });
}

/** Every command has to say it: one that is left out does not compile. `never`: it only looks or tightens. */
type Table = { readonly [N in CommandName]: 'never' | ((input: ParsedInput<N>) => string | undefined) };

/** Settings that show and say things; the others decide what is kept, asked and let through. */
const HARMLESS_SETTINGS = new Set(['theme', 'zoom', 'language', 'firstRunDone']);

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
        return fill(loosen.lockdownIn, { seconds: Math.ceil(forMs / 1000) });
      if (mode === 'lockdown' || mode === view.mode()) return mode === 'observe' ? loosen.keepObserving : undefined;
      if (mode === 'observe') return loosen.observe;
      return view.mode() === 'lockdown' ? loosen.lockdown : undefined;
    },
    'server.add': (input) => fill(loosen.addServer, { server: input.name, launch: launched(input) }),
    'server.enable': ({ name }) => fill(loosen.enable, { server: name }),
    'server.update': ({ name, trusted }) => (trusted === true ? fill(loosen.trust, { server: name }) : undefined),
    'server.hold': ({ name, version }) => fill(loosen.hold, { server: name, version }),
    'server.setSecret': ({ name, key }) => fill(loosen.secret, { server: name, key }),
    'server.signIn': ({ name }) => fill(loosen.signIn, { server: name }),
    'server.import': ({ dryRun, client, file, text, home }) => {
      if (dryRun) return undefined;
      const pasted = file === undefined ? within.pasted : fill(within.pastedAs, { file });
      return fill(loosen.import, { where: placed(text === undefined ? (client ?? within.here) : pasted, home, undefined) });
    },
    'tool.set': ofPolicy('tool.set'),
    'tool.setMany': ofPolicy('tool.setMany'),
    'tool.label': ({ server, tool, labels, class: kind, reset }) => {
      const now = view.tool?.(server, tool)?.labels ?? ['private-data', 'untrusted-content', 'outward'];
      const lost = labels === undefined ? [] : now.filter((label) => !labels.some((kept) => kept === label));
      // going back may be either way, and which class asks for less depends on the rules: only a label added is surely stricter
      if (reset !== true && kind === undefined && lost.length === 0) return undefined;
      const target = `${server} › ${tool}`;
      const otherwise = kind === undefined ? fill(loosen.relabel, { target }) : fill(loosen.reclass, { target, class: kind });
      return lost.length === 0 ? otherwise : fill(loosen.noLonger, { said: otherwise, labels: lost.join(', ') });
    },
    'client.add': ({ name, token }) => fill(token === undefined ? loosen.client : loosen.clientToken, { client: name }),
    'client.unblock': ({ name }) => fill(loosen.unblock, { client: name }),
    'client.connect': ({ id, dryRun, home, project }) => (dryRun ? undefined : fill(loosen.connect, { place: placed(id, home, project) })),
    'client.disconnect': ({ id, dryRun, home, project }) =>
      dryRun ? undefined : fill(loosen.disconnect, { place: placed(id, home, project) }),
    'client.restore': ({ id, backup, home, project }) => {
      const place = placed(id, home, project);
      return backup === undefined ? fill(loosen.restore, { place }) : fill(loosen.restoreTo, { place, backup });
    },
    'client.openLink': ({ id }) => fill(loosen.link, { id }),
    'policy.set': ofPolicy('policy.set'),
    'policy.preset': ofPolicy('policy.preset'),
    'policy.rollback': ofPolicy('policy.rollback'),
    'policy.import': (input) => (input.dryRun ? undefined : ofPolicy('policy.import')(input)),
    'rule.add': (input) => (input.dryRun ? undefined : ofPolicy('rule.add')(input)),
    'rule.addMany': (input) => (input.dryRun ? undefined : ofPolicy('rule.addMany')(input)),
    'approval.allow': ({ id, scope, all, conditions }) => {
      const call = scope === 'once' ? id : fill(within.remembered, { call: id, how: scope });
      const rest = conditions === undefined ? call : fill(within.where, { call, json: JSON.stringify(conditions).slice(0, 500) });
      return fill(all ? loosen.allowAll : loosen.allow, { call: rest });
    },
    'limit.extend': ({ by }) => fill(loosen.extend, { by }),
    'limit.raise': ({ max }) => fill(loosen.raise, { max }),
    // should the definition change again before a person agrees, the command refuses by its hash
    'pin.accept': ({ server, tool, hash }) => fill(loosen.accept, { target: `${server} › ${tool}`, hash: hash.slice(0, 12) }),
    'finding.release': ({ server, tool, hash }) => fill(loosen.release, { target: `${server} › ${tool}`, hash: hash.slice(0, 12) }),
    'change.confirm': ({ id }) => fill(loosen.confirm, { id }),
    'notice.act': ({ action }) => (action === 'block' ? undefined : fill(loosen.notice, { action })),
    'settings.set': (input) => {
      const names = Object.keys(input).filter((name) => !HARMLESS_SETTINGS.has(name));
      return names.length === 0
        ? undefined
        : fill(loosen.settings, {
            settings: names.map((name) => `${name} to ${JSON.stringify(input[name as keyof typeof input])}`).join(', '),
          });
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
