import { scoreFields } from '../../../shared/event/threat-event.ts';
import type { BenchFilter } from './bench-filter.ts';
import type { PlainRow, PlainStore } from './plain-store.ts';

/**
 * The rows an index can give for a filter, by plain ranges only, which Dexie reads at once and not one by one: a
 * score's, a kind's or a classification's where there is one, else the stretch of time.
 */
export function rowsOf({ events }: PlainStore, filter: BenchFilter): Promise<PlainRow[]> {
  for (const field of scoreFields) {
    const range = filter.scores[field];
    if (range) return events.where(field).between(range.from, range.to, true, true).toArray();
  }
  const { kinds, classifications } = filter;
  if (filter.time) return events.where('at').between(filter.time.from, filter.time.to).toArray();
  if (classifications.length === 1)
    return events
      .where('classifications')
      .equals(classifications[0] ?? '')
      .toArray();
  if (kinds.length === 1)
    return events
      .where('kind')
      .equals(kinds[0] ?? '')
      .toArray();
  return events.toArray();
}

function matches(row: PlainRow, { kinds, classifications, scores, time, text }: BenchFilter): boolean {
  if (kinds.length > 0 && !kinds.includes(row.kind)) return false;
  if (classifications.length > 0 && !classifications.some((one) => row.classifications.includes(one))) {
    return false;
  }
  if (time && (row.at < time.from || row.at >= time.to)) return false;
  for (const field of scoreFields) {
    const range = scores[field];
    const score = row[field];
    if (range && (score === null || score < range.from || score > range.to)) return false;
  }
  return text === '' || row.text?.includes(text) === true;
}

/** What the explorer shows for a filter: count, histogram by kind, facet counts, and the newest hundred rows. */
export function plainLook(all: readonly PlainRow[], filter: BenchFilter, bins: number) {
  const rows = all.filter((row) => matches(row, filter));
  rows.sort((a, b) => b.at - a.at);
  const newest = rows[0]?.at ?? 0;
  const oldest = rows.at(-1)?.at ?? 0;
  const step = Math.max(1, (newest - oldest) / bins);
  const histogram = new Map<string, number[]>();
  const facets = new Map<string, number>();
  const count = (value: string) => facets.set(value, (facets.get(value) ?? 0) + 1);
  for (const row of rows) {
    const bars = histogram.get(row.kind) ?? new Array<number>(bins).fill(0);
    const bar = Math.min(bins - 1, Math.floor((row.at - oldest) / step));
    bars[bar] = (bars[bar] ?? 0) + 1;
    histogram.set(row.kind, bars);
    count(row.kind);
    for (const value of row.classifications) count(value);
    for (const value of row.threatTypes) count(value);
    for (const value of row.threatStatuses) count(value);
  }
  return { matched: rows.length, histogram, facets, page: rows.slice(0, 100) };
}
