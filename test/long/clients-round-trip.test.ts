import { vi } from 'vitest';
import { roundTrips } from '../unit/clients/round-trip.js';

vi.setConfig({ testTimeout: 600_000 });
roundTrips(400, 7421);
