import type { Application } from './application.js';
import type { Gate } from './gate-port.js';
import type { Taken } from './plan-file.js';

/** One line where an application would leave tools out because it takes only so many of all its servers together. `all`: it gets every server. */
export function tooMany(
  { name, toolBudget }: Pick<Application, 'name' | 'toolBudget'>,
  taken: readonly Pick<Taken, 'placed'>[],
  gate: Pick<Gate, 'servers' | 'toolNames'>,
  all: boolean,
): string[] {
  if (toolBudget === undefined) return [];
  const servers = new Set([...(all ? gate.servers().map((one) => one.name) : []), ...taken.map((one) => one.placed.server)]);
  const count = [...servers].reduce((sum, server) => sum + (gate.toolNames?.(server)?.length ?? 0), 0);
  return count <= toolBudget
    ? []
    : [
        `${name} takes ${toolBudget} tools and would get ${count}: it leaves some out. Hide tools that it does not need, or switch servers off.`,
      ];
}
