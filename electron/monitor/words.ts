import { countOf, formatDuration } from '../../shared/duration.ts';
import type { Trouble, TroubleKind } from '../../shared/proofpoint/trouble.ts';

/** A native notification: the title holds the fact, the body the cause and the remedy. */
export interface Notice {
  title: string;
  body: string;
}

/** What is known about the polling of a source at the moment something is said. */
export interface PollFacts {
  now: number;
  name: string;
  trouble: Trouble | null;
  lastPollAt: number | null;
  lastPollEvents: number | null;
}

function lastPoll({ now, lastPollAt, lastPollEvents }: PollFacts): string {
  if (lastPollAt === null) return 'It has not been polled since Lurescope started.';
  const ago = `${formatDuration(Math.max(0, now - lastPollAt))} ago`;
  if (lastPollEvents === null || lastPollEvents === 0) {
    return `The last poll, ${ago}, succeeded and was empty. Check in TAP that mail still flows through it; if a quiet day is normal here, give this source a longer time.`;
  }
  return `The last poll, ${ago}, brought ${countOf(lastPollEvents, 'event')}, none of them new or all of them waiting to be stored.`;
}

/** "No events for 24 hours from My Proofpoint logs". */
export function stallNotice(facts: PollFacts, silentFor: number): Notice {
  return {
    title: `No events for ${formatDuration(silentFor)} from ${facts.name}`,
    body: facts.trouble ? `${lastTry(facts)} ${facts.trouble.sentence}` : lastPoll(facts),
  };
}

function lastTry({ now, lastPollAt }: PollFacts): string {
  return lastPollAt === null
    ? 'Polling fails.'
    : `Polling fails; last tried ${formatDuration(Math.max(0, now - lastPollAt))} ago.`;
}

export function stallEndNotice(facts: PollFacts, silentFor: number): Notice {
  return {
    title: `Events are arriving again from ${facts.name}`,
    body: `The first after ${formatDuration(silentFor)} of silence. No action is needed.`,
  };
}

const failingTitles: Record<TroubleKind, (name: string) => string> = {
  unauthorised: (name) => `${name} does not accept its credentials any more`,
  'no-credentials': (name) => `The credentials of ${name} cannot be read`,
  forbidden: (name) => `${name} refuses access to its events`,
  throttled: (name) => `The request budget of ${name} is used up`,
  offline: (name) => `Offline: ${name} cannot be polled`,
  'journal-full': (name) => `The journal is full: ${name} is not polled`,
  disk: (name) => `Events of ${name} cannot be written to disk`,
  'host-unknown': (name) => `${name} cannot be reached`,
  unreachable: (name) => `${name} cannot be reached`,
  tls: (name) => `No safe connection to ${name}`,
  timeout: (name) => `${name} does not answer`,
  'not-found': (name) => `${name} has no SIEM API at its domain`,
  redirected: (name) => `${name} redirects to another host`,
  'bad-request': (name) => `${name} refuses what it is asked`,
  'server-error': (name) => `${name} has trouble of its own`,
  'not-the-api': (name) => `What answers for ${name} is not the SIEM API`,
  malformed: (name) => `${name} sends answers that cannot be read`,
  'too-large': (name) => `The answers of ${name} are too large`,
  truncated: (name) => `The answers of ${name} break off`,
};

export function failingNotice(facts: PollFacts, trouble: Trouble): Notice {
  return { title: failingTitles[trouble.kind](facts.name), body: trouble.sentence };
}

export function failingEndNotice(facts: PollFacts, failedFor: number): Notice {
  return {
    title: `Polling ${facts.name} works again`,
    body: `It failed for ${formatDuration(failedFor)}. What was missed is being read now; Proofpoint keeps 7 days.`,
  };
}
