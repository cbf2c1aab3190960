import { type EventFacts, type FieldValues, fieldValues } from '../../event/field-values.ts';
import { parseInstant } from '../../event/instant.ts';
import type { ThreatEvent } from '../../event/threat-event.ts';

/** An event as it arrives. Whatever can tell an event's values can stand behind it: an object, or columns. */
export interface Arrival {
  identity: string;
  /** When it occurred, ms. */
  time: number;
  values: FieldValues;
  /** The version that was known before, where this is a later one. */
  before: FieldValues | undefined;
}

/** A normalised event as an arrival. */
export function arrivalOf(event: ThreatEvent, facts: EventFacts, before?: FieldValues): Arrival {
  return {
    identity: event.identity,
    time: parseInstant(event.time) ?? 0,
    values: fieldValues(event, facts),
    before,
  };
}

/** Tells of events from a file which are new, which a later version, and which were there already. */
export class Arrivals {
  readonly #known = new Map<string, { contentHash: string; values: FieldValues; versions: number }>();

  /** An event as an arrival; undefined for one that says nothing new. */
  of(event: ThreatEvent, source: string, fetched: number): Arrival | undefined {
    const known = this.#known.get(event.identity);
    if (known?.contentHash === event.contentHash) return undefined;
    const versions = (known?.versions ?? 0) + 1;
    const arrival = arrivalOf(event, { source, fetched, versions }, known?.values);
    this.#known.set(event.identity, { contentHash: event.contentHash, values: arrival.values, versions });
    return arrival;
  }
}
