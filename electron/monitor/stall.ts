import type { TroubleKind } from '../../shared/proofpoint/trouble.ts';
import { needsSomebody } from '../../shared/proofpoint/trouble.ts';
import type { StallSettings } from '../../shared/source.ts';
import type { MonitorState } from '../ingest/source-state.ts';
import {
  failingEndNotice,
  failingNotice,
  type Notice,
  type PollFacts,
  stallEndNotice,
  stallNotice,
} from './words.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A trouble that nothing but somebody's act will end. */
function isUrgent(kind: TroubleKind): boolean {
  return needsSomebody(kind) || kind === 'disk';
}

/** How long a trouble has to last before it is worth a notification: one that mends itself is not. */
function patience(kind: TroubleKind): number {
  if (isUrgent(kind)) return 0;
  if (kind === 'throttled' || kind === 'offline') return hour;
  return 10 * minute;
}

export interface MonitorFacts extends PollFacts {
  stall: StallSettings;
  paused: boolean;
  /** Whether a poll was tried since the start or the last resume: before that nothing is said. */
  tried: boolean;
  troubleSince: number | null;
  /** When an event was last processed, or where none was, when the source was created, ms. */
  lastEventAt: number;
}

export interface MonitorStep {
  state: MonitorState;
  say: Notice[];
}

/** Silence: said once when it has lasted for the set time, and once when it ends. */
function stepStall(state: MonitorState, facts: MonitorFacts): MonitorStep {
  const silentFor = facts.now - facts.lastEventAt;
  const isSilent = silentFor >= facts.stall.hours * hour;
  if (state.stalledSince === null) {
    if (!facts.stall.enabled || !isSilent) return { state, say: [] };
    return {
      state: { ...state, stalledSince: facts.lastEventAt, stalledHours: facts.stall.hours },
      say: [stallNotice(facts, silentFor)],
    };
  }
  if (facts.lastEventAt > state.stalledSince) {
    const lasted = facts.lastEventAt - state.stalledSince;
    const ended = { ...state, stalledSince: null, stalledHours: null };
    return { state: ended, say: facts.stall.enabled ? [stallEndNotice(facts, lasted)] : [] };
  }
  // The time was made longer, or the alert switched off: there is no stall any more, and none that ended.
  // A clock that went back is no reason: it would have the same stall said twice.
  const isOther = !facts.stall.enabled || (!isSilent && facts.stall.hours !== state.stalledHours);
  return isOther
    ? { state: { ...state, stalledSince: null, stalledHours: null }, say: [] }
    : { state, say: [] };
}

/** Failing: told apart from silence, said once when it has outlasted its patience and once when it ends. */
function stepFailing(state: MonitorState, facts: MonitorFacts): MonitorStep {
  const { trouble, now } = facts;
  const known = state.failing;
  if (trouble === null) {
    if (known === null) return { state, say: [] };
    const say = known.said ? [failingEndNotice(facts, now - known.since)] : [];
    return { state: { ...state, failing: null }, say };
  }
  const since = known?.since ?? facts.troubleSince ?? now;
  const sameKind = known?.trouble.kind === trouble.kind;
  // What was said stands for the whole trouble, unless it turns into one that waits for somebody.
  const said = known?.said === true && (sameKind || !isUrgent(trouble.kind));
  if (said || now - since < patience(trouble.kind)) {
    // Only what changes is written down: this is asked every few seconds.
    if (known && sameKind) return { state, say: [] };
    return { state: { ...state, failing: { trouble, since, said: known?.said ?? false } }, say: [] };
  }
  return {
    state: { ...state, failing: { trouble, since, said: true } },
    say: [failingNotice(facts, trouble)],
  };
}

/**
 * What to say of a source now: a pure function of what was said before and what is known. Nothing is said of a
 * source that the analyst paused, nor before a first poll has been tried.
 */
export function stepMonitor(state: MonitorState, facts: MonitorFacts): MonitorStep {
  if (facts.paused || !facts.tried) return { state, say: [] };
  const failing = stepFailing(state, facts);
  const stall = stepStall(failing.state, facts);
  return { state: stall.state, say: [...failing.say, ...stall.say] };
}
