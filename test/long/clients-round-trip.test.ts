import { afterAll, vi } from 'vitest';
import temporaryFolder from '../support/temporary-folder.js';
import { roundTrips } from '../unit/clients/round-trip.js';

// In memory: none of this is about the disk, and waiting for it took nine tenths of the time.
afterAll(temporaryFolder());
vi.setConfig({ testTimeout: 600_000 });
roundTrips(400, 7421);
