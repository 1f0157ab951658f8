import type { Command } from 'commander';
import type { Options } from './context.js';
import { visible } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate telemetry …` */
export function addTelemetryCommands(program: Command, options: () => Options): void {
  const telemetry = program
    .command('telemetry')
    .description('OpenTelemetry spans and metrics of calls, sent to a collector of your own; off by default');

  telemetry
    .command('show')
    .description('where they go, and whether they arrive')
    .action(() =>
      withContext(options(), async (context) => {
        const [settings, gate] = await Promise.all([call(context, 'settings.get', {}), call(context, 'gate.status', {})]);
        const endpoint = settings.otlpEndpoint ?? null;
        const problem = gate.problems.find((line) => line.startsWith('OpenTelemetry'));
        print(
          options(),
          { endpoint, ...(problem === undefined ? {} : { problem }) },
          [
            endpoint === null ? 'nothing is sent' : `spans and metrics go to ${visible(endpoint)}`,
            ...(problem === undefined ? [] : [visible(problem)]),
          ].join('\n'),
        );
      }),
    );

  telemetry
    .command('use')
    .argument('<url>', 'address of an OTLP/HTTP receiver: http://127.0.0.1:4318')
    .description('send them there; arguments and answers are never part of them')
    .action((url: string) =>
      withContext(options(), async (context) => {
        const settings = await call(context, 'settings.set', { otlpEndpoint: url });
        print(options(), settings.otlpEndpoint, `spans and metrics go to ${visible(url)}`);
      }),
    );

  telemetry
    .command('off')
    .description('send nothing')
    .action(() =>
      withContext(options(), async (context) => {
        await call(context, 'settings.set', { otlpEndpoint: null });
        print(options(), null, 'nothing is sent');
      }),
    );
}
