import { type Severity, severities } from '../rule.ts';

const mostAlerts = 50_000;

/** How a detection stands to the alert it belongs to. */
export interface AlertPlace {
  /** When the alert's first detection was, ms: with the rule and the key, what tells alerts apart. */
  since: number;
  /** Whether it is the first of its alert. */
  isNew: boolean;
  /** Whether it is more severe than all of its alert before. */
  isRaised: boolean;
}

/** The alerts of a rule that later detections may belong to, by their key. */
export class OpenAlerts {
  readonly #alerts = new Map<string, { since: number; severity: Severity }>();

  /** Where a detection belongs: to the alert of its key, or to a new one where that is longer ago than the period. */
  place(key: string, time: number, severity: Severity, period: number): AlertPlace {
    const known = this.#alerts.get(key);
    const isNew = known === undefined || Math.abs(time - known.since) >= period;
    const isRaised = !isNew && severities.indexOf(severity) > severities.indexOf(known.severity);
    const since = isNew ? time : known.since;
    if (isNew) {
      if (known) this.#alerts.delete(key);
      this.#alerts.set(key, { since, severity });
      if (this.#alerts.size > mostAlerts) this.#alerts.delete(this.#alerts.keys().next().value ?? '');
    } else if (isRaised) known.severity = severity;
    return { since, isNew, isRaised };
  }

  /** All alerts as JSON can hold them. */
  state(): [key: string, since: number, severity: Severity][] {
    return [...this.#alerts].map(([key, { since, severity }]) => [key, since, severity]);
  }

  restore(state: ReturnType<OpenAlerts['state']>): void {
    for (const [key, since, severity] of state) this.#alerts.set(key, { since, severity });
  }
}
