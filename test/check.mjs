#!/usr/bin/env node
/** Types, lint, format and unit tests side by side: each is one busy thread most of the time. What a part prints comes whole, when it ends. */
import { spawn } from 'node:child_process';
import { at, root } from '../build/paths.mjs';

/** These parse and forget much: room for young objects spares a tenth of their work. */
const youngMegabytes = 256;

const parts = {
  // TypeScript 7 is native and takes a quarter of the work; `typescript` stays 6 because the lint rules need its API
  types: [
    'node_modules/@typescript/native/bin/tsc',
    '--noEmit',
    '--singleThreaded',
    '--incremental',
    '--tsBuildInfoFile',
    '.cache/check/types.json',
  ],
  lint: ['node_modules/eslint/bin/eslint.js', '.', '--cache', '--cache-strategy', 'content', '--cache-location', '.cache/check/lint.json'],
  format: [
    'node_modules/prettier/bin/prettier.cjs',
    '.',
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    '.cache/check/format.json',
  ],
  unit: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter=dot'],
};

/** Resolves to whether the part passed. */
function run(name, [script, ...args]) {
  const startedMs = Date.now();
  const child = spawn(process.execPath, [`--max-semi-space-size=${youngMegabytes}`, at(script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
      resolve(code === 0);
    });
  });
}

const passed = await Promise.all(Object.entries(parts).map(([name, command]) => run(name, command)));
process.exitCode = passed.every(Boolean) ? 0 : 1;
