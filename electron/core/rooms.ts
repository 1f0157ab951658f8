import type { Life } from './life.js';
import type { Ground } from './lay-ground.js';
import type { Gate } from './open-gate.js';
import type { Judges } from './open-judges.js';
import type { Servers } from './open-servers.js';

/** All rooms, in the order in which they are opened: each is given those before it, and may ask for those after it once all are there. */
export interface Rooms extends Ground, Judges, Servers, Gate {
  readonly life: Life;
}
