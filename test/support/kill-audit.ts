import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { auditBench } from './audit-bench.js';
import { lockDataDir } from '../../electron/core/store/lock.js';

/** Builds the writing child once, as plain Node runs it. */
export async function buildAuditChild(): Promise<{ script: string; end(): void }> {
  const out = mkdtempSync(join(process.cwd(), 'node_modules', '.audit-child-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'audit-child.ts'),
      outDir: out,
      target: 'node18',
      rollupOptions: { external: ['@photostructure/sqlite'], output: { format: 'cjs', entryFileNames: 'child.cjs' } },
    },
    ssr: { noExternal: true, target: 'node' },
  });
  return { script: join(out, 'child.cjs'), end: () => rmSync(out, { recursive: true, force: true }) };
}

/** Kills a writing process (SIGKILL) `afterMs` after its first acknowledged record, on the same data folder `rounds` times. Returns what was lost. */
export async function killRounds(
  script: string,
  rounds: number,
  afterMs: (round: number) => number,
): Promise<{ acknowledged: number; lost: string[]; problems: string[] }> {
  const dir = mkdtempSync(join(tmpdir(), 'toolgate-kill-'));
  const acknowledged: string[] = [];
  const stamped: string[] = [];
  const lost: string[] = [];
  const problems: string[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const text = await runAndKill(script, dir, afterMs(round));
      for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
        if (line.startsWith('open ')) acknowledged.push(line.slice(5));
        if (line.startsWith('stamp ')) stamped.push(line.slice(6));
      }
      const lock = lockDataDir(dir);
      if (!lock.ok) problems.push(lock.error.message);
      const b = auditBench({}, {}, dir);
      problems.push(...b.store.problems, ...b.audit.problems, ...(await b.audit.verify()).problems.map(({ text }) => text));
      const known = new Set(b.store.calls.list({ limit: 1_000_000 }).map(({ id }) => id));
      const stamps = new Set(b.store.stamps.load(0).map(({ callId }) => callId));
      lost.push(...acknowledged.filter((id) => !known.has(id)), ...stamped.filter((id) => !stamps.has(id)));
      if (b.store.calls.open().length > 0) problems.push('a record stayed open');
      b.audit.stop();
      b.store.close();
      if (lock.ok) lock.value.release();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return { acknowledged: acknowledged.length, lost, problems };
}

async function runAndKill(script: string, dir: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let fault = '';
  child.stderr.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('open ')) resolve();
    });
    child.once('close', () => reject(new Error(`the child ended: ${fault}`)));
  });
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await ended;
  return out;
}
