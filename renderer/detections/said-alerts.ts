import { type Said, type SaidAlert, saidAlertSchema } from '../../shared/said/said.ts';
import { type AlertRow, type FoundDetection, groupOf } from './alert-row.ts';

/** Whether an analyst has said something of an alert. */
export function isDecided({ state, note, history }: AlertRow): boolean {
  return state !== 'new' || note !== '' || history.length > 0;
}

/** An alert as the record keeps it. */
export function saidOfAlert(alert: AlertRow): Said {
  return { alert: saidAlertSchema.parse(alert) };
}

/** An alert as it comes back from the record: nobody is notified of it again. */
export function restoredAlert(alert: SaidAlert): AlertRow {
  const restored: AlertRow = { ...alert, notify: 'no', isRestored: true };
  if (alert.state === 'resolved' || alert.count === alert.events.length) return restored;
  // Not all of its events are listed: the rules find them again, and none is to be counted twice.
  return { ...restored, events: [], count: 0, hits: [] };
}

/**
 * Groups of the alerts that came back from the record. A group is named by when its first detection was, and rules
 * that run over all events at once may find that to be another one than they did at the time: what has an event of
 * such an alert belongs to it, and so does all that is in the same group.
 */
export class RestoredGroups {
  readonly #names = new Set<string>();
  /** When the group began that has an event, by `dedup event`. */
  readonly #sinceOf = new Map<string, number>();
  /** The same, by the names that the rules have for it now. */
  readonly #renamed = new Map<string, number>();

  constructor(restored: readonly AlertRow[]) {
    for (const { group, events } of restored) {
      const space = group.indexOf(' ');
      this.#names.add(group);
      for (const event of events) {
        this.#sinceOf.set(`${group.slice(space + 1)} ${event}`, Number(group.slice(0, space)));
      }
    }
  }

  /** Detections, each in the group it belongs to. */
  place(found: readonly FoundDetection[]): readonly FoundDetection[] {
    if (this.#names.size === 0) return found;
    for (const detection of found) {
      const group = groupOf(detection);
      if (this.#names.has(group) || this.#renamed.has(group)) continue;
      for (const identity of detection.identities) {
        const since = this.#sinceOf.get(`${detection.dedup} ${identity}`);
        if (since !== undefined) this.#renamed.set(group, since);
      }
    }
    return found.map((detection) => ({
      ...detection,
      since: this.#renamed.get(groupOf(detection)) ?? detection.since,
    }));
  }
}
