import { setFlagsFromString } from 'node:v8';
import { version } from '../../package.json';

/**
 * Entry of the command line (`out/toolgate.cjs`). The stdio bridge goes its own short way: an AI application waits for it at every start.
 */
async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.includes('serve')) keepHeapSmall();
  if (argv[0] === 'connect' && !argv.includes('--help') && !argv.includes('-h')) {
    const { connectCommand } = await import('./connect-command.js');
    return connectCommand(argv);
  }
  const [{ runProgram }, { dataDirFor }] = await Promise.all([import('./cli/program.js'), import('./data-dir.js')]);
  return runProgram(argv, version, (flag) => dataDirFor(flag));
}

/**
 * The young generation of the heap stays at the megabyte it begins with, where it would grow to sixteen, twice: what a call allocates is over
 * with the call, so a larger one holds memory and saves no time (docs/performance.md). Before anything is loaded, for loading makes it grow.
 */
const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void main().then((code) => {
  process.exitCode = code;
});
