import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, defaultCadence, type Interval } from '../../shared/source.ts';
import { type Pool, poolLimit, spend } from '../proofpoint/request-budget.ts';
import { applyAnswer, applyLost } from './apply-answer.ts';
import { cover, holes } from './coverage.ts';
import { sampleCadence } from './sample-cadence.ts';
import { freshSourceState, type SourceState } from './source-state.ts';
import { expired, type PlanInput, plan } from './window-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const noon = Date.UTC(2025, 5, 10, 12, 0, 0, 123);

const intervals = fc
  .array(
    fc
      .tuple(fc.integer({ min: -9 * 86_400, max: 86_400 }), fc.integer({ min: 1, max: 2 * day }))
      .map(([seconds, length]): Interval => {
        const from = Math.floor(noon / second + seconds) * second;
        return { from, to: from + length };
      }),
    { maxLength: 6 },
  )
  .map((all) => all.reduce<Interval[]>((held, one) => cover(held, one), []));

interface Day {
  state: SourceState;
  sent: Record<Pool, number[]>;
  endedAt: number;
}

/** Plays both pools against an API that answers at once, or not at all while it is down. */
function play(
  from: SourceState,
  ms: number,
  isDown: (at: number) => boolean,
  cadence: Cadence = defaultCadence,
): Day {
  const sent: Day['sent'] = { shared: [], clicks: [] };
  const historyFrom = noon - week + 10 * minute;
  const nextAt: Record<Pool, number> = { shared: noon, clicks: noon };
  let state = from;
  let now = noon;
  while (now < noon + ms) {
    for (const pool of ['shared', 'clicks'] as const) {
      if (nextAt[pool] > now) continue;
      const input: PlanInput = {
        ...{ now, serverNow: now, state, cadence, historyFrom, limit: poolLimit },
        lengths: { main: hour, sweep: hour, clicks: hour, backfill: hour },
        pieces: { sweep: null, clicks: null },
        putOff: [],
      };
      state = applyLost(state, expired(input));
      const next = plan(pool, input);
      if (next.do === 'wait') {
        nextAt[pool] = Math.max(next.until, now + 1);
        continue;
      }
      expect(next.window.from).toBeGreaterThanOrEqual(now - state.reach);
      sent[pool].push(now);
      state = { ...state, requests: spend(state.requests, next.lane, now) };
      if (isDown(now)) nextAt[pool] = now + 5 * second;
      else {
        state = applyAnswer(state, { ...next, queryEndTime: next.window.to, begunAt: now }, now);
        nextAt[pool] = now + 700;
      }
    }
    now = Math.max(now + 1, Math.min(nextAt.shared, nextAt.clicks));
  }
  return { state, sent, endedAt: now };
}

function mostInADay(times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, at] of times.entries()) {
    while ((times[first] as number) <= at - day) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe('a simulated day', () => {
  it('stays within both budgets, whatever fails, and ends with one stretch without holes', () => {
    const outage = fc.record({ at: fc.integer({ min: 0, max: 18 }), hours: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 3 }), intervals, (outages, coverage) => {
        const past = coverage.filter(({ to }) => to < noon);
        const isDown = (at: number) =>
          outages.some((one) => at >= noon + one.at * hour && at < noon + (one.at + one.hours) * hour);
        const { state, sent, endedAt } = play({ ...freshSourceState, coverage: past }, 26 * hour, isDown);
        expect(mostInADay(sent.shared)).toBeLessThanOrEqual(poolLimit);
        expect(mostInADay(sent.clicks)).toBeLessThanOrEqual(poolLimit);
        const known = [...state.coverage, ...state.lost].reduce<Interval[]>(
          (all, one) => cover(all, one),
          [],
        );
        expect(holes(known, { from: noon - week + 10 * minute, to: endedAt - 3 * minute })).toEqual([]);
        const young = state.coverage.filter(({ to }) => to > endedAt - week + 10 * minute);
        expect(young).toHaveLength(1);
      }),
      { numRuns: 12 },
    );
  });

  it('at a cadence that its budget cannot bear is stretched to nine tenths of it', () => {
    const { sent } = play(freshSourceState, 30 * hour, () => false, sampleCadence);
    for (const times of [sent.shared, sent.clicks]) {
      expect(mostInADay(times)).toBeLessThanOrEqual(poolLimit);
      expect(mostInADay(times)).toBeGreaterThanOrEqual(0.9 * poolLimit - 1);
    }
    expect(sent.shared.at(-1)).toBeGreaterThan(noon + day);
  });

  it('without trouble loses nothing and reads the first week within the first minutes', () => {
    const { state, sent } = play(freshSourceState, 10 * minute, () => false);
    expect(state.lost).toEqual([]);
    expect(state.coverage).toHaveLength(1);
    expect(sent.shared.length).toBeLessThan(168 + 10);
    expect(state.coverage[0]?.from).toBeLessThanOrEqual(noon - week + 10 * minute);
  });
});
