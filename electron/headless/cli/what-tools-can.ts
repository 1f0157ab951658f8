import type { ToolView } from '../../../shared/model/views.js';
import { counted } from '../../../shared/words/counted.js';
import { visible } from './print.js';

const can: Readonly<Record<ToolView['class'], string>> = {
  financial: 'can move money',
  destructive: 'can destroy data',
  execute: 'can run code',
  unclassified: 'not classified',
  write: 'can change things',
  read: 'only read',
};

/** What tools can do, in two or three lines: what was found in them first, then how many of which class, and how many the rules let through. */
export function whatToolsCan(tools: readonly ToolView[]): string {
  const found = tools
    .filter((tool) => tool.pin === 'quarantined' || tool.scan !== 'clean')
    .map((tool) => {
      const says = [...new Set(tool.findings.map((finding) => finding.says))].join('; ');
      return tool.pin === 'quarantined'
        ? `held back: ${visible(tool.tool)}: ${visible(says)} (toolgate pins diff ${tool.server} ${visible(tool.tool)})`
        : `${tool.scan}: ${visible(tool.tool)}: ${visible(says)}`;
    });
  const classes = Object.entries(can).flatMap(([name, words]) => {
    const count = tools.filter((tool) => tool.class === name).length;
    return count === 0 ? [] : [`${count} ${name === 'read' && count === 1 ? 'only reads' : words}`];
  });
  const asks = tools.filter((tool) => tool.switch === 'ask').length;
  return [
    ...found,
    `${counted(tools.length, 'tool')}${classes.length === 0 ? '' : `: ${classes.join(', ')}`}${asks === 0 ? '' : `; ${asks === 1 ? '1 asks' : `${asks} ask`} you first`}`,
  ].join('\n');
}
