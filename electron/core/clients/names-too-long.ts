import type { Application } from './application.js';
import type { Gate } from './gate-port.js';
import type { Taken } from './plan-file.js';

/** The tools that an application would leave out because their server's name in its file and their own are too long together, one line each. */
export function tooLong(
  { name, nameBudget }: Pick<Application, 'name' | 'nameBudget'>,
  taken: readonly Pick<Taken, 'name' | 'placed'>[],
  gate: Pick<Gate, 'toolNames'>,
): string[] {
  if (nameBudget === undefined) return [];
  return taken.flatMap((entry) =>
    (gate.toolNames?.(entry.placed.server) ?? [])
      .filter((tool) => entry.name.length + tool.length > nameBudget)
      .map(
        (tool) =>
          `${name} leaves out ${tool} of ${entry.name}: their names have ${entry.name.length + tool.length} characters, ${nameBudget} are allowed. Give the entry a shorter name, or connect in aggregate mode.`,
      ),
  );
}
