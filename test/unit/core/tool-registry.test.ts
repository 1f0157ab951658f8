import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { createToolRegistry, type JudgedLists } from '../../../electron/core/tool-registry.js';
import { lists } from './lists.js';

const judged = {
  tools: new Map([
    [
      't',
      {
        classification: { class: 'read', severity: 'low', evidence: [], confidence: 1 },
        scan: 'clean',
        findings: [],
        definitionHash: 'h',
        pin: 'pinned',
        labels: [],
      },
    ],
  ]),
  prompts: [],
  resources: [],
  resourceTemplates: [],
  initializeResult: {},
} as unknown as JudgedLists;

describe('the tools of a server', () => {
  it('are gone when its new list cannot be judged: what was judged before is not what it offers now', async () => {
    let broken = false;
    const told: string[] = [];
    const registry = createToolRegistry({
      judge: () => (broken ? Promise.reject(new Error('the disk is full')) : Promise.resolve(judged)),
      place: () => ({ remote: false, cwd: undefined }),
      changed: (server) => void told.push(server),
      logger: silentLogger,
      pause: () => Promise.resolve(),
    });
    await registry.take(lists('one'));
    expect(registry.get('s', 't')).toBeDefined();
    broken = true;
    await expect(registry.take(lists('two'))).rejects.toThrow('the disk is full');
    expect([registry.get('s', 't'), registry.lists('s'), told]).toEqual([undefined, undefined, ['s', 's']]);
    broken = false;
    await registry.take(lists('two'));
    expect(registry.get('s', 't')).toBeDefined();
  });

  it('are judged once when the same listing comes in twice, and anew when it is asked for again', async () => {
    let times = 0;
    const registry = createToolRegistry({
      judge: () => Promise.resolve(judged).finally(() => times++),
      place: () => ({ remote: false, cwd: undefined }),
      changed: () => undefined,
      logger: silentLogger,
      pause: () => Promise.resolve(),
    });
    const listing = lists('one');
    await Promise.all([registry.take(listing), registry.take(listing)]);
    await registry.take(listing);
    expect(times).toBe(1);
    await registry.again('s');
    await registry.take(lists('one'));
    expect(times).toBe(3);
  });
});
