import type { Lane } from '../../shared/journal-batch.ts';
import type { Interval } from '../../shared/source.ts';
import { cover, forgetBefore } from './coverage.ts';
import type { SourceState } from './source-state.ts';

/** Coverage older than this can neither grow nor be asked for again; it is kept a while for the picture of it. */
const coverageKept = 30 * 24 * 60 * 60 * 1000;

/**
 * The state after a window has been read and its events are durable. How far it was read is what the answer's
 * `queryEndTime` says, not what was asked for: an answer that ends early leaves the rest to the next window.
 * @param now this computer's now, ms
 */
export function applyAnswer(
  state: SourceState,
  lane: Lane,
  window: Interval,
  queryEndTime: number | null,
  now: number,
): SourceState {
  const to = Math.min(window.to, queryEndTime ?? window.to);
  const lanes = { ...state.lanes, [lane]: { lastAt: now } };
  // The first main window is the first hour swept: the next sweep is due one interval later.
  if (lane === 'main') lanes.sweep = { lastAt: lanes.sweep.lastAt ?? now };
  const next = { ...state, lanes, lastSuccessAt: now };
  if (lane === 'clicks') return { ...next, clicksThrough: Math.max(state.clicksThrough ?? 0, to) };
  const coverage = forgetBefore(cover(state.coverage, { from: window.from, to }), now - coverageKept);
  return { ...next, coverage };
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
