import type { Cadence } from '../../shared/source.ts';

const second = 1000;

/** Sample data costs nobody's budget, and a newcomer should see it move. */
export const sampleCadence: Cadence = { main: 10 * second, sweep: 120 * second, clicks: 20 * second };
