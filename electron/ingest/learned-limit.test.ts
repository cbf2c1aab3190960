import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, cadenceSchema, defaultCadence } from '../../shared/source.ts';
import { poolLimit } from '../proofpoint/request-budget.ts';
import { effectiveLimit, isTelling, learn, requestsADay, stretched } from './learned-limit.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2025, 5, 10, 12);

describe('what a refusal teaches', () => {
  it('is how much was left for us', () => expect(learn(700, now)).toEqual({ limit: 700, at: now }));

  it('is never so little that nothing would be read', () => {
    for (const spent of [0, 1, 239]) expect(learn(spent, now).limit).toBe(240);
  });
});

describe('refusals', () => {
  it.each([
    ['one', [now], false],
    ['two within an hour', [now - hour / 2, now], false],
    ['three within an hour', [now - hour / 2, now - minute, now], true],
    ['three over two hours', [now - 2 * hour, now - hour / 2, now], false],
    ['of a time that lies ahead', [now + day, now + day, now], false],
  ])('%s: tell that another tool uses the pool up, or not', (_, refusals, telling) =>
    expect(isTelling(refusals, now)).toBe(telling),
  );
});

describe('the limit that is planned with', () => {
  const learned = learn(600, now);

  it.each([
    ['at once', 0, 600],
    ['after a day', day, 600],
    ['half a day later', 1.5 * day, 1200],
    ['after two days', 2 * day, 1800],
    ['after a week', 7 * day, 1800],
    ['before it was learned, by a clock that went back', -day, 600],
  ])('%s', (_, age, limit) => expect(effectiveLimit(learned, poolLimit, now + age)).toBe(limit));

  it('is the pool itself where nothing, or nothing less, was learned', () => {
    expect(effectiveLimit(null, poolLimit, now)).toBe(poolLimit);
    expect(effectiveLimit(learn(1800, now), poolLimit, now)).toBe(poolLimit);
    expect(effectiveLimit(learned, Number.POSITIVE_INFINITY, now + 3 * day)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never falls while it is forgotten, nor leaves what was learned and what the pool allows', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(3 * day), fc.nat(hour), (spent, age, more) => {
        const known = learn(spent, now);
        const before = effectiveLimit(known, poolLimit, now + age);
        expect(effectiveLimit(known, poolLimit, now + age + more)).toBeGreaterThanOrEqual(before);
        expect(before).toBeGreaterThanOrEqual(Math.min(known.limit, poolLimit));
        expect(before).toBeLessThanOrEqual(poolLimit);
      }),
    );
  });
});

describe('the cadence', () => {
  const anyCadence = fc.record({
    main: fc.integer({ min: minute, max: 60 * minute }),
    sweep: fc.integer({ min: 5 * minute, max: 30 * minute }),
    clicks: fc.integer({ min: minute, max: 60 * minute }),
  });
  const perDay = (cadence: Cadence, pieces = 1) => ({
    shared: requestsADay(cadence, 'shared', pieces),
    clicks: requestsADay(cadence, 'clicks', pieces),
  });

  it('stays as it is where the pool bears it', () => {
    expect(stretched(defaultCadence, 'shared', poolLimit, 1)).toBe(defaultCadence);
    expect(stretched(defaultCadence, 'clicks', poolLimit, 1)).toBe(defaultCadence);
    expect(stretched(defaultCadence, 'shared', Number.POSITIVE_INFINITY, 1)).toBe(defaultCadence);
  });

  it('is stretched so that a day of it fits what is left, and no further than that', () => {
    fc.assert(
      fc.property(anyCadence, fc.integer({ min: 60, max: poolLimit }), (cadence, limit) => {
        for (const pool of ['shared', 'clicks'] as const) {
          const requests = perDay(stretched(cadence, pool, limit, 1))[pool];
          expect(requests).toBeLessThanOrEqual(limit * 0.9 + 1e-6);
          expect(requests).toBeGreaterThanOrEqual(Math.min(perDay(cadence)[pool], limit * 0.9) - 1e-6);
        }
      }),
    );
  });

  it('of a sweep that takes many requests gives way first, though for an hour at most', () => {
    expect(stretched(defaultCadence, 'shared', poolLimit, 6)).toBe(defaultCadence);
    const tight = stretched(defaultCadence, 'shared', poolLimit, 12);
    expect(tight.main).toBe(defaultCadence.main);
    expect(requestsADay(tight, 'shared', 12)).toBeCloseTo(poolLimit * 0.9, 6);
    expect(stretched(defaultCadence, 'shared', poolLimit, 120)).toMatchObject({
      main: 2 * minute,
      sweep: hour,
    });
  });

  it('that can be chosen is at its fastest within the pool', () => {
    const fastest = cadenceSchema.parse({ main: minute, sweep: 5 * minute, clicks: minute });
    expect(perDay(fastest).shared).toBeLessThanOrEqual(poolLimit);
    expect(perDay(fastest).clicks).toBeLessThanOrEqual(poolLimit);
    expect(cadenceSchema.safeParse({ main: minute - 1 }).success).toBe(false);
    expect(cadenceSchema.safeParse({ sweep: 5 * minute - 1 }).success).toBe(false);
    expect(defaultCadence).toEqual({ main: 2 * minute, sweep: 10 * minute, clicks: minute });
  });
});
