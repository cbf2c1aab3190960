import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, formatDuration } from './duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a length of time', () => {
  it.each([
    [0, 'less than a second'],
    [999, 'less than a second'],
    [second, '1 second'],
    [1500, '1 second'],
    [40 * second, '40 seconds'],
    [minute, '1 minute'],
    [90 * second, '90 seconds'],
    [2 * minute, '2 minutes'],
    [59 * minute, '59 minutes'],
    [hour, '1 hour'],
    [90 * minute, '90 minutes'],
    [5 * hour + 30 * minute, '5 hours'],
    [day, '24 hours'],
    [2 * day, '2 days'],
    [26 * hour, '26 hours'],
    [36 * hour, '36 hours'],
    [7 * day, '7 days'],
  ])('%i ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words));

  it('is one whole number of one unit, and never more than was given', () => {
    const lengths: Record<string, number> = { day, hour, minute, second };
    fc.assert(
      fc.property(fc.integer({ min: second, max: 400 * day }), (ms) => {
        const match = /^(\d+) (day|hour|minute|second)(s?)$/.exec(formatDuration(ms));
        const count = Number(match?.[1]);
        expect(match?.[3]).toBe(count === 1 ? '' : 's');
        const said = count * (lengths[match?.[2] ?? ''] ?? Number.NaN);
        expect(said).toBeLessThanOrEqual(ms);
        expect(said).toBeGreaterThan(ms / 2);
      }),
    );
  });
});

describe('a count', () => {
  it.each([
    [0, '0 events'],
    [1, '1 event'],
    [2041, '2,041 events'],
  ])('%i is %s', (count, words) => expect(countOf(count, 'event')).toBe(words));
});
