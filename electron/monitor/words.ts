import { countOf, formatDuration } from '../../shared/duration.ts';
import type { IngestionNotifications } from '../../shared/ingestion-notifications.ts';
import type { Trouble, TroubleKind } from '../../shared/proofpoint/trouble.ts';

/** A native notification: the title holds the fact, the body the cause and the remedy. */
export interface Notice {
  title: string;
  body: string;
}

/** What a notice of the monitor is about: each can be switched off by itself. */
export interface MonitorNotice extends Notice {
  about: keyof Omit<IngestionNotifications, 'enabled'>;
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
export function stallNotice(facts: PollFacts, silentFor: number): MonitorNotice {
  return {
    about: 'silence',
    title: `No events for ${formatDuration(silentFor)} from ${facts.name}`,
    body: facts.trouble ? `${lastTry(facts)} ${facts.trouble.sentence}` : lastPoll(facts),
  };
}

function lastTry({ now, lastPollAt }: PollFacts): string {
  return lastPollAt === null
    ? 'Polling fails.'
    : `Polling fails; last tried ${formatDuration(Math.max(0, now - lastPollAt))} ago.`;
}

export function stallEndNotice(facts: PollFacts, silentFor: number): MonitorNotice {
  return {
    about: 'recovery',
    title: `Events are arriving again from ${facts.name}`,
    body: `The first after ${formatDuration(silentFor)} of silence. No action is needed.`,
  };
}

/** Silence that goes on, a day or more after it was said. */
export function stallReminder(facts: PollFacts, silentFor: number): MonitorNotice {
  const { body } = stallNotice(facts, silentFor);
  return {
    about: 'reminders',
    title: `Still no events from ${facts.name}, for ${formatDuration(silentFor)} now`,
    body,
  };
}

/** What *Show me what a stall looks like* shows: the words of a real one, marked in both places as a test. */
export function stallExample(facts: PollFacts, hours: number): MonitorNotice {
  const { about, title, body } = stallNotice(
    { ...facts, trouble: null, lastPollEvents: 0 },
    hours * 3_600_000,
  );
  return { about, title: `Test: ${title}`, body: `This is only a test; nothing is wrong. ${body}` };
}

const failingTitles: Record<TroubleKind, (name: string) => string> = {
  unauthorised: (name) => `${name} does not accept its credentials any more`,
  'no-credentials': (name) => `The credentials of ${name} cannot be read`,
  forbidden: (name) => `${name} refuses access to its events`,
  throttled: (name) => `The request budget of ${name} is used up`,
  offline: (name) => `Offline: ${name} cannot be polled`,
  'journal-full': (name) => `The journal is full: ${name} is not polled`,
  disk: (name) => `Events of ${name} cannot be written to disk`,
  'disk-full': (name) => `The disk is full: events of ${name} cannot be stored`,
  store: (name) => `Events of ${name} cannot be stored`,
  clock: (name) => `The clocks of this computer and ${name} differ`,
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

export function failingNotice(facts: PollFacts, trouble: Trouble): MonitorNotice {
  return { about: 'trouble', title: failingTitles[trouble.kind](facts.name), body: trouble.sentence };
}

/** "For 26 hours now." and what is to be done: a trouble that nobody has seen to for a day. */
export function failingReminder(facts: PollFacts, trouble: Trouble, failedFor: number): MonitorNotice {
  const { title, body } = failingNotice(facts, trouble);
  return {
    about: 'reminders',
    title: `Still: ${title}`,
    body: `For ${formatDuration(failedFor)} now. ${body}`,
  };
}

export function failingEndNotice(facts: PollFacts, failedFor: number): MonitorNotice {
  return {
    about: 'recovery',
    title: `Polling ${facts.name} works again`,
    body: `It failed for ${formatDuration(failedFor)}. What was missed is being read now; Proofpoint keeps 7 days.`,
  };
}
