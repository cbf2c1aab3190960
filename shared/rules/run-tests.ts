import type { EventKind } from '../event/kinds.ts';
import { normaliseEvent } from '../event/normalise.ts';
import type { Alert } from './alerts.ts';
import { alertsOf } from './alerts.ts';
import { Arrivals } from './engine/arrival.ts';
import { Detector } from './engine/detector.ts';
import type { Lists, Rule, RuleTest } from './rule.ts';

/** What became of one of a rule's own tests: nothing wrong, or what, in words. */
export interface TestOutcome {
  name: string;
  failure: string | undefined;
}

/** When the tests' events are fetched: stands in for a time that they do not give. */
const fetchedAt = Date.UTC(2026, 0, 5, 12);

function alertsFor(rule: Rule, test: RuleTest): { alerts: Alert[]; suspended: string | undefined } {
  const lists: Lists = { ...rule.lists, ...test.lists };
  const detector = new Detector([rule], { lists });
  const known = new Arrivals();
  const arrivals = test.events.flatMap((event) =>
    Object.entries(event).flatMap(([kind, raw]) => {
      const normalised = raw && normaliseEvent(kind as EventKind, raw, fetchedAt);
      return (normalised && known.of(normalised, 'test', fetchedAt)) ?? [];
    }),
  );
  // One by one, as they do when they are few.
  const alerts = alertsOf(arrivals.flatMap((arrival) => detector.take([arrival])));
  return { alerts, suspended: detector.suspensions[0]?.reason };
}

function described(alerts: readonly Pick<Alert, 'severity' | 'title'>[]): string {
  if (alerts.length === 0) return 'no alert';
  return alerts.map(({ severity, title }) => `${severity} ${JSON.stringify(title)}`).join(', ');
}

function failureOf(rule: Rule, test: RuleTest): string | undefined {
  const { alerts, suspended } = alertsFor(rule, test);
  if (suspended !== undefined) return suspended;
  const isAsExpected =
    alerts.length === test.expect.length &&
    test.expect.every(({ severity, title, events }, i) => {
      const alert = alerts[i];
      return (
        alert?.severity === severity &&
        (title === undefined || alert.title === title) &&
        (events === undefined || alert.identities.length === events)
      );
    });
  if (isAsExpected) return undefined;
  const wanted = test.expect.map(({ severity, title = '*', events }) => ({
    severity,
    title: events === undefined ? title : `${title} (${events} events)`,
  }));
  const counts = alerts.map(({ identities }) => identities.length).join(', ');
  return `expected ${described(wanted)}, found ${described(alerts)}${counts ? ` with ${counts} events` : ''}`;
}

/** Runs the tests that stand in a rule. */
export function runRuleTests(rule: Rule): TestOutcome[] {
  return (rule.tests ?? []).map((test) => ({ name: test.name, failure: failureOf(rule, test) }));
}
