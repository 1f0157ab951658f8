import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { StdioClient } from './clients.mjs';
import { cpuUs, median, nowMs, pause, residentMb } from './processes.mjs';
import { echoServer, prepareGate, pumpProgram, startFloor, startGate, startLocalFloor } from './subjects.mjs';

const MB = 1024 * 1024;

/** `calls` calls, so many in flight at a time. */
async function drive(client, { send, receive, inFlight, calls }) {
  const pad = 'y'.repeat(send);
  const took = [];
  let left = calls;
  const startedMs = nowMs();
  const one = async () => {
    while (left-- > 0) {
      const atMs = nowMs();
      const result = await client.request('tools/call', { name: 'echo', arguments: { pad, res: receive } });
      if (result.content?.[0]?.text?.length !== receive) throw new Error('a wrong answer');
      took.push(nowMs() - atMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return { p50: median(took) * 1000, perSecond: calls / ((nowMs() - startedMs) / 1000) };
}

async function measured(subject, load) {
  const before = cpuUs(subject.pid);
  const outcome = await drive(subject.client, load);
  return { ...outcome, cpu: (cpuUs(subject.pid) - before) / load.calls };
}

const mixed = (a, b) => (Math.random() < 0.5 ? [a, b] : [b, a]);

/** Ratios of the gate to the floor, measured in turns; the median over the rounds of ratios within a round. */
async function inTurns(gate, floor, rounds, load) {
  const ratios = { cpu: [], p50: [], perSecond: [] };
  const gates = { cpu: [], p50: [], perSecond: [] };
  for (let round = 0; round < rounds; round++) {
    const seen = new Map();
    for (const subject of mixed(gate, floor)) seen.set(subject, await measured(subject, load));
    for (const what of Object.keys(ratios)) {
      ratios[what].push(seen.get(gate)[what] / seen.get(floor)[what]);
      gates[what].push(seen.get(gate)[what]);
    }
  }
  return Object.fromEntries(Object.keys(ratios).map((what) => [what, { ratio: median(ratios[what]), value: median(gates[what]) }]));
}

export async function calls(rounds) {
  const prepared = await prepareGate();
  const rows = [];
  const idle = async (gate, what) => {
    await pause(2000);
    const mb = residentMb(gate.pid);
    rows.push({ what: `memory of \`serve\`, idle, ${what}`, value: `${mb.toFixed(0)} MB`, measured: mb, goal: 75 });
  };
  const first = await startGate(prepared);
  await idle(first, 'when its servers are new');
  await first.stop();
  const gate = await startGate(prepared);
  const floor = await startFloor();
  const row = (what, { ratio, value }, goal, unit, atLeast = false) =>
    rows.push({ what, value: `${ratio.toFixed(2)} x (${value.toFixed(0)} ${unit})`, measured: ratio, goal, atLeast });
  try {
    await idle(gate, 'when they are known');
    const small = { send: 100, receive: 100 };
    for (const subject of [gate, floor]) await drive(subject.client, { ...small, inFlight: 8, calls: 5000 });
    const eight = await inTurns(gate, floor, rounds, { ...small, inFlight: 8, calls: 2000 });
    const one = await inTurns(gate, floor, rounds, { ...small, inFlight: 1, calls: 800 });
    const many = await inTurns(gate, floor, rounds, { ...small, inFlight: 64, calls: 3000 });
    row('CPU per call, 100 B, 8 in flight', eight.cpu, 1.5, 'us');
    row('p50, 100 B, 1 in flight', one.p50, 1.4, 'us');
    row('calls per second, 8 in flight', eight.perSecond, 0.75, '/s', true);
    row('calls per second, 64 in flight', many.perSecond, 0.75, '/s', true);
    if (rounds > 0) {
      const used = residentMb(gate.pid);
      rows.push({ what: 'memory of `serve` after 10,000 calls and more', value: `${used.toFixed(0)} MB`, measured: used, goal: 95 });
    }
    row(
      'p50, 10 KB, 1 in flight',
      (await inTurns(gate, floor, rounds, { send: 10_240, receive: 10_240, inFlight: 1, calls: 400 })).p50,
      1.4,
      'us',
    );
    row('CPU, 1 MB answer', (await inTurns(gate, floor, rounds, { send: 100, receive: MB, inFlight: 1, calls: 20 })).cpu, 1.5, 'us');
    row('CPU, 1 MB request', (await inTurns(gate, floor, rounds, { send: MB, receive: 100, inFlight: 1, calls: 20 })).cpu, 1.5, 'us');
  } finally {
    await gate.stop();
    await floor.stop();
    prepared.remove();
  }
  return rows;
}

export async function lists(rounds) {
  const prepared = await prepareGate(500);
  const [gate, floor] = [await startGate(prepared), await startFloor(500)];
  const ratios = [];
  const cost = async (subject) => {
    const before = cpuUs(subject.pid);
    for (let i = 0; i < 25; i++) await subject.client.request('tools/list', {});
    return cpuUs(subject.pid) - before;
  };
  for (let round = 0; round <= rounds; round++) {
    const seen = new Map();
    for (const subject of mixed(gate, floor)) seen.set(subject, await cost(subject));
    if (round > 0) ratios.push(seen.get(gate) / seen.get(floor));
  }
  await gate.stop();
  await floor.stop();
  prepared.remove();
  return [{ what: 'list of 500 tools, CPU, second time on', value: `${median(ratios).toFixed(2)} x`, measured: median(ratios), goal: 0.5 }];
}

export async function starts(rounds) {
  const cold = { fresh: [], known: [], floor: [] };
  const once = async (subject, into) => {
    into.push(subject.coldMs);
    await subject.stop();
  };
  for (let round = 0; round < rounds; round++) {
    // what was read in a list is kept: a list is new once in a folder
    const prepared = await prepareGate();
    await once(await startGate(prepared), cold.fresh);
    await once(await startFloor(), cold.floor);
    await once(await startGate(prepared), cold.known);
    prepared.remove();
  }
  const least = (times) => Math.min(...times);
  const row = (what, times) => {
    const ratio = least(times) / least(cold.floor);
    return {
      what: `cold start of \`serve\` to the first list, ${what}`,
      value: `${ratio.toFixed(2)} x (${least(times).toFixed(0)} ms)`,
      measured: ratio,
      goal: 2,
    };
  };
  const rows = [row('its servers new', cold.fresh), row('its servers known', cold.known)];
  const prepared = await prepareGate();
  rows.push(...(await bridges(rounds, prepared)));
  prepared.remove();
  return rows;
}

async function bridges(rounds, prepared) {
  const gate = await startGate(prepared);
  const local = await startLocalFloor();
  const subjects = {
    direct: [[process.execPath, ...echoServer()], process.env],
    pump: [[process.execPath, pumpProgram, local.path], process.env],
    bridge: [gate.bridge, gate.env],
  };
  // as for calls over HTTP: what both have behind them is compiled
  for (const name of ['pump', 'bridge']) {
    const client = new StdioClient(...subjects[name]);
    await client.initialize();
    await drive(client, { send: 100, receive: 100, inFlight: 1, calls: 4000 });
    await client.close();
  }
  const started = { direct: [], pump: [], bridge: [] };
  const p50 = { direct: [], pump: [], bridge: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(subjects)) {
      const atMs = nowMs();
      const client = new StdioClient(...subjects[name]);
      await client.initialize();
      await client.request('tools/list', {});
      started[name].push(nowMs() - atMs);
      await drive(client, { send: 100, receive: 100, inFlight: 1, calls: 300 });
      p50[name].push((await drive(client, { send: 100, receive: 100, inFlight: 1, calls: 500 })).p50);
      await client.close();
    }
  }
  await gate.stop();
  await local.stop();
  const start = Math.min(...started.bridge) / Math.min(...started.direct);
  const latency = median(p50.bridge.map((one, i) => one / p50.pump[i]));
  return [
    {
      what: 'stdio bridge: start, against the server alone',
      value: `${start.toFixed(2)} x (${Math.min(...started.bridge).toFixed(0)} ms)`,
      measured: start,
      goal: 1.5,
    },
    {
      what: 'stdio bridge: latency, against a byte pump and the floor',
      value: `${latency.toFixed(2)} x (${median(p50.bridge).toFixed(0)} us)`,
      measured: latency,
      goal: 1.3,
    },
  ];
}

export async function sessions() {
  const prepared = await prepareGate();
  const gate = await startGate(prepared);
  const rates = new Map();
  let each = 0;
  await drive(gate.client, { send: 100, receive: 100, inFlight: 8, calls: 4000 });
  for (const count of [10, 100]) {
    const before = residentMb(gate.pid);
    const clients = Array.from({ length: count }, () => gate.newClient());
    await Promise.all(clients.map((client) => client.initialize()));
    await Promise.all(clients.map((client) => client.request('tools/list', {})));
    each = (residentMb(gate.pid) - before) / count;
    const startedMs = nowMs();
    await Promise.all(clients.map((client) => drive(client, { send: 100, receive: 100, inFlight: 1, calls: 3000 / count })));
    rates.set(count, 3000 / ((nowMs() - startedMs) / 1000));
    for (const client of clients) client.close();
  }
  await gate.stop();
  prepared.remove();
  const rate = rates.get(100) / rates.get(10);
  return [
    { what: '100 client sessions, memory each', value: `${each.toFixed(2)} MB`, measured: each, goal: 0.5 },
    {
      what: '100 client sessions, rate against 10',
      value: `${rate.toFixed(2)} x (${rates.get(100).toFixed(0)} /s)`,
      measured: rate,
      goal: 0.8,
      atLeast: true,
    },
  ];
}

/** One decision under 200 rules of three conditions each, on the compiled policy, without the gate around it. */
export async function decisions() {
  const out = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const entry = fileURLToPath(new URL('../../shared/policy/compile.ts', import.meta.url));
  const output = { format: 'esm', entryFileNames: 'compile.mjs' };
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: true, outDir: out, rolldownOptions: { input: { compile: entry }, output } },
    ssr: { noExternal: true },
  });
  const { compilePolicy } = await import(pathToFileURL(join(out, 'compile.mjs')).href);
  rmSync(out, { recursive: true });
  const conditions = (i) => [
    { path: 'args.path', op: 'starts_with', value: `/secret/${i}` },
    { path: 'args.limit', op: 'gt', value: 1000 + i },
    { path: 'args.mode', op: 'in', value: ['fast', `mode-${i}`] },
  ];
  const tools = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`tool_${i}`, { action: 'allow', deny_if: [{ conditions: conditions(i) }] }]),
  );
  const policy = compilePolicy({ version: '1', default: 'allow', servers: { up: { tools } } });
  const paths = { home: '/home/me', dataDir: '/home/me/.config/toolgate', caseInsensitive: false, resolve: (path) => path };
  const facts = Array.from({ length: 200 }, (_, i) => ({
    ...{ client: 'bench', session: 's', server: 'up', governed: 'tools', tool: `tool_${i}`, class: 'read', remote: false, paths },
    arguments: { path: `/secret/${i}/a`, limit: 2000, mode: 'exact' },
  }));
  const readLimit = () => ({ used: 0, freeInMs: 0 });
  let allowed = 0;
  const round = (times) => {
    for (let i = 0; i < times; i++) if (policy.evaluate(facts[i % 200], readLimit).decision.verdict === 'allow') allowed++;
  };
  round(20_000);
  const took = [];
  for (let i = 0; i < 10; i++) {
    const { user, system } = process.cpuUsage();
    round(10_000);
    const after = process.cpuUsage();
    took.push((after.user + after.system - user - system) / 10_000);
  }
  if (allowed !== 120_000) throw new Error('the rules did not allow what they should');
  return [{ what: 'policy decision, 200 rules of 3 conditions', value: `${median(took).toFixed(2)} us`, measured: median(took), goal: 5 }];
}
