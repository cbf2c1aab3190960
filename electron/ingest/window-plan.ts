import type { Lane } from '../../shared/journal-batch.ts';
import type { Cadence, Interval } from '../../shared/source.ts';
import { freesAt, type Pool, spent } from '../proofpoint/request-budget.ts';
import { holes, readThrough } from './coverage.ts';
import { effectiveLimit, requestsADay, stretched } from './learned-limit.ts';
import type { SourceState } from './source-state.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A request covers at most an hour and at least 30 seconds (SIEM API page, `interval`). */
export const longestWindow = hour;
export const shortestWindow = 30 * second;

/** Kept clear of the API's far end, which moves on while a request is under way. */
const reachMargin = 5 * minute;

/**
 * How late an event may be indexed: "up to about half an hour" (design, "Poll windows"), and some more. The clicks
 * lane reads so far back each time, since a permitted click that is indexed late must be known as soon as any other.
 */
export const indexingLag = 40 * minute;

/** A sweep reaches back at most so far; what was left unsettled for longer is read again by back-filling. */
const longestSweep = 2 * hour;

/** A stretch that cannot be read for now, and until when it is left alone, ms. */
export interface PutOff extends Interval {
  until: number;
}

export interface PlanInput {
  /** This computer's now, ms: what lanes and budgets are timed by. */
  now: number;
  /** The server's now, ms, as its Date header told: what windows are cut by, whatever this computer's clock says. */
  serverNow: number;
  state: SourceState;
  /** How often each lane reads. */
  cadence: Cadence;
  /** How far back filling is wanted, ms since the epoch. */
  historyFrom: number;
  /** Requests that each pool allows in 24 hours; infinite for sample data. */
  limit: number;
  /** The longest window of each lane for now, ms: shorter where the service could not answer an hour. */
  lengths: Record<Lane, number>;
  /** Where the next piece of a lane begins that is read in pieces, ms; null where the lane begins anew. */
  pieces: { sweep: number | null; clicks: number | null };
  putOff: readonly PutOff[];
}

export type Plan =
  | {
      do: 'read';
      lane: Lane;
      window: Interval;
      /** Whether the lane has read all it wanted with this window, or goes on at once with the next piece. */
      complete: boolean;
    }
  | { do: 'wait'; until: number; why: 'nothing due' | 'budget' };

function due(lastAt: number | null, every: number, now: number): number {
  // A time that lies ahead was written before the clock went back: it says nothing about when to read.
  return lastAt === null || lastAt > now ? now : lastAt + every;
}

/** A lane's window from `from` to `to`, or the first piece of it; at least 30 seconds long in any case. */
function read(input: PlanInput, lane: Lane, from: number, to: number): Plan {
  const end = Math.min(to, from + input.lengths[lane]);
  const window = {
    from: Math.floor(Math.min(from, end - shortestWindow) / second) * second,
    to: Math.floor(end / second) * second,
  };
  // A rest that is too short to be asked for came to be while the pieces were read: it is the next turn's.
  return { do: 'read', lane, window, complete: to - window.to < (end < to ? shortestWindow : second) };
}

/** What is not held and may be asked for, oldest first. */
function fillable(input: PlanInput): Interval[] {
  const { state, serverNow } = input;
  const oldest = Math.max(input.historyFrom, serverNow - state.reach + reachMargin);
  const newest = Math.min(readThrough(state.coverage) ?? serverNow, serverNow);
  const waiting = input.putOff.filter(({ until }) => until > input.now);
  const closed = [...state.coverage, ...waiting].sort((a, b) => a.from - b.from);
  return holes(closed, { from: oldest, to: newest });
}

/** The newest hour, or less, of the newest hole that can still be filled. */
function planBackfill(input: PlanInput): Plan | undefined {
  const hole = fillable(input).at(-1);
  if (!hole) return undefined;
  const from = Math.max(hole.from, hole.to - input.lengths.backfill);
  return read(input, 'backfill', Math.min(from, hole.to - shortestWindow), hole.to);
}

/** Windows that back-filling has yet to read. */
export function backfillWindows(input: PlanInput): number {
  return fillable(input).reduce((sum, { from, to }) => sum + Math.ceil((to - from) / longestWindow), 0);
}

/** Where a sweep begins: an hour back, or where the last one left off if that is not long ago. */
function sweepFrom({ state, serverNow }: PlanInput): number {
  const anHourAgo = serverNow - longestWindow;
  const { settledThrough } = state;
  if (settledThrough === null || settledThrough < serverNow - longestSweep) return anHourAgo;
  return Math.min(anHourAgo, settledThrough);
}

/** Where the main lane goes on: behind what is held, and behind what had to be put off there. */
function mainFrom({ state, serverNow, putOff, now }: PlanInput): number {
  let from = Math.max(readThrough(state.coverage) ?? 0, serverNow - longestWindow);
  for (const stretch of [...putOff].sort((a, b) => a.from - b.from)) {
    if (stretch.until > now && stretch.from <= from) from = Math.max(from, stretch.to);
  }
  return Math.min(from, serverNow);
}

/**
 * What the shared pool reads next, by a budget that is counted in the server's time: a pure function of now, coverage and budget. The main lane goes first, then the
 * sweep, and back-filling has what those two will not need in the day to come.
 */
export function planShared(input: PlanInput): Plan {
  const { now, serverNow, state } = input;
  const limit = effectiveLimit(state.learned.shared, input.limit, now);
  const pieces = Math.ceil(longestWindow / input.lengths.sweep);
  const cadence = stretched(input.cadence, 'shared', limit, pieces);
  const mainAt = due(state.lanes.main.lastAt, cadence.main, now);
  const sweepAt = due(state.lanes.sweep.lastAt, cadence.sweep, now);
  if (spent(state.requests, 'shared', serverNow) >= limit) {
    return {
      do: 'wait',
      until: freesAt(state.requests, 'shared', serverNow) - serverNow + now,
      why: 'budget',
    };
  }
  if (mainAt <= now) return read(input, 'main', mainFrom(input), serverNow);
  if (sweepAt <= now) {
    // A piece that has waited for longer than a sweep reaches back was given to back-filling as unsettled.
    const from = Math.max(input.pieces.sweep ?? sweepFrom(input), serverNow - longestSweep);
    return read(input, 'sweep', from, serverNow);
  }

  const reserved = Math.ceil(requestsADay(cadence, 'shared', pieces));
  const regular = spent(state.requests, 'main', serverNow) + spent(state.requests, 'sweep', serverNow);
  const extra = spent(state.requests, 'shared', serverNow) - regular;
  const backfill = planBackfill(input);
  if (backfill && extra < Math.max(limit - Math.max(reserved, regular), 0)) return backfill;
  return { do: 'wait', until: Math.min(mainAt, sweepAt), why: 'nothing due' };
}

/** What the clicks' own pool reads next. */
export function planClicks(input: PlanInput): Plan {
  const { now, serverNow, state } = input;
  const limit = effectiveLimit(state.learned.clicks, input.limit, now);
  const pieces = Math.ceil(indexingLag / input.lengths.clicks);
  const { clicks } = stretched(input.cadence, 'clicks', limit, pieces);
  const at = due(state.lanes.clicks.lastAt, clicks, now);
  if (at > now) return { do: 'wait', until: at, why: 'nothing due' };
  if (spent(state.requests, 'clicks', serverNow) >= limit) {
    return {
      do: 'wait',
      until: freesAt(state.requests, 'clicks', serverNow) - serverNow + now,
      why: 'budget',
    };
  }
  const overlapping = Math.min(state.clicksThrough ?? 0, serverNow - indexingLag);
  const from = input.pieces.clicks ?? overlapping;
  return read(input, 'clicks', Math.max(from, serverNow - longestWindow), serverNow);
}

/** What a pool does next. */
export function plan(pool: Pool, input: PlanInput): Plan {
  return pool === 'clicks' ? planClicks(input) : planShared(input);
}

/** What the API no longer keeps and has not been read: to be recorded as lost, oldest first. */
export function expired(input: PlanInput): Interval[] {
  const limit = input.serverNow - input.state.reach + reachMargin;
  if (limit <= input.historyFrom) return [];
  const closed = [...input.state.coverage, ...input.state.lost].sort((a, b) => a.from - b.from);
  return holes(closed, { from: input.historyFrom, to: limit });
}

/**
 * What was read too soon after it happened and will not be swept any more, since no sweep ran for a while (the app
 * was off, the service was down): events of it may have been indexed after it was read, so it has to be read again.
 */
export function unsettled({
  state,
  serverNow,
}: Pick<PlanInput, 'state' | 'serverNow'>): Interval | undefined {
  if (state.settledThrough === null) return undefined;
  const sweptFrom = serverNow - longestWindow;
  if (state.settledThrough >= serverNow - longestSweep) return undefined;
  return state.settledThrough < sweptFrom ? { from: state.settledThrough, to: sweptFrom } : undefined;
}
