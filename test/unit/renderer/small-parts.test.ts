import { expect, test } from 'vitest';
import { parseRoute, routeHash } from '../../../renderer/state/route.js';
import { readApplications, readPlan } from '../../../renderer/pages/clients/applications.js';
import { customRule, parseValue } from '../../../renderer/pages/rules/custom-rule.js';
import { ruleLines } from '../../../renderer/pages/rules/rule-list.js';
import { toolRows } from '../../../renderer/pages/tools/tool-filter.js';
import { bytes, countdown, duration, windowLength } from '../../../renderer/words/format.js';
import { POLICY } from '../../renderer/support/answers.js';
import { fullSnapshot } from '../../renderer/support/data.js';

test('a route with any names in it reads back', () => {
  const names = ['a/b', 'ü 🙂', '%41', '..', '<b>'];
  expect(parseRoute(routeHash('tools', ...names))).toEqual({ page: 'tools', parts: names });
  expect(parseRoute('#/nowhere/at/all')).toEqual({ page: 'overview', parts: [] });
  expect(parseRoute('#/tools/%E0%A4%A')).toEqual({ page: 'tools', parts: ['%E0%A4%A'] });
});

test('sizes, times and windows read as people say them', () => {
  expect([bytes(999), bytes(7200), bytes(100_000), bytes(3_400_000)]).toEqual(['999 B', '7.2 KB', '100 KB', '3.4 MB']);
  expect([countdown(221_000), countdown(0), countdown(-5), countdown(3_661_000)]).toEqual(['3:41', '0:00', '0:00', '1:01:01']);
  expect([duration(12), duration(1500), duration(90_000)]).toEqual(['12 ms', '1.5 s', '1:30']);
  expect([windowLength(60_000), windowLength(900_000), windowLength(7_200_000), windowLength(1500)]).toEqual(['minute', '15 min', '2 h', '2 s']);
});

test('every rule of a policy is a line with its place in the text', () => {
  const lines = ruleLines(POLICY) ?? [];
  expect(lines.map(({ subject, line }) => [subject, line])).toContainEqual(['merge_pull_request on github', 14]);
  expect(lines.find(({ kind }) => kind === 'hide')).toMatchObject({ subject: 'hidden on github', sentence: 'delete_*' });
  expect(ruleLines('{ "version": ')).toBeUndefined();
});

test('a rule of ticked conditions always states an action, and needs values that fit', () => {
  const row = { path: 'args.n', used: true, op: 'lte', value: '5' };
  expect(customRule('deny', 'ask', [row])).toEqual({ action: 'ask', deny_if: [{ conditions: [{ path: 'args.n', op: 'lte', value: 5 }] }] });
  expect(customRule('allow', 'ask', [row])).toEqual({ action: 'ask', allow_if: [{ conditions: [{ path: 'args.n', op: 'lte', value: 5 }] }] });
  expect(customRule('deny', 'ask', [{ ...row, value: 'many' }])).toBeUndefined();
  expect(customRule('deny', 'ask', [{ ...row, used: false }])).toBeUndefined();
  expect(parseValue('in', 'a, b')).toEqual(['a', 'b']);
  expect(parseValue('eq', '007')).toBe('007');
  expect(parseValue('eq', 'true')).toBe(true);
});

test('discovery in an unknown shape is read as far as it goes', () => {
  expect(readApplications([{ id: 'x' }, 'junk', null, { name: 'no id' }])).toEqual([{ id: 'x', name: 'x', present: true, connected: false, files: [], servers: [], problem: undefined }]);
  expect(readPlan({ anything: 1 })).toEqual([{ path: '', diff: '{\n  "anything": 1\n}' }]);
  expect(readPlan({ files: [{ path: 'f', diff: '+a' }] })).toEqual([{ path: 'f', diff: '+a' }]);
});

test('the list filters by every word and leaves out servers without a match', () => {
  const { servers, tools } = fullSnapshot();
  const rows = toolRows(servers, tools, { text: 'file repository', class: '', server: '' });
  expect(rows.map((row) => (row.kind === 'tool' ? row.view.tool : row.server))).toEqual(['github', 'delete_file']);
  expect(toolRows(servers, tools, { text: '', class: '', server: 'postgres' })).toEqual([{ kind: 'server', server: 'postgres', tools: 0, destructive: 0, listed: false }]);
});
