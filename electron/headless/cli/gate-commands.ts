import type { Command } from 'commander';
import { counted } from '../../../shared/words/counted.js';
import type { Options } from './context.js';
import { oneOf, parseDuration, usage } from './parse.js';
import { duration, when } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate status`, `toolgate mode` */
export function addGateCommands(program: Command, options: () => Options): void {
  program
    .command('status')
    .description('is the gate up, in which mode, what waits')
    .action(() =>
      withContext(options(), async (context) => {
        const [gate, servers, clients, waiting] = await Promise.all([
          call(context, 'gate.status', {}),
          call(context, 'server.list', {}),
          call(context, 'client.list', {}),
          call(context, 'approval.list', {}),
        ]);
        const running = context.remote;
        const value = { running, ...gate, servers: servers.length, clients: clients.length, waiting: waiting.length };
        const until = gate.modeUntilMs === undefined ? '' : `, for another ${duration(gate.modeUntilMs - Date.now())}`;
        print(
          options(),
          value,
          [
            running
              ? `running (${gate.face}) since ${when(gate.startedAtMs)}, ${gate.listening ? gate.url : 'not listening'}`
              : 'not running; start the application, or `toolgate serve`',
            `mode: ${gate.mode}${until}`,
            `${counted(servers.length, 'server')}, ${counted(clients.length, 'client')}, ${waiting.length === 1 ? '1 call waits' : `${waiting.length} calls wait`}`,
            `data: ${gate.dataDir}`,
            ...gate.problems,
          ].join('\n'),
        );
      }),
    );

  program
    .command('mode')
    .description('enforce the rules, observe (allow, but record what would have happened), or lock down (refuse everything)')
    .argument('<mode>', 'enforce | observe | lockdown')
    .option('--for <duration>', 'for example 15m; then back to enforcing')
    .action((mode: string, flags: { for?: string }) =>
      withContext(options(), async (context) => {
        const next = oneOf('mode', ['enforce', 'observe', 'lockdown'], mode);
        if (next === 'enforce' && flags.for !== undefined) throw usage('enforcing has no end', 'leave --for out');
        const gate = await call(context, 'mode.set', {
          mode: next,
          ...(flags.for === undefined ? {} : { forMs: parseDuration(flags.for) }),
        });
        print(options(), gate, `mode: ${gate.mode}`);
      }),
    );
}
