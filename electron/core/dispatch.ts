import type { z } from 'zod';
import { contract, type CommandName, type CommandOutput, type ParsedInput } from '../../shared/commands/contract.js';
import { fail, ok, type Result } from '../../shared/result.js';
import type { Origin } from './core.js';
import type { Foresee } from './foresee.js';
import type { Logger } from './ports/logger.js';

/** One handler per command of the table: a missing one is a compile error. */
export type Handlers = {
  readonly [N in CommandName]: (input: ParsedInput<N>, from: Origin) => Result<CommandOutput<N>> | Promise<Result<CommandOutput<N>>>;
};

/** Says in a sentence what a command would loosen, or undefined when it only tightens or looks. */
export type Loosening = (name: CommandName, input: unknown) => string | undefined;

/** A command that would loosen something. */
export interface Loosens {
  readonly sentence: string;
  readonly name: CommandName;
  readonly input: unknown;
  readonly from: Origin;
  /** what it would change, for a person */
  readonly diff: string | undefined;
}

/** Decides whether a loosening from this door may go on now; otherwise the failure that the caller gets. */
export type MayLoosen = (what: Loosens) => Result<void>;

/** A command that was carried out. `loosened`: what it loosened, in a sentence. */
export interface Done {
  readonly name: CommandName;
  readonly from: Origin;
  readonly loosened: string | undefined;
  readonly value: unknown;
}

export type Dispatch = (name: string, input: unknown, from: Origin) => Promise<Result<unknown>>;

const isCommand = (name: string): name is CommandName => Object.hasOwn(contract, name);

export interface DispatchDeps {
  readonly handlers: Handlers;
  readonly loosening: Loosening;
  readonly mayLoosen: MayLoosen;
  readonly logger: Logger;
  readonly done: (done: Done) => void;
  /** what is slow about a command, done beforehand without holding the loop; undefined where nothing is */
  readonly prepare: (name: CommandName, input: unknown) => Promise<void> | undefined;
  readonly foresee: Foresee;
}

/** The one gate for commands: name -> validate -> may it loosen? -> handle -> Result. Faults become failures, logged with their cause. */
export function createDispatch({ handlers, loosening, mayLoosen, logger, done, prepare, foresee }: DispatchDeps): Dispatch {
  return async (name, input, from) => {
    if (!isCommand(name)) return fail('UNKNOWN_COMMAND', `there is no command ${JSON.stringify(name)}`, 'see `toolgate --help`');
    try {
      const parsed = contract[name].input.safeParse(input ?? {});
      if (!parsed.success) return fail('BAD_INPUT', firstProblem(parsed.error));
      await prepare(name, parsed.data);
      // nobody is asked to agree to what cannot be done, or without seeing what it does; whoever stands before a window sees both anyway
      const foreseen = from.door === 'cli' || from.confirmed !== undefined ? await foresee(name, parsed.data) : ok(undefined);
      if (!foreseen.ok) return foreseen;
      const loosens = loosening(name, parsed.data);
      if (loosens !== undefined) {
        // a person agreed to a sentence and a diff: when the command means something else by now, they have not agreed to it
        if (from.confirmed !== undefined && (from.confirmed.sentence !== loosens || !sameChange(from.confirmed.diff, foreseen.value)))
          return fail('OVERTAKEN', `meanwhile this would do something else: ${loosens}`, 'give the command again');
        const may = mayLoosen({ sentence: loosens, name, input, from, diff: foreseen.value });
        if (!may.ok) return may;
      }
      const handle = handlers[name] as (input: unknown, from: Origin) => Result<unknown> | Promise<Result<unknown>>;
      const result = await handle(parsed.data, from);
      if (result.ok) done({ name, from, loosened: loosens, value: result.value });
      return result;
    } catch (error) {
      logger.error('command.failed', { command: name, error: error instanceof Error ? error.stack : String(error) });
      return fail(
        'INTERNAL',
        `${name} failed: ${error instanceof Error ? error.message : String(error)}`,
        'it may have been done in part; see the log of Toolgate',
      );
    }
  };
}

/** Whether two diffs take out and put in the same, wherever it stands by now: applications write other things into their files meanwhile. */
function sameChange(a: string | undefined, b: string | undefined): boolean {
  const lines = (diff = '') => diff.split('\n').filter((line) => /^[+-]/.test(line));
  return lines(a).join('\n') === lines(b).join('\n');
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'the input is not valid';
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `${where}${issue.message}`;
}
