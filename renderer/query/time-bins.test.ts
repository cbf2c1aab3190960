import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeBins } from './time-bins.ts';

const second = 1000;
const day = 86_400_000;
const noon = Date.UTC(2025, 5, 10, 12);

describe('bars over a stretch of time', () => {
  it('cover all of it, on round times, and are never more than asked for', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 4e12 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(range, fc.integer({ min: 3, max: 400 }), (stretch, most) => {
        const { from, step, count } = timeBins(stretch, most);
        expect(from).toBeLessThanOrEqual(stretch.from);
        expect(from + step).toBeGreaterThan(stretch.from);
        expect(from + step * count).toBeGreaterThanOrEqual(stretch.to);
        expect(from % step).toBe(0);
        expect(step % second).toBe(0);
        expect(count).toBeLessThanOrEqual(most);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [60 * second, 60, 5 * second],
    [3600 * second, 61, 60 * second],
    [day, 100, 30 * 60 * second],
    [7 * day, 100, 2 * 3600 * second],
    [365 * day, 100, 7 * day],
  ])('of %i ms in %i bars are %i ms long', (length, most, step) => {
    expect(timeBins({ from: noon, to: noon + length }, most).step).toBe(step);
  });

  it('of no length at all are one', () => {
    expect(timeBins({ from: noon, to: noon }, 100)).toEqual({ from: noon, step: second, count: 1 });
  });
});
