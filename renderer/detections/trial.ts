import { type Alert, alertsOf } from '../../shared/rules/alerts.ts';
import { Detector } from '../../shared/rules/engine/detector.ts';
import type { DetectorState } from '../../shared/rules/engine/rule-state.ts';
import type { Lists, Rule, Severity } from '../../shared/rules/rule.ts';
import type { EventReader } from '../store/segments/event-reader.ts';
import { withAbout } from './about.ts';
import type { FoundDetection } from './alert-row.ts';

/** What rules would have raised over stored events. */
export interface TrialResult {
  /** Alerts in all, by rule and by severity. */
  alerts: number;
  byRule: Record<string, number>;
  bySeverity: Partial<Record<Severity, number>>;
  /** Events looked at. */
  events: number;
  /** The latest of the alerts. */
  latest: (Pick<Alert, 'rule' | 'severity' | 'title'> & { time: number; events: number })[];
  /** Rules that could not be run to the end, and why. */
  suspended: { rule: string; reason: string }[];
}

/** A run over stored events that is done and not put to use yet. */
export interface Trial {
  result: TrialResult;
  found: FoundDetection[];
  states: DetectorState['rules'];
}

export interface TrialOptions {
  reader: Pick<EventReader, 'stored'>;
  wait(ms: number): Promise<void>;
  isCancelled(): boolean;
  onProgress(done: number, total: number): void;
}

const mostLatest = 20;
/** Progress is told at most so often, ms. */
const toldEvery = 100;

function count<K extends string>(values: readonly K[]): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function resultOf(
  found: readonly FoundDetection[],
  events: number,
  suspended: TrialResult['suspended'],
): TrialResult {
  const alerts = alertsOf(found);
  const lastSeen = new Map<string, number>();
  for (const { dedup, time } of found) lastSeen.set(dedup, Math.max(time, lastSeen.get(dedup) ?? 0));
  const latest = alerts
    .map(({ rule, severity, title, dedup, identities }) => ({
      ...{ rule, severity, title },
      time: lastSeen.get(dedup) ?? 0,
      events: identities.length,
    }))
    .sort((a, b) => b.time - a.time);
  return {
    alerts: alerts.length,
    byRule: count(alerts.map(({ rule }) => rule)) as Record<string, number>,
    bySeverity: count(alerts.map(({ severity }) => severity)),
    events,
    latest: latest.slice(0, mostLatest),
    suspended,
  };
}

/** Runs rules over what is stored since an instant (ms), raising nothing; undefined where it was cancelled. */
export async function runTrial(
  rules: readonly Rule[],
  lists: Lists,
  since: number,
  { reader, wait, isCancelled, onProgress }: TrialOptions,
): Promise<Trial | undefined> {
  const detector = new Detector(rules, { lists, clock: () => performance.now() });
  const found: FoundDetection[] = [];
  let events = 0;
  let toldAt = 0;
  for await (const { arrivals, done, total } of reader.stored(since)) {
    if (isCancelled()) return undefined;
    found.push(...withAbout(detector.take(arrivals), arrivals));
    events += arrivals.length;
    if (performance.now() - toldAt >= toldEvery) {
      toldAt = performance.now();
      onProgress(done, total);
    }
    await wait(0);
  }
  const suspended = detector.suspensions;
  return { result: resultOf(found, events, suspended), found, states: detector.state().rules };
}
