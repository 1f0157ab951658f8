import { expect, it } from 'vitest';
import { whatToolsCan } from '../../../electron/headless/cli/what-tools-can.js';
import type { ToolView } from '../../../shared/model/views.js';

const tool = (name: string, change: Partial<ToolView>): ToolView => ({
  ...{ server: 'up', tool: name, description: '', class: 'read', severity: 'low', confidence: 1, evidence: [], signals: [], patterns: [] },
  ...{ recommended: {}, switch: 'allow', own: false, because: [], limits: [], pin: 'pinned', scan: 'clean', findings: [] },
  ...change,
});
const finding = (says: string) => ({ id: 'x', where: '/description', quote: '', says, severity: 'high' as const });

it.each<[string, readonly ToolView[], string]>([
  ['nothing', [], 'no tools'],
  ['one that looks', [tool('a', {})], '1 tool: 1 only reads'],
  ['two that look', [tool('a', {}), tool('b', {})], '2 tools: 2 only read'],
  [
    'one of each class, the most dangerous first',
    (['read', 'write', 'unclassified', 'execute', 'destructive', 'financial'] as const).map((name) =>
      tool(name, { class: name, switch: name === 'read' ? 'allow' : 'ask' }),
    ),
    '6 tools: 1 can move money, 1 can destroy data, 1 can run code, 1 not classified, 1 can change things, 1 only reads; 5 ask you first',
  ],
  [
    'one that is held back, and one that is suspicious',
    [
      tool('a\u202e', { pin: 'quarantined', scan: 'poisoned', findings: [finding('hides text'), finding('hides text')] }),
      tool('b', { scan: 'suspicious', findings: [finding('shouts'), finding('wants more')], switch: 'ask' }),
    ],
    'held back: a⟨U+202E⟩: hides text (toolgate pins diff up a⟨U+202E⟩)\nsuspicious: b: shouts; wants more\n2 tools: 2 only read; 1 asks you first',
  ],
])('of a server with %s it is said what its tools can do', (_what, tools, said) => {
  expect(whatToolsCan(tools)).toBe(said);
});
