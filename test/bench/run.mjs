#!/usr/bin/env node
// What the gate costs, as ratios to a reference hop that is measured in turns with it (floor.mjs). The gate runs as people run it: token
// checked, 19 rules, every call in the log. Linux only (/proc). `npm run build` first.
//
//   npm run bench -- [--rounds=5] [--only=calls,lists,starts,sessions,decisions] [--check]
//
// `--check` ends with 1 when a figure misses its goal by more than 15 %.
import { cpus, loadavg } from 'node:os';
import { calls, decisions, lists, sessions, starts } from './measure.mjs';

const option = (name) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const rounds = Number(option('rounds') ?? 5);
const parts = { calls, lists, starts, sessions, decisions };
const chosen = option('only')?.split(',') ?? Object.keys(parts);
const slack = 0.15;

const rows = [];
for (const name of chosen) rows.push(...(await parts[name](rounds)));

const meets = ({ measured, goal, atLeast }, allowed) => (atLeast ? measured >= goal * (1 - allowed) : measured <= goal * (1 + allowed));
console.log(
  `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}, ${rounds} rounds\n`,
);
console.log('| what | goal | measured | |\n|---|---|---|---|');
for (const row of rows)
  console.log(`| ${row.what} | ${row.atLeast ? '>=' : '<='} ${row.goal} | ${row.value} | ${meets(row, 0) ? 'met' : 'missed'} |`);

const missed = rows.filter((row) => !meets(row, slack));
if (process.argv.includes('--check') && missed.length > 0) {
  console.error(
    `\n${missed.length} of ${rows.length} miss their goal by more than ${slack * 100} %: ${missed.map(({ what }) => what).join('; ')}`,
  );
  process.exitCode = 1;
}
process.exit();
