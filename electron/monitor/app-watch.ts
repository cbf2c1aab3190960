import { z } from 'zod';
import { noticeableSkew, skewText } from '../../shared/clock-skew.ts';
import { formatDuration } from '../../shared/duration.ts';
import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import { afterGap, type Episode, episodeSchema, stepEpisode } from './episode.ts';
import type { MonitorNotice } from './words.ts';

/** Troubles that are the app's own and no source's, and what was said of them. */
export const appMonitorStateSchema = z.object({
  store: episodeSchema.nullable().default(null),
  clock: episodeSchema.nullable().default(null),
});

export type AppMonitorState = z.infer<typeof appMonitorStateSchema>;

export interface AppFacts {
  now: number;
  /** What is wrong with the event store; undefined before anything is known of it. */
  store: Trouble | null | undefined;
  /** What is wrong with this computer's clock; undefined before an API has told its own. */
  clock: Trouble | null | undefined;
}

/** What is wrong with this computer's clock, by what the APIs told: how far it is behind each, ms. */
export function clockTrouble(skews: readonly (number | null)[]): Trouble | null | undefined {
  const told = skews.filter((skew) => skew !== null);
  if (told.length === 0) return undefined;
  // The one that differs least: a single API whose own clock is wrong says nothing about this computer.
  const skew = told.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least));
  if (Math.abs(skew) < noticeableSkew) return null;
  return {
    kind: 'clock',
    sentence: `It is ${skewText(skew)} by the API's time. Polling goes by the API's clock, so nothing is missed, but times said here are wrong. Set the clock, or switch its synchronisation on.`,
  };
}

const titles = {
  store: {
    begin: 'Events cannot be stored',
    reminder: 'Still: events cannot be stored',
    end: 'Events are stored again',
  },
  clock: {
    begin: "This computer's clock is wrong",
    reminder: "Still: this computer's clock is wrong",
    end: "This computer's clock is right again",
  },
} as const;

const abouts = { begin: 'trouble', reminder: 'reminders', end: 'recovery' } as const;

function noticeOf(
  what: keyof AppMonitorState,
  say: 'begin' | 'reminder' | 'end',
  known: Episode,
  now: number,
): MonitorNotice {
  const about = abouts[say];
  const title = titles[what][say];
  const lasted = formatDuration((known.awaySince ?? now) - known.since);
  if (say === 'end') return { about, title, body: `That lasted ${lasted}. Nothing is to be done.` };
  const { sentence } = known.trouble;
  return { about, title, body: say === 'begin' ? sentence : `For ${lasted} now. ${sentence}` };
}

/** What to say of the app's own troubles now: a pure function, as of each source's. */
export function stepApp(
  state: AppMonitorState,
  facts: AppFacts,
): { state: AppMonitorState; say: MonitorNotice[] } {
  let next = state;
  const notices: MonitorNotice[] = [];
  for (const what of ['store', 'clock'] as const) {
    const trouble = facts[what];
    if (trouble === undefined) continue;
    const before = next[what];
    const { episode, say } = stepEpisode(before, trouble, facts.now);
    if (episode !== before) next = { ...next, [what]: episode };
    const spoken = episode ?? before;
    if (say !== null && spoken) notices.push(noticeOf(what, say, spoken, facts.now));
  }
  return { state: next, say: notices };
}

/** What is left where time has passed unwatched: what was not said yet begins anew. */
export function appAfterGap(state: AppMonitorState): AppMonitorState {
  return { store: afterGap(state.store), clock: afterGap(state.clock) };
}
