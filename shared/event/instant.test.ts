import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatInstant } from './instant.ts';

it('writes every instant as a Date does', () => {
  const farthest = 8.64e15;
  const ofOneDay = fc.array(fc.integer({ min: -86_400_000, max: 2 * 86_400_000 }));
  const any = fc.array(fc.oneof(fc.integer(), fc.double({ min: -farthest, max: farthest, noNaN: true })));
  fc.assert(
    fc.property(fc.oneof(ofOneDay, any), (instants) => {
      expect(instants.map(formatInstant)).toEqual(instants.map((ms) => new Date(ms).toISOString()));
    }),
    { numRuns: 500 },
  );
  for (const ms of [0, -0, -1, farthest, -farthest, 951_782_399_999]) {
    expect(formatInstant(ms)).toBe(new Date(ms).toISOString());
  }
  expect(() => formatInstant(farthest + 1)).toThrow(RangeError);
});
