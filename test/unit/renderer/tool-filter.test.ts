import { expect, it } from 'vitest';
import { classCounts } from '../../../renderer/pages/tools/tool-filter.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import type { ToolView } from '../../../shared/model/views.js';

const ofClass = (name: RiskClass) => ({ class: name }) as ToolView;

it('tools are counted by class over all servers, the most dangerous first, classes without tools left out', () => {
  const tools = { files: [ofClass('read'), ofClass('destructive'), ofClass('read')], bank: [ofClass('financial'), ofClass('read')] };
  expect(classCounts(tools)).toEqual([
    { class: 'destructive', count: 1 },
    { class: 'financial', count: 1 },
    { class: 'read', count: 3 },
  ]);
  expect(classCounts({})).toEqual([]);
});
