import { parsePointer } from '../../../shared/json/pointer.js';
import type { MeterView, ToolView } from '../../../shared/model/views.js';

/** The name after `key` in a JSON pointer; undefined where it has none. */
function after(pointer: string, key: string): string | undefined {
  const steps = parsePointer(pointer) ?? [];
  const at = steps.lastIndexOf(key);
  return at < 0 ? undefined : steps[at + 1];
}

/** Whether a meter counts calls of this tool: by its own name, or, where the count is shared, by the place of its limit in the policy. */
export function governs(meter: MeterView, view: Pick<ToolView, 'server' | 'tool' | 'class'>): boolean {
  if (meter.server !== view.server) return false;
  if (meter.tool !== undefined) return meter.tool === view.tool;
  const [tool, riskClass] = [after(meter.pointer, 'tools'), after(meter.pointer, 'classes')];
  if (riskClass !== undefined) return riskClass === view.class;
  return tool === undefined || tool.includes('*') || tool === view.tool;
}
