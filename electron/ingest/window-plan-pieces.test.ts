import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../shared/source.ts';
import { anHour, inputOf, noon } from '../../test/ingest/plan-input.ts';
import type { Pool } from '../proofpoint/request-budget.ts';
import { applyAnswer } from './apply-answer.ts';
import { cover, holes, readThrough } from './coverage.ts';
import { freshSourceState, type SourceState } from './source-state.ts';
import {
  longestWindow,
  type Plan,
  type PlanInput,
  type PutOff,
  plan,
  shortestWindow,
} from './window-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

const floor = (ms: number) => Math.floor(ms / second) * second;
const instant = fc
  .integer({ min: Math.floor((noon - 9 * day) / second), max: Math.floor((noon + day) / second) })
  .map((seconds) => seconds * second);
const recent = fc.integer({ min: 0, max: 3 * 3600 }).map((seconds) => floor(noon) - seconds * second);
const interval = fc
  .tuple(fc.oneof(instant, recent), fc.integer({ min: 1, max: 2 * day }))
  .map(([from, length]): Interval => ({ from, to: from + length }));
const intervals = fc
  .array(interval, { maxLength: 6 })
  .map((all) => all.reduce<Interval[]>((held, one) => cover(held, one), []));
const length = fc.integer({ min: 30, max: 3600 }).map((seconds) => seconds * second);
const lengths = fc.record({ main: length, sweep: length, clicks: length, backfill: length });
const putOff = fc.array(
  fc
    .tuple(recent, fc.integer({ min: 30, max: 90 }), fc.integer({ min: -hour, max: hour }))
    .map(([from, seconds, left]): PutOff => ({ from, to: from + seconds * second, until: noon + left })),
  { maxLength: 4 },
);
/** Mostly so that the lanes behind the first come up, too. */
const lastAt = fc.oneof(
  fc.constant(null),
  fc.constantFrom(noon, noon - minute, noon - 11 * minute, noon + hour),
);
const anyInput = fc
  .record({
    coverage: intervals,
    clicksThrough: fc.option(instant),
    settledThrough: fc.option(instant),
    reach: fc.constantFrom(week, 12 * hour, 2 * day + 1),
    lanes: fc.record({ main: lastAt, sweep: lastAt, clicks: lastAt }),
    skew: fc.constantFrom(0, 0, -3 * hour, 3 * hour, 90 * second),
    lengths,
    pieces: fc.record({
      sweep: fc.option(fc.oneof(instant, recent)),
      clicks: fc.option(fc.oneof(instant, recent)),
    }),
    putOff,
  })
  .map(({ lanes: { main, sweep, clicks }, skew, lengths, pieces, putOff, ...state }) =>
    inputOf(
      {
        ...state,
        lanes: {
          main: { lastAt: main },
          sweep: { lastAt: sweep },
          clicks: { lastAt: clicks },
          backfill: { lastAt: null },
        },
      },
      { serverNow: noon + skew, lengths, pieces, putOff },
    ),
  );
const anyPool = fc.constantFrom<Pool>('shared', 'clicks');

describe('a window of any length, in pieces, beside what is put off', () => {
  it('is one that the API takes', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const next = plan(pool, input);
        if (next.do === 'wait') return;
        const { from, to } = next.window;
        expect(to - from).toBeGreaterThanOrEqual(shortestWindow);
        expect(to - from).toBeLessThanOrEqual(longestWindow);
        expect(from).toBeGreaterThanOrEqual(input.serverNow - input.state.reach);
        expect(to).toBeLessThanOrEqual(input.serverNow);
        expect([from % second, to % second]).toEqual([0, 0]);
      }),
      { numRuns: 3000 },
    );
  });

  it('is no longer than its lane is allowed for now', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const next = plan(pool, input);
        if (next.do === 'wait') return;
        // A second more where the window begins between two.
        const { from, to } = next.window;
        expect(to - from).toBeLessThanOrEqual(input.lengths[next.lane] + second);
      }),
      { numRuns: 2000 },
    );
  });

  it('completes its lane exactly when what is left up to the server now is too short to be asked for', () => {
    fc.assert(
      fc.property(anyPool, anyInput, (pool, input) => {
        const next = plan(pool, input);
        if (next.do === 'wait' || next.lane === 'backfill') return;
        const left = input.serverNow - next.window.to;
        expect(next.complete).toBe(left < shortestWindow);
      }),
      { numRuns: 3000 },
    );
  });

  it('that ends at this very second completes its lane, though the server is some milliseconds further', () => {
    const coverage = [{ from: noon - week, to: floor(noon) - 10 * minute }];
    const next = plan('shared', inputOf({ coverage }, { lengths: { ...anHour, main: 10 * minute } }));
    expect(next).toMatchObject({ complete: true, window: { to: floor(noon) } });
  });

  it('of the main lane begins behind what is held, and leaves out what is put off there', () => {
    const through = floor(noon) - 20 * minute;
    const coverage = [{ from: noon - week, to: through }];
    const stretch = { from: through, to: through + 30 * second };
    const next = { from: stretch.to, to: stretch.to + 30 * second };
    const until = noon + minute;
    const putOff = [
      { ...next, until },
      { ...stretch, until },
    ];
    expect(plan('shared', inputOf({ coverage }, { putOff }))).toMatchObject({ window: { from: next.to } });
    const over = putOff.map((one) => ({ ...one, until: noon }));
    expect(plan('shared', inputOf({ coverage }, { putOff: over }))).toMatchObject({
      window: { from: through },
    });
  });
});

/** Reads at one instant, as the poller does, until nothing is due any more. */
function readAll(input: PlanInput, isReadable: (window: Interval) => boolean = () => true) {
  let { state, pieces, putOff } = input;
  const windows: Extract<Plan, { do: 'read' }>[] = [];
  for (;;) {
    const next = plan('shared', { ...input, state, pieces, putOff });
    if (next.do === 'wait') return { state, putOff, windows };
    windows.push(next);
    expect(windows.length).toBeLessThan(3000);
    const { lane, window, complete } = next;
    const isRead = isReadable(window);
    if (isRead) {
      const read = { lane, window, complete, queryEndTime: window.to, begunAt: input.serverNow };
      state = applyAnswer(state, read, input.now);
    } else putOff = [...putOff, { ...window, until: input.now + hour }];
    if (lane === 'sweep') pieces = { ...pieces, sweep: complete && isRead ? null : window.to };
  }
}

describe('reading on until nothing is due', () => {
  it('ends, with everything held but what is put off, however narrow the windows are', () => {
    fc.assert(
      fc.property(anyInput, (any) => {
        const limits = { limit: Number.POSITIVE_INFINITY, historyFrom: any.serverNow - 3 * hour };
        const input = { ...any, ...limits, pieces: { sweep: null, clicks: null } };
        const coverage = input.state.coverage.filter(({ to }) => to < input.serverNow);
        const { state } = readAll({
          ...input,
          state: { ...input.state, coverage, lanes: freshSourceState.lanes },
        });
        const waiting = input.putOff.filter(({ until }) => until > input.now);
        const known = [...state.coverage, ...waiting].reduce<Interval[]>((all, one) => cover(all, one), []);
        const through = readThrough(state.coverage) ?? 0;
        expect(through).toBeGreaterThanOrEqual(floor(input.serverNow) - shortestWindow);
        expect(holes(known, { from: limits.historyFrom, to: through })).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('reads what was put off when its hour is over, and nothing else once more', () => {
    const poisoned = floor(noon) - 25 * minute;
    const hurts = ({ from, to }: Interval) => from <= poisoned && poisoned < to;
    const narrow = { main: 30 * second, sweep: 30 * second, clicks: hour, backfill: 30 * second };
    const limits = { limit: Number.POSITIVE_INFINITY, historyFrom: noon - 2 * hour, lengths: narrow };
    const first = readAll(inputOf({}, limits), (window) => !hurts(window));
    expect(first.putOff).toHaveLength(1);
    const stretch = first.putOff[0] as PutOff;
    const readAt = (state: SourceState, at: number) => {
      const lanes = { ...state.lanes, sweep: { lastAt: at } };
      const changes = { ...limits, now: at, serverNow: at, putOff: first.putOff };
      return readAll(inputOf({ ...state, lanes }, changes));
    };
    const soon = readAt(first.state, noon + 30 * minute);
    expect(soon.windows.filter(({ lane }) => lane === 'backfill')).toEqual([]);
    const later = readAt(soon.state, stretch.until + second);
    const filled = later.windows.filter(({ lane }) => lane === 'backfill');
    expect(filled.map(({ window }) => window)).toEqual([{ from: stretch.from, to: stretch.to }]);
    expect(later.state.coverage).toHaveLength(1);
  });
});
