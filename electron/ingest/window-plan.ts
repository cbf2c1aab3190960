import type { Lane } from '../../shared/journal-batch.ts';
import type { Interval } from '../../shared/source.ts';
import { freesAt, type Pool, spent } from '../proofpoint/request-budget.ts';
import { holes, readThrough } from './coverage.ts';
import type { SourceState } from './source-state.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A request covers at most an hour and at least 30 seconds (SIEM API page, `interval`). */
export const longestWindow = hour;
export const shortestWindow = 30 * second;

/** Kept clear of the API's far end, which moves on while a request is under way. */
const reachMargin = 5 * minute;

/** How often each lane reads, ms. */
export interface Cadence {
  main: number;
  sweep: number;
  clicks: number;
}

/** 720 + 144 requests a day of the shared pool, 1,440 of the clicks' own (design, "Poll windows"). */
export const liveCadence: Cadence = { main: 2 * minute, sweep: 10 * minute, clicks: minute };

/** Sample data costs nobody's budget, and a newcomer should see it move. */
export const sampleCadence: Cadence = { main: 10 * second, sweep: 2 * minute, clicks: 20 * second };

/** How far back the clicks lane reads again, since clicks too are indexed late. */
const clicksOverlap = 10 * minute;

export interface PlanInput {
  /** This computer's now, ms: what lanes and budgets are timed by. */
  now: number;
  /** The server's now, ms, as its Date header told: what windows are cut by, whatever this computer's clock says. */
  serverNow: number;
  state: Pick<SourceState, 'coverage' | 'lost' | 'lanes' | 'requests' | 'clicksThrough' | 'reach'>;
  cadence: Cadence;
  /** How far back filling is wanted, ms since the epoch. */
  historyFrom: number;
  /** Requests that each pool allows in 24 hours; infinite for sample data. */
  limit: number;
}

export type Plan =
  | { do: 'read'; lane: Lane; window: Interval }
  | { do: 'wait'; until: number; why: 'nothing due' | 'budget' };

function due(lastAt: number | null, every: number, now: number): number {
  // A time that lies ahead was written before the clock went back: it says nothing about when to read.
  return lastAt === null || lastAt > now ? now : lastAt + every;
}

/** At least 30 seconds long, by reading a little of what was read before once more. */
function atLeastShortest(window: Interval): Interval {
  return { from: Math.min(window.from, window.to - shortestWindow), to: window.to };
}

/** The newest hour, or less, of the newest hole that can still be filled. */
function nextBackfill(input: PlanInput): Interval | undefined {
  const oldest = Math.max(input.historyFrom, input.serverNow - input.state.reach + reachMargin);
  const newest = readThrough(input.state.coverage) ?? input.serverNow;
  const open = holes(input.state.coverage, { from: oldest, to: newest });
  const hole = open.at(-1);
  if (!hole) return undefined;
  return atLeastShortest({ from: Math.max(hole.from, hole.to - longestWindow), to: hole.to });
}

/** Windows that back-filling has yet to read. */
export function backfillWindows(input: PlanInput): number {
  const oldest = Math.max(input.historyFrom, input.serverNow - input.state.reach + reachMargin);
  const newest = readThrough(input.state.coverage) ?? input.serverNow;
  return holes(input.state.coverage, { from: oldest, to: newest }).reduce(
    (sum, hole) => sum + Math.ceil((hole.to - hole.from) / longestWindow),
    0,
  );
}

/**
 * What the shared pool reads next: a pure function of now, coverage and budget. The main lane goes first, then the
 * sweep, and back-filling has what those two will not need in the day to come.
 */
export function planShared(input: PlanInput): Plan {
  const { now, serverNow, state, cadence } = input;
  const mainAt = due(state.lanes.main.lastAt, cadence.main, now);
  const sweepAt = due(state.lanes.sweep.lastAt, cadence.sweep, now);
  const used = spent(state.requests, 'shared', now);
  if (used >= input.limit)
    return { do: 'wait', until: freesAt(state.requests, 'shared', now), why: 'budget' };

  if (mainAt <= now) {
    const from = Math.max(readThrough(state.coverage) ?? 0, serverNow - longestWindow);
    const window = { from: Math.min(from, serverNow), to: serverNow };
    return { do: 'read', lane: 'main', window: atLeastShortest(window) };
  }
  if (sweepAt <= now) {
    return { do: 'read', lane: 'sweep', window: { from: serverNow - longestWindow, to: serverNow } };
  }

  const reserved = Math.ceil(day / cadence.main) + Math.ceil(day / cadence.sweep);
  const allowance = Math.max(input.limit - reserved, 0);
  const window = nextBackfill(input);
  if (window && spent(state.requests, 'backfill', now) < allowance)
    return { do: 'read', lane: 'backfill', window };
  return { do: 'wait', until: Math.min(mainAt, sweepAt), why: 'nothing due' };
}

/** What the clicks' own pool reads next. */
export function planClicks(input: PlanInput): Plan {
  const { now, serverNow, state, cadence } = input;
  const at = due(state.lanes.clicks.lastAt, cadence.clicks, now);
  if (at > now) return { do: 'wait', until: at, why: 'nothing due' };
  if (spent(state.requests, 'clicks', now) >= input.limit) {
    return { do: 'wait', until: freesAt(state.requests, 'clicks', now), why: 'budget' };
  }
  const through = Math.min(state.clicksThrough ?? 0, serverNow - clicksOverlap);
  return {
    do: 'read',
    lane: 'clicks',
    window: { from: Math.max(through, serverNow - longestWindow), to: serverNow },
  };
}

/** What a pool does next, in whole seconds, since the API knows no smaller ones. */
export function plan(pool: Pool, input: PlanInput): Plan {
  const next = pool === 'clicks' ? planClicks(input) : planShared(input);
  if (next.do === 'wait') return next;
  const { from, to } = next.window;
  return {
    ...next,
    window: { from: Math.floor(from / second) * second, to: Math.floor(to / second) * second },
  };
}

/** What the API no longer keeps and has not been read: to be recorded as lost, oldest first. */
export function expired(input: PlanInput): Interval[] {
  const limit = input.serverNow - input.state.reach + reachMargin;
  if (limit <= input.historyFrom) return [];
  return holes(
    [...input.state.coverage, ...input.state.lost].sort((a, b) => a.from - b.from),
    {
      from: input.historyFrom,
      to: limit,
    },
  );
}
