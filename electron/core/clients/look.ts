import type { ApplicationView, ConnectionView } from '../../../shared/model/applications.js';
import { discover } from './discover.js';
import type { Room } from './room.js';
import { stateOf } from './states.js';

/** How everything stands: read from the applications' files. */
export interface Look {
  readonly connections: readonly (ConnectionView & { readonly home: string })[];
  readonly found: readonly Pick<ApplicationView, 'id' | 'name' | 'present' | 'connected' | 'servers'>[];
}

export const lookAt = (room: Room): Look => ({
  connections: room.connections.all().map((one) => ({ ...stateOf(room, one), home: one.home })),
  found: discover(room),
});
