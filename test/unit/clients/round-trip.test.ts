import { roundTrips } from './round-trip.js';

roundTrips(15, 7411);
