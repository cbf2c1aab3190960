import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Detection } from '../../shared/rules/engine/rule-run.ts';
import { type Severity, severities } from '../../shared/rules/rule.ts';
import type { AlertState, Verdict } from '../../shared/said/said.ts';

/** What an analyst says of an alert. */
export interface AlertDecision {
  state: AlertState;
  /** Of one that is resolved. */
  verdict: Verdict | null;
  note: string;
}

/** Whom and what an alert is about: alerts that share one of these are related. */
export interface AlertAbout {
  people: string[];
  campaigns: string[];
  threats: string[];
}

/** Detections of one rule that belong together, told once. */
export interface AlertRow extends AlertDecision {
  id: string;
  /** Of all alerts with the same de-duplication key and period; a resolved one can be followed by another. */
  group: string;
  rule: string;
  severity: Severity;
  title: string;
  /** Keys of the events behind it, the latest of them where there are very many. */
  events: string[];
  /** How many events there are in all. */
  count: number;
  /** When the first and the last of them occurred, ms. */
  firstSeen: number;
  lastSeen: number;
  /** When it was raised, ms. */
  raisedAt: number;
  /** When events occurred that raised it, ms, in order. */
  hits: number[];
  about: AlertAbout;
  /** Whether a notification is wanted: said once, and not for what is long past. */
  notify: 'wanted' | 'done' | 'no';
  /** What was decided, and when, ms. */
  history: { at: number; state: AlertState; verdict: Verdict | null }[];
  /** It came back from the record after the database was lost: rules that run anew may find it at another time. */
  isRestored?: boolean;
}

/** A detection with whom and what it is about. */
export interface FoundDetection extends Detection {
  about: AlertAbout;
}

const mostEvents = 1000;
const mostHits = 300;
const mostAbout = 50;

function more(known: readonly string[], added: readonly string[], most: number): string[] {
  return [...new Set([...known, ...added])].slice(-most);
}

/** What alerts of one de-duplication key and period have in common. */
export function groupOf({ dedup, since }: Pick<Detection, 'dedup' | 'since'>): string {
  return `${since} ${dedup}`;
}

/** The number of the next alert of a group: earlier ones may have been removed, and their numbers are not given again. */
function nextOrdinal(group: readonly AlertRow[]): number {
  return 1 + Math.max(0, ...group.map(({ id }) => Number(id.slice(id.lastIndexOf('-') + 1))));
}

function newAlert(found: FoundDetection, ordinal: number, now: number, notify: AlertRow['notify']): AlertRow {
  const group = groupOf(found);
  const { rule, severity, title, identities, time, about } = found;
  return {
    // The same alert has the same id when the database is made anew: it is not notified of twice.
    id: `${bytesToHex(sha256(utf8ToBytes(group))).slice(0, 24)}-${ordinal}`,
    ...{ group, rule, severity, title, state: 'new', verdict: null, note: '' },
    ...{ events: identities, count: identities.length, firstSeen: time, lastSeen: time, raisedAt: now },
    ...{ hits: [time], about, notify, history: [] },
  };
}

function withDetection(alert: AlertRow, found: FoundDetection, notify: AlertRow['notify']): AlertRow {
  const fresh = found.identities.filter((identity) => !alert.events.includes(identity));
  const isRaised = severities.indexOf(found.severity) > severities.indexOf(alert.severity);
  const { about } = alert;
  return {
    ...alert,
    ...(isRaised ? { severity: found.severity, title: found.title } : {}),
    ...(isRaised && alert.state === 'new' && notify === 'wanted' ? { notify } : {}),
    events: [...alert.events, ...fresh].slice(-mostEvents),
    count: alert.count + fresh.length,
    firstSeen: Math.min(alert.firstSeen, found.time),
    lastSeen: Math.max(alert.lastSeen, found.time),
    hits: fresh.length > 0 ? [...alert.hits, found.time].sort((a, b) => a - b).slice(-mostHits) : alert.hits,
    about: {
      people: more(about.people, found.about.people, mostAbout),
      campaigns: more(about.campaigns, found.about.campaigns, mostAbout),
      threats: more(about.threats, found.about.threats, mostAbout),
    },
  };
}

/** How a resolved alert has to be left alone: what is detected says nothing that was not known when it was resolved. */
function saysNothingNew(alert: AlertRow, found: FoundDetection): boolean {
  if (alert.state !== 'resolved') return false;
  const isRaised = severities.indexOf(found.severity) > severities.indexOf(alert.severity);
  // Of very many events only the latest are listed.
  const isPast = alert.count > alert.events.length && found.time <= alert.lastSeen;
  return !isRaised && (isPast || found.identities.every((identity) => alert.events.includes(identity)));
}

/**
 * What becomes of alerts when rules have found something: a new one, or one that is known grows. One that was
 * resolved stays as it is, and what comes later opens another.
 * @param known the alerts there are of the groups of what was found
 * @param notifyFrom events that occurred before this do not notify, ms
 * @returns the alerts that are new or changed
 */
export function applyDetections(
  found: readonly FoundDetection[],
  known: readonly AlertRow[],
  now: number,
  notifyFrom: number,
): AlertRow[] {
  const groups = new Map<string, AlertRow[]>();
  for (const alert of known) groups.set(alert.group, [...(groups.get(alert.group) ?? []), alert]);
  const changed = new Map<string, AlertRow>();
  for (const detection of found) {
    const notify = detection.time >= notifyFrom ? 'wanted' : 'no';
    const group = groups.get(groupOf(detection)) ?? [];
    if (group.some((alert) => saysNothingNew(alert, detection))) continue;
    const open = group.findIndex(({ state }) => state !== 'resolved');
    const before = group[open];
    const alert = before
      ? withDetection(before, detection, notify)
      : newAlert(detection, nextOrdinal(group), now, notify);
    const others = group.filter((one) => one !== before);
    groups.set(alert.group, [...others, alert]);
    changed.set(alert.id, alert);
  }
  return [...changed.values()];
}

/** An alert with something decided about it. */
export function decided(alert: AlertRow, decision: Partial<AlertDecision>, now: number): AlertRow {
  const { state = alert.state, note = alert.note } = decision;
  const verdict = state === 'resolved' ? (decision.verdict ?? alert.verdict) : null;
  const isOther = state !== alert.state || verdict !== alert.verdict;
  return {
    ...alert,
    ...{ state, verdict, note },
    ...(state === 'new' || alert.notify !== 'wanted' ? {} : { notify: 'no' as const }),
    history: isOther ? [...alert.history, { at: now, state, verdict }] : alert.history,
  };
}
