import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { bridgeAgent, httpAgent, type Agent } from './agents.js';
import type { Runtime } from './runtime.js';

/** The person at the desk, however they act: in the window, or at a terminal. */
export interface Person {
  /** waits until a call asks, checks that what is shown contains every text, and answers */
  answer(how: 'allow' | 'deny', shows: readonly string[]): Promise<void>;
  setSwitch(server: string, tool: string, position: 'allow' | 'ask' | 'deny' | 'hide'): Promise<void>;
  setMode(mode: 'enforce' | 'lockdown'): Promise<void>;
}

export interface Standing {
  /** base address: `http://127.0.0.1:<port>/mcp` */
  readonly url: string;
  readonly dataDir: string;
  /** a client that was added before */
  readonly client: string;
  readonly token: string;
  /** the folder that the filesystem server may touch */
  readonly files: string;
  readonly person: Person;
  /** what runs the bridge; plain Node unless given */
  readonly runtime?: Runtime;
}

/** The main job, end to end: the same for the desktop application and for `serve`. The servers are `everything`, `files` and `memory`. */
export async function gateFlow(gate: Standing): Promise<void> {
  const everything = await httpAgent(`${gate.url}/everything`, gate.token);
  const files = await httpAgent(`${gate.url}/files`, gate.token);
  const memory = await bridgeAgent(gate.dataDir, gate.client, 'memory', gate.runtime);
  const all = await bridgeAgent(gate.dataDir, gate.client, undefined, gate.runtime);
  try {
    // what a tool called "echo" does cannot be told from its name: the preset asks, the person allows
    await gate.person.setSwitch('everything', 'echo', 'allow');
    await namesStayTheSame(everything, files, memory, all);
    await writingAsks(gate, files);
    await hiddenToolsAreGone(gate, everything);
    await lockdownRefusesEverything(gate, everything, memory);
  } finally {
    await Promise.all([everything, files, memory, all].map((agent) => agent.close()));
  }
}

async function namesStayTheSame(everything: Agent, files: Agent, memory: Agent, all: Agent): Promise<void> {
  expect(await everything.tools()).toContain('echo');
  expect(await files.tools()).toEqual(expect.arrayContaining(['read_text_file', 'write_file']));
  expect(await memory.tools()).toContain('read_graph');
  const together = await all.tools();
  expect(together.filter((name) => name.endsWith('__echo'))).toHaveLength(1);
  expect(together.filter((name) => name.endsWith('__write_file'))).toHaveLength(1);
  expect(await everything.call('echo', { message: 'through the gate' })).toMatchObject({
    isError: false,
    text: expect.stringContaining('through the gate') as string,
  });
  expect(await memory.call('read_graph', {})).toMatchObject({ isError: false });
}

async function writingAsks(gate: Standing, files: Agent): Promise<void> {
  const allowed = join(gate.files, 'allowed.txt');
  const writing = files.call('write_file', { path: allowed, content: 'exactly this' });
  await gate.person.answer('allow', [allowed, 'exactly this']);
  expect(await writing).toMatchObject({ isError: false });
  expect(readFileSync(allowed, 'utf8')).toBe('exactly this');

  const denied = join(gate.files, 'denied.txt');
  const refused = files.call('write_file', { path: denied, content: 'not this' });
  await gate.person.answer('deny', [denied]);
  const answer = await refused;
  expect(answer.isError).toBe(true);
  expect(answer.text).toMatch(/^\[TOOLGATE DENIED\]/);
  expect(existsSync(denied)).toBe(false);

  // nobody answers: the gate was set to wait a few seconds
  const silent = join(gate.files, 'silent.txt');
  const unanswered = await files.call('write_file', { path: silent, content: 'nobody said yes' });
  expect(unanswered.isError).toBe(true);
  expect(unanswered.text).toMatch(/^\[TOOLGATE EXPIRED\]/);
  expect(existsSync(silent)).toBe(false);
}

async function hiddenToolsAreGone(gate: Standing, everything: Agent): Promise<void> {
  await gate.person.setSwitch('everything', 'echo', 'hide');
  expect(await everything.tools()).not.toContain('echo');
  await expect(everything.call('echo', { message: 'still there?' })).rejects.toThrow(/Unknown tool/);
  await gate.person.setSwitch('everything', 'echo', 'allow');
  expect(await everything.tools()).toContain('echo');
}

async function lockdownRefusesEverything(gate: Standing, everything: Agent, memory: Agent): Promise<void> {
  await gate.person.setMode('lockdown');
  for (const [agent, tool, args] of [
    [everything, 'echo', { message: 'x' }],
    [memory, 'read_graph', {}],
  ] as const) {
    const answer = await agent.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^\[TOOLGATE LOCKED\]/);
  }
  await gate.person.setMode('enforce');
  expect(await everything.call('echo', { message: 'back' })).toMatchObject({ isError: false });
}
