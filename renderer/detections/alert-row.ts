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

const idLength = 24;
const mostEvents = 1000;
const mostHits = 300;
const mostAbout = 50;

/** What alerts of one de-duplication key and period have in common. */
export function groupOf({ dedup, since }: Pick<Detection, 'dedup' | 'since'>): string {
  return `${since} ${dedup}`;
}

/** The number of the next alert of a group: earlier ones may have been removed, and their numbers are not given again. */
function nextOrdinal(group: readonly AlertRow[]): number {
  return 1 + Math.max(0, ...group.map(({ id }) => Number(id.slice(id.lastIndexOf('-') + 1))));
}

/** What the ids of all alerts of a group begin with: a database that is made anew has the same. */
export function idStart(group: string): string {
  return bytesToHex(sha256(utf8ToBytes(group))).slice(0, idLength);
}

/** What the id of an alert shares with those of its group. */
export function startOf(id: string): string {
  return id.slice(0, idLength);
}

function newAlert(found: FoundDetection, ordinal: number, now: number, notify: AlertRow['notify']): AlertRow {
  const group = groupOf(found);
  const { rule, severity, title, identities, time, about } = found;
  return {
    // The same alert has the same id when the database is made anew: it is not notified of twice.
    id: `${idStart(group)}-${ordinal}`,
    ...{ group, rule, severity, title, state: 'new', verdict: null, note: '' },
    ...{ events: identities, count: identities.length, firstSeen: time, lastSeen: time, raisedAt: now },
    ...{ hits: [time], about, notify, history: [] },
  };
}

/** An alert while detections are added to it: many may belong to one, as in a wave. */
class GrowingAlert {
  readonly #before: AlertRow;
  #severity: Severity;
  #title: string;
  #notify: AlertRow['notify'];
  readonly #events: Set<string>;
  #count: number;
  #firstSeen: number;
  #lastSeen: number;
  readonly #hits: number[];
  readonly #people: Set<string>;
  readonly #campaigns: Set<string>;
  readonly #threats: Set<string>;

  constructor(alert: AlertRow) {
    this.#before = alert;
    this.#severity = alert.severity;
    this.#title = alert.title;
    this.#notify = alert.notify;
    this.#events = new Set(alert.events);
    this.#count = alert.count;
    this.#firstSeen = alert.firstSeen;
    this.#lastSeen = alert.lastSeen;
    this.#hits = [...alert.hits];
    this.#people = new Set(alert.about.people);
    this.#campaigns = new Set(alert.about.campaigns);
    this.#threats = new Set(alert.about.threats);
  }

  add(found: FoundDetection, notify: AlertRow['notify']): void {
    const { severity, title, identities, time, about } = found;
    if (severities.indexOf(severity) > severities.indexOf(this.#severity)) {
      this.#severity = severity;
      this.#title = title;
      if (this.#before.state === 'new' && notify === 'wanted') this.#notify = notify;
    }
    const fresh = identities.filter((identity) => !this.#events.has(identity));
    for (const identity of fresh) this.#events.add(identity);
    this.#count += fresh.length;
    if (fresh.length > 0) this.#hits.push(time);
    this.#firstSeen = Math.min(this.#firstSeen, time);
    this.#lastSeen = Math.max(this.#lastSeen, time);
    for (const one of about.people) this.#people.add(one);
    for (const one of about.campaigns) this.#campaigns.add(one);
    for (const one of about.threats) this.#threats.add(one);
  }

  row(): AlertRow {
    return {
      ...this.#before,
      ...{ severity: this.#severity, title: this.#title, notify: this.#notify, count: this.#count },
      ...{ firstSeen: this.#firstSeen, lastSeen: this.#lastSeen },
      events: [...this.#events].slice(-mostEvents),
      hits: this.#hits.sort((a, b) => a - b).slice(-mostHits),
      about: {
        people: [...this.#people].slice(-mostAbout),
        campaigns: [...this.#campaigns].slice(-mostAbout),
        threats: [...this.#threats].slice(-mostAbout),
      },
    };
  }
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
  const growing = new Map<string, GrowingAlert>();
  for (const detection of found) {
    const notify = detection.time >= notifyFrom ? 'wanted' : 'no';
    const name = groupOf(detection);
    const group = groups.get(name) ?? [];
    if (group.some((alert) => saysNothingNew(alert, detection))) continue;
    const open = group.find(({ state }) => state !== 'resolved');
    const alert = open ?? newAlert(detection, nextOrdinal(group), now, notify);
    if (!open) groups.set(name, [...group, alert]);
    const grown = growing.get(alert.id) ?? new GrowingAlert(alert);
    if (open) grown.add(detection, notify);
    growing.set(alert.id, grown);
  }
  return Array.from(growing.values(), (alert) => alert.row());
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
