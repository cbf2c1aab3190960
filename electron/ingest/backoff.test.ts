import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';

it('waits double after each failure in a row, from 5 seconds to 5 minutes', () => {
  const waits = Array.from({ length: 9 }, (_, index) => backoff(index + 1, 1) / 1000);
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
});

it('waits for half of that at least, and for a time that is one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const wait = backoff(failures, random);
        expect(wait).toBeGreaterThanOrEqual(backoff(failures, 1) / 2);
        expect(wait).toBeLessThanOrEqual(300_000);
      },
    ),
  );
});
