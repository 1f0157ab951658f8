import type { Snapshot, ToolView } from '../../../shared/model/views.js';

/** Tools that wait for a person: quarantined definitions, and changed ones unless a person keeps refusing them. */
export const findingCount = ({ tools }: Snapshot): number => Object.values(tools).reduce((sum, list) => sum + list.filter(waits).length, 0);

const waits = ({ pin, rejected }: ToolView): boolean => pin === 'quarantined' || (pin === 'changed' && rejected !== true);
