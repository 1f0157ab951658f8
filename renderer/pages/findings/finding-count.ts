import type { Snapshot } from '../../../shared/model/views.js';

/** Tools that wait for a person: changed or quarantined definitions. */
export const findingCount = ({ tools }: Snapshot): number =>
  Object.values(tools).reduce((sum, list) => sum + list.filter(({ pin }) => pin === 'changed' || pin === 'quarantined').length, 0);
