import { isAbsolute, join } from 'node:path';
import { version } from '../../package.json';
import { takeCompiledCode } from './compiled-code.js';
import { serveFlags } from './serve-flags.js';
import { holdYoungGeneration } from './young-generation.js';

/**
 * Entry of the command line (`out/toolgate.cjs`). The stdio bridge goes its own short way, for an AI application waits for it at every start, and so
 * does the gate: what reads the other commands is loaded for those.
 */
async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  // An empty HOME would put the data into whatever folder this is called from; without one the system says where the home folder is.
  if (!isAbsolute(process.env['HOME'] ?? '/')) delete process.env['HOME'];
  // before anything of the gate is loaded
  if (argv.includes('serve')) {
    holdYoungGeneration();
    takeCompiledCode(join(__dirname, 'chunks'));
  }
  if (argv[0] === 'connect' && !argv.includes('--help') && !argv.includes('-h')) {
    const { connectCommand } = await import('./connect-command.js');
    return connectCommand(argv);
  }
  const flags = serveFlags(argv);
  if (flags !== undefined) {
    const [{ serve }, { dataDirFor }] = await Promise.all([import('./serve.js'), import('./data-dir.js')]);
    return serve({ ...flags, dataDir: dataDirFor(flags.dataDir), version });
  }
  const [{ runProgram }, { dataDirFor }] = await Promise.all([import('./cli/program.js'), import('./data-dir.js')]);
  return runProgram(argv, version, (flag) => dataDirFor(flag));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`toolgate: the output could not be written: ${error.message}\n`);
  process.exit(1);
});
// whoever read it is gone: no reason to end what is under way
process.stderr.on('error', () => undefined);

void main()
  .catch(async (fault: unknown) => (await import('./cli/run.js')).report(fault))
  .then((code) => {
    process.exitCode = code;
  });
