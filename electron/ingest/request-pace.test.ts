import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, defaultCadence } from '../../shared/source.ts';
import { type Pool, poolLimit, spend } from '../proofpoint/request-budget.ts';
import { applyAnswer, applyUnsettled } from './apply-answer.ts';
import { learn } from './learned-limit.ts';
import { sampleCadence } from './sample-cadence.ts';
import { freshSourceState, type SourceState } from './source-state.ts';
import { type PlanInput, plan, shortestWindow, unsettled } from './window-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2025, 5, 10, 12);

interface World {
  cadence: Cadence;
  /** The longest window the service can answer, ms. */
  longest: number;
  /** Of a hundred requests, so many fail. */
  failing: number;
  /** When the analyst polls at once, and again and again for a while, ms after noon. */
  pollNowAt: readonly number[];
  /** When another tool has the pool refused once, ms after noon. */
  refusedAt: readonly number[];
  seed: number;
}

/** Plays two days of both pools; answers when each sent a request, as the service would count them. */
function play(world: World): Record<Pool, number[]> {
  const sent: Record<Pool, number[]> = { shared: [], clicks: [] };
  const nextAt: Record<Pool, number> = { shared: noon, clicks: noon };
  const lengths = { main: world.longest, sweep: world.longest, clicks: hour, backfill: world.longest };
  let state: SourceState = freshSourceState;
  let pieces: PlanInput['pieces'] = { sweep: null, clicks: null };
  let random = world.seed;
  const polls = world.pollNowAt.flatMap((at) => Array.from({ length: 50 }, (_, i) => noon + at + i * second));
  polls.sort((a, b) => a - b);
  for (let now = noon; now < noon + 2 * day; ) {
    while (polls[0] !== undefined && polls[0] <= now) {
      polls.shift();
      state = { ...state, lanes: { ...state.lanes, main: { lastAt: null }, clicks: { lastAt: null } } };
      Object.assign(nextAt, { shared: now, clicks: now });
    }
    for (const pool of ['shared', 'clicks'] as const) {
      if (nextAt[pool] > now) continue;
      const again = unsettled({ state, serverNow: now });
      if (again) state = applyUnsettled(state, again);
      const rest = { now, serverNow: now, state, cadence: world.cadence, lengths, pieces };
      const next = plan(pool, { ...rest, historyFrom: noon - 6 * day, limit: poolLimit, putOff: [] });
      if (next.do === 'wait') {
        nextAt[pool] = Math.min(Math.max(next.until, now + 1), polls[0] ?? Number.POSITIVE_INFINITY);
        continue;
      }
      sent[pool].push(now);
      state = { ...state, requests: spend(state.requests, next.lane, now) };
      random = (random * 48_271) % 0x7fff_ffff;
      nextAt[pool] = now + 700;
      if (world.refusedAt.some((at) => now >= noon + at && now < noon + at + minute)) {
        state = { ...state, learned: { ...state.learned, [pool]: learn(sent[pool].length, now) } };
        nextAt[pool] = now + minute;
      } else if (random % 100 < world.failing) nextAt[pool] = now + 5 * second;
      else {
        const { lane, window, complete } = next;
        state = applyAnswer(state, { lane, window, complete, queryEndTime: window.to, begunAt: now }, now);
        if (lane === 'sweep' || lane === 'clicks')
          pieces = { ...pieces, [lane]: complete ? null : window.to };
      }
    }
    now = Math.max(now + 1, Math.min(nextAt.shared, nextAt.clicks, polls[0] ?? Number.POSITIVE_INFINITY));
  }
  return sent;
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

const moments = (most: number) => fc.array(fc.integer({ min: 0, max: 2 * day }), { maxLength: most });

describe('our own requests', () => {
  it('are never more than the budget in any 24 hours, whatever fails, is split, refused or asked for at once', () => {
    const world = fc.record({
      cadence: fc.constantFrom(defaultCadence, sampleCadence, {
        main: minute,
        sweep: 5 * minute,
        clicks: minute,
      }),
      longest: fc.constantFrom(hour, 10 * minute, 2 * minute, shortestWindow),
      failing: fc.constantFrom(0, 5, 60),
      pollNowAt: moments(30),
      refusedAt: moments(2),
      seed: fc.integer({ min: 1, max: 0x7fff_fffe }),
    });
    fc.assert(
      fc.property(world, (one) => {
        const sent = play(one);
        expect(mostInADay(sent.shared)).toBeLessThanOrEqual(poolLimit);
        expect(mostInADay(sent.clicks)).toBeLessThanOrEqual(poolLimit);
      }),
      { numRuns: 8 },
    );
  });

  it('leave the main lane enough to read on, though the service cannot answer more than ten minutes', () => {
    const sent = play({
      ...{ cadence: defaultCadence, longest: 10 * minute, failing: 0, pollNowAt: [], refusedAt: [], seed: 1 },
    });
    const gaps = sent.shared.slice(1).map((at, index) => at - (sent.shared[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * minute);
  });
});
