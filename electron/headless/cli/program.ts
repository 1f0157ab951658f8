import { Command, CommanderError } from 'commander';
import { meantBy } from './also-called.js';
import { addApprovalCommands } from './approval-commands.js';
import { addAuditCommands } from './audit-commands.js';
import { addChangeCommands } from './change-commands.js';
import { addClientCommands } from './client-commands.js';
import type { Options } from './context.js';
import { addCounterCommands } from './counter-commands.js';
import { addGateCommands } from './gate-commands.js';
import { oneOf, parsePort } from './parse.js';
import { addPolicyCommands } from './policy-commands.js';
import { addReportCommands } from './report-commands.js';
import { addRiskCommands } from './risk-commands.js';
import { report } from './run.js';
import { addServerCommands } from './server-commands.js';
import { addTelemetryCommands } from './telemetry-commands.js';
import { addToolCommands } from './tool-commands.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Runs the command line. Resolves to the exit code: 0 ok, 1 failed or findings, 2 wrong usage. */
export async function runProgram(argv: readonly string[], version: string, dataDir: (flag: string | undefined) => string): Promise<number> {
  const program = new Command('toolgate');
  const options = (): Options => {
    const flags = program.opts<{ dataDir?: string; json?: boolean; unlock?: string }>();
    // a variable that is empty is none
    const unlock = flags.unlock ?? (process.env['TOOLGATE_UNLOCK'] || undefined);
    return { dataDir: dataDir(flags.dataDir), json: flags.json ?? false, unlock };
  };

  program
    .description('A local firewall for the tools of AI agents.')
    .version(version)
    .option('--data-dir <dir>', 'where Toolgate keeps its data (or TOOLGATE_DATA_DIR)')
    .option('--json', 'print the bare value as JSON')
    .option('--unlock <code>', 'the code that `serve` printed at its start: needed for what loosens (or TOOLGATE_UNLOCK)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  program
    .command('serve')
    .description('run the gateway in the foreground, without a desktop')
    .option('--port <n>', 'instead of the configured port', parsePort)
    .option('--ui', 'the interface in a browser on loopback; prints its address with a one-time token')
    .action(async (flags: { port?: number; ui?: boolean }) => {
      const { serve } = await import('../serve.js');
      process.exitCode = await serve({ ...options(), version, port: flags.port, ui: flags.ui ?? false });
    });

  program
    .command('connect')
    .description('stdio bridge: what an AI application starts instead of a server')
    .requiredOption('--client <name>', 'whose token to use')
    .option('--server <server>', 'one server with its own names; without it, all of them')
    .option('--start', 'start the application when it is not running')
    .action(async (flags: { client: string; server?: string; start?: boolean }) => {
      const { connectCommand } = await import('../connect-command.js');
      const server = flags.server === undefined ? [] : ['--server', flags.server];
      process.exitCode = await connectCommand([
        'connect',
        '--client',
        flags.client,
        ...server,
        ...(flags.start === true ? ['--start'] : []),
        '--data-dir',
        options().dataDir,
      ]);
    });

  addGateCommands(program, options);
  addServerCommands(program, options);
  addToolCommands(program, options);
  addClientCommands(program, options);
  addPolicyCommands(program, options);
  addApprovalCommands(program, options);
  addChangeCommands(program, options);
  addCounterCommands(program, options);
  addTelemetryCommands(program, options);
  addAuditCommands(program, options);
  addRiskCommands(program, options);
  addReportCommands(program, options);
  program
    .command('completion')
    .description('a script that completes commands in your shell: source <(toolgate completion bash)')
    .argument('<shell>', SHELLS.join(', '))
    .action(async (shell: string) => {
      process.stdout.write((await import('./completion.js')).completionScript(program, oneOf('shell', SHELLS, shell)));
    });
  takeGlobalOptionsAnywhere(program);
  sayWhichHelp(program);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error);
  }
}

/** `--json`, `--data-dir` and `--unlock` may stand behind the subcommand too: there they set the program's own option. */
function takeGlobalOptionsAnywhere(program: Command): void {
  const visit = (command: Command): void => {
    for (const sub of command.commands) {
      for (const option of program.options)
        if (option.long !== '--version')
          sub.addOption(Object.assign(Object.create(Object.getPrototypeOf(option) as object), option, { hidden: true }) as typeof option);
      sub.hook('preAction', (_this, action) => {
        for (const option of program.options) {
          const name = option.attributeName();
          const value: unknown = action.getOptionValue(name);
          if (value !== undefined && option.long !== '--version') program.setOptionValue(name, value);
        }
      });
      sub.exitOverride().copyInheritedSettings(command);
      visit(sub);
    }
  };
  visit(program);
}

/** Wrong usage is one line, and names the help that shows the right one. */
function sayWhichHelp(command: Command, path = command.name()): void {
  command.configureOutput({
    outputError: (text, write) =>
      write(
        `toolgate: ${text
          .trim()
          .replace(/^error: /, '')
          .replaceAll('\n', ' ')
          .replace(/^(unknown command '([^']*)').*/, (said, unknown: string, word: string) => {
            const meant = meantBy(path, word);
            return meant === undefined ? said : `${unknown} (Did you mean ${meant}?)`;
          })} (see ${path} --help)\n`,
      ),
  });
  for (const sub of command.commands) sayWhichHelp(sub, `${path} ${sub.name()}`);
}
