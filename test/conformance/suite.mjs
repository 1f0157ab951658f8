import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installed } from './installed.mjs';

const versions = { node: '22.23.3', stable: '0.1.16', alpha: '0.2.0-alpha.12' };

/** What the suite needs: a Node 22 of its own and both versions of the suite. */
export function suitePrograms() {
  const suite = (version) =>
    join(
      installed(`conformance-${version}`, { '@modelcontextprotocol/conformance': version }),
      'node_modules/@modelcontextprotocol/conformance/dist/index.js',
    );
  return {
    node: join(installed('node-22', { node: versions.node }, { scripts: true }), 'node_modules/node/bin/node'),
    stable: suite(versions.stable),
    alpha: suite(versions.alpha),
  };
}

/** The sets that are run. `scored` names what decides; the rest is shown. */
export const sets = [
  { name: `${versions.stable} --suite all`, suite: 'stable', era: 'handshake', args: ['--suite', 'all'] },
  { name: `${versions.alpha} --requirements 2025-11-25`, suite: 'alpha', era: 'handshake', args: ['--requirements', '2025-11-25'] },
  {
    name: `${versions.alpha} --requirements 2026-07-28 (scored)`,
    suite: 'alpha',
    era: 'modern',
    args: ['--requirements', '2026-07-28'],
    scored: '2026-07-28',
  },
];

/**
 * Runs one set against an address. Answers one line per check, `scenario check STATUS`, sorted; those that only inform are left out.
 * @returns {Promise<string[]>}
 */
export async function runSet(programs, set, url) {
  const out = mkdtempSync(join(tmpdir(), 'toolgate-conformance-'));
  try {
    const child = spawn(programs.node, [programs[set.suite], 'server', '--url', url, '-o', out, ...set.args], {
      cwd: out,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), 10 * 60_000);
    await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    const lines = readdirSync(out).flatMap((folder) => checksOf(join(out, folder), folder, scoredOf(programs, set)));
    if (lines.length === 0) throw new Error(`the suite wrote no checks: ${said.slice(-2000)}`);
    return lines.sort();
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The scenarios that count in a set; undefined where all do. */
function scoredOf(programs, { suite, scored }) {
  if (scored === undefined) return undefined;
  const [, server = ''] =
    /^server:\n((?: +- .*\n|\s*#.*\n|\n)*)/m.exec(readFileSync(join(programs[suite], '../../requirements', `${scored}.yaml`), 'utf8')) ??
    [];
  return new Set([...server.matchAll(/^ +- (\S+)/gm)].map(([, scenario]) => scenario));
}

function checksOf(folder, name, scored) {
  const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d{2}-\d{2}T.*$/, '');
  if (scored?.has(scenario) === false) return [];
  const checks = JSON.parse(readFileSync(join(folder, 'checks.json'), 'utf8'));
  return checks
    .filter(({ status }) => status !== 'INFO')
    .map(({ id, status, errorMessage }) => ({ scenario, id, status, why: errorMessage }))
    .map(toLine);
}

const reasons = new Map();
function toLine({ scenario, id, status, why }) {
  const line = `${scenario} ${id} ${status}`;
  if (why !== undefined) reasons.set(line, String(why).replace(/\s+/g, ' ').slice(0, 300));
  return line;
}

/** why a check failed, as the suite last said it */
export const reasonOf = (line) => reasons.get(line);

/** How many lines end in each status. */
export function countsOf(lines) {
  const counts = { SUCCESS: 0, FAILURE: 0, WARNING: 0, SKIPPED: 0 };
  for (const line of lines) counts[line.slice(line.lastIndexOf(' ') + 1)]++;
  return counts;
}

const rank = { SUCCESS: 3, SKIPPED: 2, WARNING: 1, FAILURE: 0 };

/**
 * The difference of two runs, one line each: `-` only direct, `+` only through the gate. `worse` holds the checks that came out worse through
 * the gate, a check that is missing there included.
 */
export function compare(direct, through) {
  const left = [...through];
  const onlyDirect = direct.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  const keyOf = (line) => line.slice(0, line.lastIndexOf(' '));
  const rankOf = (line) => rank[line.slice(line.lastIndexOf(' ') + 1)];
  const better = [...left];
  const worse = onlyDirect.filter((line) => {
    const at = better.findIndex((other) => keyOf(other) === keyOf(line) && rankOf(other) > rankOf(line));
    if (at === -1) return rankOf(line) === rank.SUCCESS || !better.some((other) => keyOf(other) === keyOf(line));
    better.splice(at, 1);
    return false;
  });
  const newFaults = left.filter((line) => rankOf(line) < rank.SKIPPED && !onlyDirect.some((other) => keyOf(other) === keyOf(line)));
  return {
    difference: [...onlyDirect.map((line) => `- ${line}`), ...left.map((line) => `+ ${line}`)],
    worse: [...worse.map((line) => `lost: ${line}`), ...newFaults.map((line) => `new: ${line}`)],
  };
}
