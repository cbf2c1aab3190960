import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, hashOf, weightedPick } from './random.ts';
import { isWorkingTime, nextWorkingTime, rhythmAt } from './rhythm.ts';

describe('chance', () => {
  it('repeats itself for the same keys only', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (number, text) => {
        const draw = (...keys: (number | string)[]): string => createRandom(...keys).hex(64);
        expect(draw(number, text)).toBe(draw(number, text));
        expect(draw(number, text)).not.toBe(draw(number, text, 0));
        expect(draw(number + 1, text)).not.toBe(draw(number, text));
      }),
    );
  });

  it('tells integers beyond 32 bits apart', () => {
    expect(hashOf(1)).not.toBe(hashOf(1 + 2 ** 32));
  });

  it('keeps its bounds', () => {
    const random = createRandom(5);
    for (let i = 0; i < 2_000; i++) {
      expect(random.int(3, 5)).toBeOneOf([3, 4, 5]);
      expect(random.between(2, 4)).toBeLessThan(4);
      expect(random.logNormal(10, 1)).toBeGreaterThan(0);
    }
    expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
    expect(random.token(33)).toHaveLength(33);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('picks in proportion to weights and never what weighs nothing', () => {
    const pick = weightedPick([1, 0, 3]);
    const random = createRandom(9);
    const counts = [0, 0, 0];
    for (let i = 0; i < 8_000; i++) {
      const at = pick.at(random);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[2] ?? 0) / (counts[0] ?? 1)).toBeCloseTo(3, 0);
  });
});

describe('rhythm', () => {
  it('averages to one over a week', () => {
    let sum = 0;
    for (let hour = 0; hour < 168; hour++) sum += rhythmAt(480_000 + hour, 2);
    expect(sum / 168).toBeCloseTo(1, 9);
  });

  it('finds the next working time', () => {
    const saturday = Date.UTC(2025, 2, 8, 13);
    expect(isWorkingTime(saturday, 1)).toBe(false);
    expect(new Date(nextWorkingTime(saturday, 1)).toISOString()).toBe('2025-03-10T06:00:00.000Z');
    const wednesday = Date.UTC(2025, 2, 5, 10, 7);
    expect(nextWorkingTime(wednesday, 1)).toBe(wednesday);
  });
});
