import { type EventKind, eventKinds } from '../../../shared/event/kinds.ts';
import type { Tally } from '../event-store.ts';
import type { Memory } from './memory.ts';
import { kindAt } from './memory-values.ts';

function forEachKind<T>(make: () => T): Record<EventKind, T> {
  return Object.fromEntries(eventKinds.map((kind) => [kind, make()])) as Record<EventKind, T>;
}

/** Counts the events at some places by kind, and over time in so many bars. */
export function tallyOf(places: ArrayLike<number>, bars: number, memory: Memory): Tally {
  const counts = forEachKind(() => 0);
  const bounds = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (let i = 0; i < places.length; i++) {
    const time = memory.columns.timeAt(places[i] as number);
    bounds.from = Math.min(bounds.from, time);
    bounds.to = Math.max(bounds.to, time);
  }
  const step = Math.max(1, Math.ceil((bounds.to + 1 - bounds.from) / bars));
  const overTime = forEachKind(() => new Array<number>(bars).fill(0));
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const kind = kindAt(memory, place);
    const bar = Math.floor((memory.columns.timeAt(place) - bounds.from) / step);
    counts[kind] += 1;
    overTime[kind][bar] = (overTime[kind][bar] ?? 0) + 1;
  }
  return { counts, histogram: places.length === 0 ? null : { from: bounds.from, step, counts: overTime } };
}
