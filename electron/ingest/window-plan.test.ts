import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../shared/source.ts';
import { inputOf, noon } from '../../test/ingest/plan-input.ts';
import { type Pool, poolLimit } from '../proofpoint/request-budget.ts';
import { cover, holes } from './coverage.ts';
import { sampleCadence } from './sample-cadence.ts';
import type { SourceState } from './source-state.ts';
import { backfillWindows, expired, longestWindow, plan, shortestWindow } from './window-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

const lanesAt = (at: number | null): SourceState['lanes'] => ({
  main: { lastAt: at },
  sweep: { lastAt: at },
  clicks: { lastAt: at },
  backfill: { lastAt: null },
});

/** Windows begin at whole seconds; an answer may end at any millisecond. */
const instant = fc
  .integer({ min: Math.floor((noon - 9 * day) / second), max: Math.floor((noon + day) / second) })
  .map((seconds) => seconds * second);
const interval = fc
  .tuple(instant, fc.integer({ min: 1, max: 2 * day }))
  .map(([from, length]): Interval => ({ from, to: from + length }));
const intervals = fc
  .array(interval, { maxLength: 6 })
  .map((all) => all.reduce<Interval[]>((held, one) => cover(held, one), []));
const lastAt = fc.option(fc.integer({ min: noon - 2 * day, max: noon + hour }));
const anyInput = fc
  .record({
    coverage: intervals,
    lost: intervals,
    clicksThrough: fc.option(instant),
    reach: fc.constantFrom(week, 12 * hour, 2 * day + 1),
    main: lastAt,
    sweep: lastAt,
    clicks: lastAt,
    skew: fc.constantFrom(0, 0, -3 * hour, 3 * hour, 90 * second),
    history: fc.integer({ min: hour, max: week }),
  })
  .map(({ coverage, lost, clicksThrough, reach, main, sweep, clicks, skew, history }) =>
    inputOf(
      {
        coverage,
        lost,
        clicksThrough,
        reach,
        lanes: {
          main: { lastAt: main },
          sweep: { lastAt: sweep },
          clicks: { lastAt: clicks },
          backfill: { lastAt: null },
        },
      },
      { serverNow: noon + skew, historyFrom: noon - history },
    ),
  );
const anyPool = fc.constantFrom<Pool>('shared', 'clicks');

describe('every window', () => {
  it('is one that the API takes: 30 seconds to an hour, in its reach, not ahead of its clock, in whole seconds', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const next = plan(pool, input);
        if (next.do === 'wait') return;
        const { from, to } = next.window;
        expect(to - from).toBeGreaterThanOrEqual(shortestWindow);
        expect(to - from).toBeLessThanOrEqual(longestWindow);
        expect(from).toBeGreaterThanOrEqual(input.serverNow - input.state.reach);
        expect(to).toBeLessThanOrEqual(input.serverNow);
        expect(from % second).toBe(0);
        expect(to % second).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('that back-fills reads something that was not read', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const quiet = { ...input, state: { ...input.state, lanes: lanesAt(input.now) } };
        const next = plan('shared', quiet);
        if (next.do === 'wait') {
          expect(backfillWindows(quiet)).toBe(0);
          return;
        }
        expect(next.lane).toBe('backfill');
        expect(holes(input.state.coverage, next.window).length).toBeGreaterThan(0);
        expect(backfillWindows(quiet)).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves a wait that ends in the future', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const next = plan(pool, input);
        if (next.do === 'wait') expect(next.until).toBeGreaterThan(input.now);
      }),
      { numRuns: 1000 },
    );
  });

  it('depends on nothing but what the plan is given', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const before = JSON.stringify(input);
        expect(plan(pool, input)).toEqual(plan(pool, input));
        expect(JSON.stringify(input)).toBe(before);
      }),
    );
  });
});

describe('what is read first', () => {
  const floor = (ms: number) => Math.floor(ms / second) * second;

  it('at the very first is the last hour, by both pools', () => {
    const window = { from: floor(noon - hour), to: floor(noon) };
    expect(plan('shared', inputOf({}))).toEqual({ do: 'read', lane: 'main', window, complete: true });
    expect(plan('clicks', inputOf({}))).toEqual({ do: 'read', lane: 'clicks', window, complete: true });
  });

  it('goes on where reading ended', () => {
    const through = floor(noon - 2 * minute);
    const coverage = [{ from: noon - week, to: through }];
    const next = plan('shared', inputOf({ coverage, lanes: lanesAt(noon - 2 * minute) }));
    expect(next).toEqual({
      do: 'read',
      lane: 'main',
      window: { from: through, to: floor(noon) },
      complete: true,
    });
  });

  it('after a long absence is the last hour, and then the gap, newest hour first', () => {
    const through = floor(noon - 5 * hour);
    const coverage = [{ from: noon - week, to: through }];
    const main = plan('shared', inputOf({ coverage, lanes: lanesAt(noon - 5 * hour) }));
    expect(main).toMatchObject({ lane: 'main', window: { from: floor(noon - hour) } });
    const after = cover(coverage, { from: floor(noon - hour), to: floor(noon) });
    expect(plan('shared', inputOf({ coverage: after, lanes: lanesAt(noon) }))).toEqual({
      do: 'read',
      lane: 'backfill',
      window: { from: floor(noon - 2 * hour), to: floor(noon - hour) },
      complete: true,
    });
  });

  it('less than 30 seconds after the last is 30 seconds long', () => {
    const coverage = [{ from: noon - week, to: floor(noon) - 7 * second }];
    expect(plan('shared', inputOf({ coverage }, { cadence: sampleCadence }))).toMatchObject({
      lane: 'main',
      window: { from: floor(noon) - 30 * second, to: floor(noon) },
    });
  });

  it('is a sweep of the last hour when that is due', () => {
    const coverage = [{ from: noon - week, to: floor(noon) }];
    const lanes = { ...lanesAt(noon - minute), sweep: { lastAt: noon - 10 * minute } };
    expect(plan('shared', inputOf({ coverage, lanes }))).toEqual({
      do: 'read',
      lane: 'sweep',
      window: { from: floor(noon - hour), to: floor(noon) },
      complete: true,
    });
  });

  it('of clicks overlaps what was read, since clicks too are indexed late', () => {
    const next = plan(
      'clicks',
      inputOf({ clicksThrough: floor(noon - minute), lanes: lanesAt(noon - minute) }),
    );
    expect(next).toMatchObject({
      lane: 'clicks',
      window: { from: floor(noon - 40 * minute), to: floor(noon) },
    });
  });

  it('is nothing while nothing is due', () => {
    const coverage = [{ from: noon - week, to: noon }];
    const lanes = lanesAt(noon - minute + 1);
    expect(plan('shared', inputOf({ coverage, lanes }))).toMatchObject({
      do: 'wait',
      why: 'nothing due',
      until: noon + minute + 1,
    });
    expect(plan('clicks', inputOf({ lanes }))).toMatchObject({
      do: 'wait',
      why: 'nothing due',
      until: noon + 1,
    });
  });

  it('after the clock went back is not put off', () => {
    const lanes = lanesAt(noon + 5 * hour);
    expect(plan('shared', inputOf({ lanes })).do).toBe('read');
    expect(plan('clicks', inputOf({ lanes, clicksThrough: noon + 5 * hour })).do).toBe('read');
  });

  it('is cut by the server clock and timed by this one, however far they are apart', () => {
    for (const skew of [-3 * hour, 3 * hour]) {
      const changes = { serverNow: noon + skew };
      expect(plan('shared', inputOf({}, changes))).toMatchObject({ window: { to: floor(noon + skew) } });
      const coverage = [{ from: noon - 2 * week, to: noon + week }];
      const waits = plan('shared', inputOf({ coverage, lanes: lanesAt(noon) }, changes));
      expect(waits).toMatchObject({ do: 'wait', until: noon + 2 * minute });
      expect(plan('clicks', inputOf({ lanes: lanesAt(noon) }, changes))).toMatchObject({ do: 'wait' });
    }
  });
});

describe('the budget', () => {
  const full = (spender: 'main' | 'clicks') => [
    [Math.floor(noon / minute) - 60, spender, poolLimit] as [number, typeof spender, number],
  ];

  it('that is used up holds its pool until the oldest request is a day old, and not the other', () => {
    const until = (Math.floor(noon / minute) - 58) * minute + day;
    expect(plan('shared', inputOf({ requests: full('main') }))).toEqual({ do: 'wait', why: 'budget', until });
    expect(plan('clicks', inputOf({ requests: full('clicks') }))).toEqual({
      do: 'wait',
      why: 'budget',
      until,
    });
    expect(plan('clicks', inputOf({ requests: full('main') })).do).toBe('read');
    expect(plan('shared', inputOf({ requests: full('clicks') })).do).toBe('read');
  });

  it('keeps for main lane and sweep what they need in a day, and gives back-filling the rest', () => {
    const coverage = [{ from: noon - hour, to: noon }];
    const spentOnHistory = (requests: number) =>
      inputOf({
        coverage,
        lanes: lanesAt(noon),
        requests: [[Math.floor(noon / minute), 'backfill', requests]],
      });
    expect(plan('shared', spentOnHistory(935))).toMatchObject({ lane: 'backfill' });
    expect(plan('shared', spentOnHistory(936))).toMatchObject({ do: 'wait' });
  });
});

describe('what the API no longer keeps', () => {
  it('and was not read is lost, oldest first, and told once', () => {
    const historyFrom = noon - 9 * day;
    const coverage = [{ from: noon - 8 * day, to: noon - 7 * day - hour }];
    const lost = expired(inputOf({ coverage }, { historyFrom }));
    expect(lost).toEqual([
      { from: historyFrom, to: noon - 8 * day },
      { from: noon - 7 * day - hour, to: noon - week + 5 * minute },
    ]);
    expect(expired(inputOf({ coverage, lost }, { historyFrom }))).toEqual([]);
  });

  it('is nothing of what was never wanted', () => {
    expect(expired(inputOf({}))).toEqual([]);
  });
});
