import type { Command } from 'commander';
import type { Options } from './context.js';
import { oneOf } from './parse.js';
import { visible } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate counters …` */
export function addCounterCommands(program: Command, options: () => Options): void {
  const counters = program.command('counters').description('limits that several gates count together, on a Valkey or Redis server');

  counters
    .command('show')
    .description('where limits are counted, and whether that server can be reached')
    .action(() =>
      withContext(options(), async (context) => {
        const [settings, gate] = await Promise.all([call(context, 'settings.get', {}), call(context, 'gate.status', {})]);
        const shared = settings.sharedCounters ?? null;
        const problem = gate.problems.find((line) => line.startsWith('the shared counters'));
        print(
          options(),
          { shared, ...(problem === undefined ? {} : { problem }) },
          shared === null
            ? 'limits are counted here alone'
            : [
                `limits are counted at ${visible(shared.url)}; when it cannot be reached: ${shared.unreachable}`,
                ...(problem === undefined ? [] : [visible(problem)]),
              ].join('\n'),
        );
      }),
    );

  counters
    .command('use')
    .argument('<url>', 'redis://host:port, or rediss:// with TLS')
    .option('--unreachable <what>', 'deny: limited calls are refused meanwhile; local: they are counted here alone', 'deny')
    .description('count limits there as well')
    .action((url: string, flags: { unreachable: string }) => {
      const unreachable = oneOf('answer to an unreachable server', ['deny', 'local'], flags.unreachable);
      return withContext(options(), async (context) => {
        const settings = await call(context, 'settings.set', { sharedCounters: { url, unreachable } });
        print(options(), settings.sharedCounters, `limits are counted at ${visible(url)}`);
      });
    });

  counters
    .command('off')
    .description('count limits here alone')
    .action(() =>
      withContext(options(), async (context) => {
        await call(context, 'settings.set', { sharedCounters: null });
        print(options(), null, 'limits are counted here alone');
      }),
    );
}
