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

/** What tools can do: what was found in them first, a line each, then how many can do what, and how many the rules have ask. */
export function whatToolsCan(tools: readonly ToolView[]): string {
  if (tools.length === 0) return 'no tools';
  const classes = Object.entries(can).flatMap(([name, words]) => {
    const count = tools.filter((tool) => tool.class === name).length;
    return count === 0 ? [] : [`${count} ${name === 'read' && count === 1 ? 'only reads' : words}`];
  });
  const ask = tools.filter((tool) => tool.switch === 'ask').length;
  const asking = ask === 0 ? '' : `; ${ask === 1 ? '1 asks' : `${ask} ask`} you first`;
  return [...tools.flatMap(found), `${counted(tools.length, 'tool')}: ${classes.join(', ')}${asking}`].join('\n');
}

function found({ server, tool, pin, scan, findings }: ToolView): string[] {
  const says = visible(`${tool}: ${[...new Set(findings.map((finding) => finding.says))].join('; ')}`);
  if (pin === 'quarantined') return [`held back: ${says} (toolgate pins diff ${server} ${visible(tool)})`];
  return scan === 'clean' ? [] : [`${scan}: ${says}`];
}
