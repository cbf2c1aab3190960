import type { StallSettings } from '../../shared/source.ts';
import type { MonitorState } from '../ingest/source-state.ts';
import { afterGap, reminderEvery, stepEpisode } from './episode.ts';
import {
  failingEndNotice,
  failingNotice,
  failingReminder,
  type MonitorNotice,
  type PollFacts,
  stallEndNotice,
  stallNotice,
  stallReminder,
} from './words.ts';

const hour = 3_600_000;

export interface MonitorFacts extends PollFacts {
  stall: StallSettings;
  paused: boolean;
  /** Whether a poll was tried since the start or the last resume: before that nothing is said. */
  tried: boolean;
  /** Whether what happened meanwhile is still being read or stored: before that is done, silence proves nothing. */
  catchingUp: boolean;
  /** When an event was last processed, or where none was, when the source was created, ms. */
  lastEventAt: number;
}

export interface MonitorStep {
  state: MonitorState;
  say: MonitorNotice[];
}

const noStall = { stalledSince: null, stalledHours: null, stalledSaidAt: null };

/** Silence that was said: it ends, is taken back by other settings, or is said again after a day. */
function stepSaidStall(state: MonitorState, since: number, facts: MonitorFacts): MonitorStep {
  const { now, lastEventAt, stall } = facts;
  const silentFor = now - lastEventAt;
  if (lastEventAt > since) {
    const say = stall.enabled ? [stallEndNotice(facts, lastEventAt - since)] : [];
    return { state: { ...state, ...noStall }, say };
  }
  // The time was made longer, or the alert switched off: there is no stall any more, and none that ended.
  // A clock that went back is no reason: it would have the same stall said twice.
  const isSilent = silentFor >= stall.hours * hour;
  const isOther = !stall.enabled || (!isSilent && stall.hours !== state.stalledHours);
  if (isOther) return { state: { ...state, ...noStall }, say: [] };
  if (state.stalledSaidAt === null) return { state: { ...state, stalledSaidAt: now }, say: [] };
  // Where polling fails, that is said again, and silence is no news.
  if (state.failing !== null || facts.catchingUp || now - state.stalledSaidAt < reminderEvery)
    return { state, say: [] };
  return { state: { ...state, stalledSaidAt: now }, say: [stallReminder(facts, silentFor)] };
}

/** Silence: said once when it has lasted for the set time, once a day from then on, and once when it ends. */
function stepStall(state: MonitorState, facts: MonitorFacts): MonitorStep {
  const { now, lastEventAt, stall } = facts;
  if (state.stalledSince !== null) return stepSaidStall(state, state.stalledSince, facts);
  const silentFor = now - lastEventAt;
  if (!stall.enabled || facts.catchingUp || silentFor < stall.hours * hour) return { state, say: [] };
  return {
    state: { ...state, stalledSince: lastEventAt, stalledHours: stall.hours, stalledSaidAt: now },
    say: [stallNotice(facts, silentFor)],
  };
}

/** Failing: told apart from silence. */
function stepFailing(state: MonitorState, facts: MonitorFacts): MonitorStep {
  const { now, trouble } = facts;
  const { episode, say } = stepEpisode(state.failing, trouble, now);
  const stepped = episode === state.failing ? state : { ...state, failing: episode };
  if (say === 'end' && state.failing) {
    const { since, awaySince } = state.failing;
    return { state: stepped, say: [failingEndNotice(facts, (awaySince ?? now) - since)] };
  }
  if (say === null || episode === null) return { state: stepped, say: [] };
  const notice =
    say === 'begin'
      ? failingNotice(facts, episode.trouble)
      : failingReminder(facts, episode.trouble, now - episode.since);
  return { state: stepped, say: [notice] };
}

/**
 * What to say of a source now: a pure function of what was said before and what is known. Nothing is said of a
 * source that the analyst paused, nor before a first poll has been tried.
 */
export function stepMonitor(state: MonitorState, facts: MonitorFacts): MonitorStep {
  if (facts.paused) return { state, say: [] };
  if (!facts.tried) {
    const failing = afterGap(state.failing);
    return { state: failing === state.failing ? state : { ...state, failing }, say: [] };
  }
  const failing = stepFailing(state, facts);
  const stall = stepStall(failing.state, facts);
  return { state: stall.state, say: [...failing.say, ...stall.say] };
}
