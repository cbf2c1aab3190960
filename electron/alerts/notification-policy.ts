import { z } from 'zod';
import { type NotificationSettings, type RaisedAlert, raisedAlertSchema } from '../../shared/detection.ts';
import { severities } from '../../shared/rules/rule.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 1440;

/** The last notification of an hour waits so long for others that it can tell of too, ms. */
const collecting = minute;

/** So many alerts are held until they can be told; a digest counts the others. */
const mostWaiting = 200;
const mostTold = 2000;

/** What is remembered of notifications, over restarts too. */
export const notificationStateSchema = z.object({
  /** When notifications were shown within the last hour, ms. */
  shown: z.array(z.number()).default([]),
  /** What has not been told yet, and how many more there are. */
  waiting: z.array(raisedAlertSchema).default([]),
  more: z.number().int().default(0),
  /** Since when something waits, ms. */
  waitingSince: z.number().nullable().default(null),
  /** Whether what waits came in quiet hours: it is told as one. */
  wasQuiet: z.boolean().default(false),
  /** Alerts that were told, or wait for it: each is told once. */
  told: z.array(z.string()).default([]),
});

export type NotificationState = z.infer<typeof notificationStateSchema>;

/** One notification: of one alert, or of several together. */
export interface Saying {
  alerts: RaisedAlert[];
  /** How many alerts it tells of beyond those. */
  more: number;
}

export interface PolicyFacts {
  now: number;
  settings: NotificationSettings;
  /** The time of day, minutes since midnight where the analyst is. */
  minuteOfDay: number;
}

export interface PolicyStep {
  state: NotificationState;
  say: Saying[];
  /** When to look again though nothing new comes, ms; null where nothing waits. */
  lookAt: number | null;
}

function rank({ severity }: Pick<RaisedAlert, 'severity'>): number {
  return severities.indexOf(severity);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** How long quiet hours go on from now, ms; 0 where it is none of them. */
export function quietFor({ settings: { quiet }, minuteOfDay }: PolicyFacts): number {
  if (!quiet) return 0;
  const from = minutesOf(quiet.from);
  const length = (minutesOf(quiet.to) - from + day) % day;
  const passed = (minuteOfDay - from + day) % day;
  return passed < length ? (length - passed) * minute : 0;
}

function admit(
  state: NotificationState,
  arriving: readonly RaisedAlert[],
  facts: PolicyFacts,
): NotificationState {
  const { settings, now } = facts;
  const told = new Set(state.told);
  const waiting = [...state.waiting];
  let { more } = state;
  if (!settings.on) return { ...state, waiting: [], more: 0, waitingSince: null, wasQuiet: false };
  for (const alert of arriving) {
    if (rank(alert) < severities.indexOf(settings.least) || told.has(alert.id)) continue;
    told.add(alert.id);
    if (waiting.length < mostWaiting) waiting.push(alert);
    else more += 1;
  }
  // What is worst is told first, and by itself where there is room for few.
  waiting.sort((a, b) => rank(b) - rank(a));
  const waitingSince = waiting.length > 0 ? (state.waitingSince ?? now) : null;
  return { ...state, waiting, more, waitingSince, told: [...told].slice(-mostTold) };
}

/**
 * What is to be said when alerts arrive, or time has passed. One notification for each alert while there is room for
 * more than one within the hour; the hour's last tells of all that wait, after a minute in which others may come.
 * Quiet hours hold everything back, and what came in them is told as one.
 */
export function stepNotifications(
  before: NotificationState,
  arriving: readonly RaisedAlert[],
  facts: PolicyFacts,
): PolicyStep {
  const { now, settings } = facts;
  const admitted = admit(before, arriving, facts);
  const recent = admitted.shown.filter((at) => at > now - hour && at <= now);
  let state: NotificationState = { ...admitted, shown: recent };
  const nothing = { ...state, waiting: [], more: 0, waitingSince: null, wasQuiet: false };
  if (state.waiting.length === 0) return { state: nothing, say: [], lookAt: null };

  const quiet = quietFor(facts);
  if (quiet > 0) return { state: { ...state, wasQuiet: true }, say: [], lookAt: now + quiet };

  const say: Saying[] = [];
  let free = settings.perHour - state.shown.length;
  if (!state.wasQuiet) {
    while (free > 1 && state.waiting.length > 0) {
      const [first, ...waiting] = state.waiting;
      if (first) say.push({ alerts: [first], more: 0 });
      free -= 1;
      state = { ...state, waiting, shown: [...state.shown, now], waitingSince: now };
    }
  }
  if (state.waiting.length === 0) return { state: { ...nothing, shown: state.shown }, say, lookAt: null };
  if (free < 1) return { state, say, lookAt: (state.shown[0] ?? now) + hour + 1 };
  const since = state.waitingSince ?? now;
  const isCollected = state.wasQuiet || now - since >= collecting;
  if (!isCollected) return { state, say, lookAt: since + collecting };
  say.push({ alerts: state.waiting, more: state.more });
  return { state: { ...nothing, shown: [...state.shown, now] }, say, lookAt: null };
}
