#!/usr/bin/env node
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from '../../build/build.mjs';
import { at } from '../../build/paths.mjs';
import { openDoor } from './door.mjs';
import { compare, countsOf, reasonOf, runSet, sets, suitePrograms } from './suite.mjs';

const help = `Runs the MCP conformance suite against a server of our own, directly and through the gate, and prints what differs.

usage: npm run conformance -- [--runs N] [--era handshake|modern] [--show]

  --runs N   how often (3)
  --era E    only the sets of one era of the protocol
  --show     also print every check that is no success

Exit code 1 when the gate is worse than direct in any run, 2 for an option that cannot be. What it needs (Node 22, the suite) it installs into .cache.`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(help);
  process.exit(0);
}
const valueOf = (flag, fallback) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : fallback);
const runs = Number(valueOf('--runs', 3));
const era = valueOf('--era', undefined);
const eras = new Set(sets.map((set) => set.era));
if (!(runs >= 1) || (args.includes('--era') && !eras.has(era))) {
  console.error(`--runs takes a number of at least 1, --era one of ${[...eras].join(', ')}.`);
  process.exit(2);
}

/** what no program on standard streams can do: close one stream of several. The direct server speaks HTTP. */
const httpOnly = ['server-sse-polling server-sse-disconnect-resume SUCCESS'];

const token = 'conformance-token-0123456789abcdef';
/** everything is allowed: what is measured is what the gate does to messages, not what it refuses */
const policy = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(['resources', 'prompts', 'completion', 'sampling', 'elicitation'].map((kind) => [kind, { action: 'allow' }])),
};

/** Starts a program that prints one line of JSON when it is ready. */
function start(command, commandArgs) {
  const child = spawn(command, commandArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve({ ...JSON.parse(line), child }));
    child.once('exit', (code) => reject(new Error(`${commandArgs[0]} ended with ${code}`)));
  });
}

const stop = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('close', resolve);
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  });

function cli(dataDir, ...cliArgs) {
  const ran = spawnSync(process.execPath, [at('out/toolgate.cjs'), '--data-dir', dataDir, ...cliArgs], { encoding: 'utf8', input: token });
  if (ran.status !== 0) throw new Error(`toolgate ${cliArgs.join(' ')}: ${ran.stderr}`);
}

/** One gate with the fixture behind it, as an HTTP server and as a program. */
async function openGate(programs, fixtures) {
  const root = mkdtempSync(join(tmpdir(), 'toolgate-conformance-'));
  const dataDir = join(root, 'data');
  const policyFile = join(root, 'policy.json');
  writeFileSync(policyFile, JSON.stringify(policy));
  cli(dataDir, 'client', 'add', 'suite', '--token-stdin');
  cli(dataDir, 'policy', 'set', policyFile);
  for (const { name, url, script } of fixtures) {
    cli(dataDir, 'server', 'add', name, '--url', url);
    cli(dataDir, 'server', 'add', `${name}-stdio`, '--', programs.node, '--no-warnings', script, '--stdio');
  }
  const serving = await start(process.execPath, [at('out/toolgate.cjs'), 'serve', '--json', '--port', '0', '--data-dir', dataDir]);
  return {
    url: serving.url,
    async close() {
      await stop(serving.child);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

await build();
const programs = suitePrograms();
const wanted = sets.filter((set) => era === undefined || set.era === era);
const fixtures = [];
for (const name of new Set(wanted.map((set) => set.era))) {
  const script = at('test/conformance', name === 'modern' ? 'fixture-modern.ts' : 'fixture-server.ts');
  fixtures.push({ name, script, ...(await start(programs.node, ['--no-warnings', script])) });
}
const gate = await openGate(programs, fixtures);
const doors = [];
let worse = 0;
try {
  for (const set of wanted) {
    const fixture = fixtures.find(({ name }) => name === set.era);
    const ways = [];
    for (const [way, server] of [
      ['gate, HTTP server', set.era],
      ['gate, stdio server', `${set.era}-stdio`],
    ]) {
      const door = await openDoor({ url: `${gate.url}/${server}`, token });
      doors.push(door);
      ways.push({ way, url: door.url });
    }
    for (let run = 1; run <= runs; run++) {
      const direct = await runSet(programs, set, fixture.url);
      print(set, run, 'direct', direct);
      for (const { way, url } of ways) {
        const through = await runSet(programs, set, url);
        print(set, run, way, through);
        const compared = compare(
          direct,
          way.includes('stdio') ? [...through, ...httpOnly.filter((line) => direct.includes(line) && !through.includes(line))] : through,
        );
        for (const line of compared.difference) console.log(`    ${line}`);
        for (const line of compared.worse) console.log(`    WORSE ${line}${explain(line)}`);
        worse += compared.worse.length;
      }
    }
  }
} finally {
  await Promise.all(doors.map((door) => door.close()));
  await gate.close();
  await Promise.all(fixtures.map(({ child }) => stop(child)));
}
console.log(worse === 0 ? 'The gate is never worse than direct.' : `The gate is worse than direct in ${worse} checks.`);
process.exitCode = worse === 0 ? 0 : 1;

function explain(line) {
  const why =
    reasonOf(line.replace(/^\w+: /, '')) ??
    reasonOf(line.replace(/^\w+: /, '').replace(/SUCCESS$/, 'FAILURE')) ??
    reasonOf(line.replace(/^\w+: /, '').replace(/SUCCESS$/, 'WARNING'));
  return why === undefined ? '' : ` (${why})`;
}

function print(set, run, way, lines) {
  const { SUCCESS, FAILURE, WARNING, SKIPPED } = countsOf(lines);
  console.log(`${set.name} · run ${run} · ${way}: ${SUCCESS} passed, ${FAILURE} failed, ${WARNING} warnings, ${SKIPPED} skipped`);
  if (args.includes('--show'))
    for (const line of lines.filter((one) => !one.endsWith('SUCCESS'))) console.log(`    ${line} (${reasonOf(line) ?? ''})`);
}
