import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentHashOf } from '../../shared/event/identity.ts';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import type { SimulatedSource, TimedEntry } from '../tap-simulator/simulated-source.ts';

const hourMs = 3_600_000;

/** Hours whose events are held: those the lanes read again and again, and some for back-filling. */
const heldHours = 6;

/** Events made in one turn of preparing, so that a request never waits for long. */
const preparedAtOnce = 4;

type Hour = readonly TimedEntry[];

/** A version of an event that could be had: what it is, and from when on. */
export interface Available {
  /** `identity contentHash`. */
  version: string;
  kind: EventKind;
  /** ms since the epoch. */
  createdAt: number;
  availableAt: number;
}

/** The first entry created at an instant or later. */
function firstAt(hour: Hour, ms: number): number {
  let low = 0;
  let high = hour.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hour[middle]?.createdAt ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A source that makes each event once and holds the latest hours. A sweep reads an hour again every ten minutes:
 * making its events anew each time would take most of a soak. What the ledger says of an hour is noted when the
 * hour is made, from the same events that are served.
 */
export class HourlySource {
  readonly #bare: SimulatedSource;
  readonly #hours = new Map<number, Map<string, Hour>>();
  readonly #ledger = new Map<number, Available[]>();

  constructor(bare: SimulatedSource) {
    this.#bare = bare;
  }

  /** The source as the simulator reads it. Only what never changes may be asked of it: no pushes, no silence. */
  get source(): SimulatedSource {
    const bare = this.#bare;
    const timedBetween = (startMs: number, endMs: number, kind: EventKind) =>
      this.#between(startMs, endMs, kind);
    return {
      ...bare,
      timedBetween,
      *entriesCreatedBetween(startMs, endMs, nowMs, kind) {
        for (const entry of timedBetween(startMs, Math.min(endMs, nowMs + 1), kind)) {
          if (entry.availableAt <= nowMs && nowMs < entry.replacedAt) yield entry;
        }
      },
    };
  }

  /** All that was created in an hour (counted from the epoch) and could ever be had. */
  ledgerOf(hour: number): Available[] {
    const known = this.#ledger.get(hour);
    if (known) return known;
    this.#hour(hour);
    return this.#ledger.get(hour) ?? [];
  }

  /** Makes an hour's events piece by piece, between the requests. */
  async prepare(hour: number): Promise<void> {
    if (this.#hours.has(hour)) return;
    let count = 0;
    const made = this.#make(hour);
    while (!made.next().done) if (++count % preparedAtOnce === 0) await nextTurn();
  }

  *#between(startMs: number, endMs: number, kind: string): Generator<TimedEntry> {
    for (let hour = Math.floor(startMs / hourMs); hour * hourMs < endMs; hour++) {
      const entries = this.#hour(hour).get(kind) ?? [];
      for (let at = firstAt(entries, startMs); at < entries.length; at++) {
        const entry = entries[at];
        if (!entry || entry.createdAt >= endMs) break;
        yield entry;
      }
    }
  }

  #hour(hour: number): Map<string, Hour> {
    const known = this.#hours.get(hour);
    if (known) {
      // Oldest use first: an hour that is read again moves to the end.
      this.#hours.delete(hour);
      this.#hours.set(hour, known);
      return known;
    }
    for (const _ of this.#make(hour));
    return this.#hours.get(hour) ?? new Map();
  }

  /** Makes an hour's events, and notes what could be had, giving way after each. */
  *#make(hour: number): Generator<void> {
    const made = new Map<string, TimedEntry[]>();
    const ledger: Available[] = [];
    for (const kind of eventKinds) {
      const entries: TimedEntry[] = [];
      for (const entry of this.#bare.timedBetween(hour * hourMs, (hour + 1) * hourMs, kind)) {
        const { identity, createdAt, availableAt } = entry;
        entries.push(entry);
        ledger.push({ version: `${identity} ${contentHashOf(entry.raw)}`, kind, createdAt, availableAt });
        yield;
      }
      made.set(kind, entries);
    }
    this.#ledger.set(hour, ledger);
    // A request may have needed it meanwhile.
    if (!this.#hours.has(hour)) this.#hours.set(hour, made);
    for (const oldest of this.#hours.keys()) {
      if (this.#hours.size <= heldHours) break;
      this.#hours.delete(oldest);
    }
  }
}
