import type { Detection } from './engine/rule-run.ts';
import { type Severity, severities } from './rule.ts';

/** Detections of one key and period together: what an analyst is told, once. */
export interface Alert {
  rule: string;
  /** Of its most severe detection, as is the title. */
  severity: Severity;
  title: string;
  dedup: string;
  identities: string[];
}

/** Detections as alerts, in the order of their first ones. */
export function alertsOf(detections: readonly Detection[]): Alert[] {
  const alerts = new Map<string, Alert & { all: Set<string> }>();
  for (const { rule, severity, title, dedup, since, identities } of detections) {
    const key = `${since} ${dedup}`;
    const alert = alerts.get(key);
    if (!alert) {
      alerts.set(key, { rule, severity, title, dedup, identities: [], all: new Set(identities) });
      continue;
    }
    for (const identity of identities) alert.all.add(identity);
    if (severities.indexOf(severity) > severities.indexOf(alert.severity)) {
      alert.severity = severity;
      alert.title = title;
    }
  }
  return Array.from(alerts.values(), ({ all, ...alert }) => ({ ...alert, identities: [...all] }));
}
