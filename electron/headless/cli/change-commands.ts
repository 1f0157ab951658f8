import type { Command } from 'commander';
import type { Options } from './context.js';
import { visible, visibleLines, when } from './print.js';
import { call, print, withContext } from './run.js';

/** `toolgate changes …` */
export function addChangeCommands(program: Command, options: () => Options): void {
  const changes = program.command('changes').description('loosenings that wait for a word: an edited policy.json, or commands');

  changes
    .command('list')
    .description('what waits, and what it would change')
    .action(() =>
      withContext(options(), async (context) => {
        const waiting = await call(context, 'change.list', {});
        const text = waiting.map((one) =>
          [
            `${one.id}  ${when(one.atMs)}  from ${visible(one.from)}`,
            `  ${visible(one.sentence)}`,
            ...(one.diff === undefined ? [] : [visibleLines(one.diff)]),
          ].join('\n'),
        );
        print(options(), waiting, waiting.length === 0 ? 'nothing waits' : text.join('\n\n'));
      }),
    );

  changes
    .command('confirm')
    .argument('<id>')
    .description('carry a waiting change out; needs the code that `serve` printed (--unlock), or is done in the window')
    .action((id: string) =>
      withContext(options(), async (context) => {
        await call(context, 'change.confirm', { id });
        print(options(), { id, state: 'confirmed' }, `confirmed ${visible(id)}`);
      }),
    );

  changes
    .command('reject')
    .argument('<id>')
    .description('refuse a waiting change; the edit is kept beside the file as a copy')
    .action((id: string) =>
      withContext(options(), async (context) => {
        await call(context, 'change.reject', { id });
        print(options(), { id, state: 'rejected' }, `rejected ${visible(id)}`);
      }),
    );
}
