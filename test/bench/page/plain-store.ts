import { Dexie, type Table } from 'dexie';
import type { Filter } from '../../../renderer/store/look.ts';
import { parseInstant } from '../../../shared/event/instant.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import { normaliseEvent } from '../../../shared/event/normalise.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import type { ThreatEvent } from '../../../shared/event/threat-event.ts';

/** A row as one would write it without much thought: the event, its time, and what is filtered by. */
export interface PlainRow extends ThreatEvent {
  key: string;
  at: number;
  classifications: string[];
}

/** The plain way a developer would pick: one Dexie table, an index for each thing that is filtered by. */
export class PlainStore extends Dexie {
  declare readonly events: Table<PlainRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      events: 'key, at, kind, phishScore, malwareScore, impostorScore, spamScore, *classifications',
    });
  }
}

export function plainRow(kind: EventKind, raw: RawEvent, fetchedAt: number): PlainRow {
  const event = normaliseEvent(kind, raw, fetchedAt);
  const classifications = [
    ...new Set(event.threatsInfoMap.flatMap(({ classification }) => classification ?? [])),
  ];
  return { ...event, key: event.identity, at: parseInstant(event.time) ?? 0, classifications };
}

/** The rows an index can give for a filter: the most selective one that is set, as Dexie's guide advises. */
function candidates(store: PlainStore, filter: Filter) {
  const { events } = store;
  for (const field of ['phishScore', 'malwareScore', 'impostorScore', 'spamScore'] as const) {
    const range = filter.scores[field];
    if (range) return events.where(field).between(range.from, range.to, true, true);
  }
  if (filter.picked.classification.length > 0) {
    return events.where('classifications').anyOf(filter.picked.classification).distinct();
  }
  if (filter.picked.kind.length > 0) return events.where('kind').anyOf(filter.picked.kind);
  if (filter.time) return events.where('at').between(filter.time.from, filter.time.to);
  return events.toCollection();
}

function matches(row: PlainRow, filter: Filter): boolean {
  const { picked, scores, time, text } = filter;
  if (picked.kind.length > 0 && !picked.kind.includes(row.kind)) return false;
  if (
    picked.classification.length > 0 &&
    !picked.classification.some((one) => row.classifications.includes(one))
  ) {
    return false;
  }
  if (time && (row.at < time.from || row.at >= time.to)) return false;
  for (const field of ['phishScore', 'malwareScore', 'impostorScore', 'spamScore'] as const) {
    const range = scores[field];
    const score = row[field];
    if (range && (score === null || score < range.from || score > range.to)) return false;
  }
  return text === '' || JSON.stringify(row.raw).toLowerCase().includes(text.toLowerCase());
}

/** What the explorer shows for a filter: count, histogram by kind, facet counts, and the newest hundred rows. */
export async function plainLook(store: PlainStore, filter: Filter, bins: number) {
  const rows = (await candidates(store, filter).toArray()).filter((row) => matches(row, filter));
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
    for (const classification of row.classifications) count(classification);
    for (const { threatType, threatStatus } of row.threatsInfoMap) {
      count(threatType ?? '');
      count(threatStatus ?? '');
    }
  }
  return { matched: rows.length, histogram, facets, page: rows.slice(0, 100) };
}
