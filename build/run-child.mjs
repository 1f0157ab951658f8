import { spawn } from 'node:child_process';

const LOOK_MS = 300;

/**
 * Runs a command in the place of this process: signals are passed on, and this process ends when the command does, with its exit code.
 * npm puts a shell between itself and its script, and the shell ends at SIGTERM without a word to the script: that the parent is gone
 * counts as the signal then.
 */
export function runChild(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  const watch = process.env.npm_lifecycle_event
    ? setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(watch);
        child.kill('SIGTERM');
      }, LOOK_MS)
    : undefined;
  child.on('error', (error) => {
    console.error(`${command} did not start: ${error.message}`);
    clearInterval(watch);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
