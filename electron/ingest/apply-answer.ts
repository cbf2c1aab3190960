import type { Lane } from '../../shared/journal-batch.ts';
import type { Interval } from '../../shared/source.ts';
import { cover, forgetBefore, uncover } from './coverage.ts';
import type { SourceState } from './source-state.ts';
import { indexingLag } from './window-plan.ts';

/** Coverage older than this can neither grow nor be asked for again; it is kept a while for the picture of it. */
const coverageKept = 30 * 24 * 60 * 60 * 1000;

/** A window that was read and is durable. */
export interface ReadWindow {
  lane: Lane;
  window: Interval;
  /** The answer's `queryEndTime`, ms. */
  queryEndTime: number | null;
  /** Whether the lane has read all it wanted, or goes on with a next piece. */
  complete: boolean;
  /** The server's now when the lane began to read, ms: what is indexed later was not seen. */
  begunAt: number;
}

/**
 * The state after a window has been read and its events are durable. How far it was read is what the answer's
 * `queryEndTime` says, not what was asked for: an answer that ends early leaves the rest to the next window.
 * @param now this computer's now, ms
 */
export function applyAnswer(state: SourceState, read: ReadWindow, now: number): SourceState {
  const { lane, window } = read;
  const to = Math.min(window.to, read.queryEndTime ?? window.to);
  const lanes = read.complete ? { ...state.lanes, [lane]: { lastAt: now } } : { ...state.lanes };
  // The first main window is the first hour swept: the next sweep is due one interval later.
  if (lane === 'main') lanes.sweep = { lastAt: lanes.sweep.lastAt ?? now };
  const next = { ...state, lanes, lastSuccessAt: now };
  if (lane === 'clicks') return { ...next, clicksThrough: Math.max(state.clicksThrough ?? 0, to) };
  const coverage = forgetBefore(cover(state.coverage, { from: window.from, to }), now - coverageKept);
  return { ...next, coverage, settledThrough: settledAfter(state, read, to) };
}

function settledAfter(state: SourceState, read: ReadWindow, to: number): number | null {
  if (read.lane === 'main') return state.settledThrough ?? read.window.from;
  if (read.lane !== 'sweep' || !read.complete) return state.settledThrough;
  // Not the later of this and what was known: a clock that was ahead may have written that.
  return Math.min(to, read.begunAt) - indexingLag;
}

/** The state with a stretch taken out of the coverage, since events of it may have been indexed after it was read. */
export function applyUnsettled(state: SourceState, again: Interval): SourceState {
  return { ...state, coverage: uncover(state.coverage, again), settledThrough: again.to };
}

/** Whether a refused window was refused for its age: the API's limit differs between accounts. */
export function saysTooOld(sentence: string): boolean {
  return /\b(past|old(?:er)?|earlier|earliest|too far|7 days|12 hours|retention)\b/i.test(sentence);
}

/** Below this length a window that is refused as too old is given up as a whole, ms. */
const closeEnough = 10 * 60 * 1000;

/**
 * The state after the API has refused a window as too old. Its limit lies somewhere within the window: the later
 * half is tried next, until what is in question is not worth a request.
 */
export function applyTooOld(state: SourceState, window: Interval, now: number): SourceState {
  const isSmall = window.to - window.from <= closeEnough;
  const oldest = isSmall ? window.to : (window.from + window.to) / 2;
  return { ...state, reach: Math.min(state.reach, now - oldest) };
}

/** The state with what can no longer be fetched written down, never silently skipped. */
export function applyLost(state: SourceState, lost: readonly Interval[]): SourceState {
  return { ...state, lost: lost.reduce((all, one) => cover(all, one), state.lost) };
}
