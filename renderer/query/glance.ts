import { placesIn } from '../../shared/bits.ts';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import type { Query } from '../../shared/query/ast.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { TextColumn } from '../store/columns/text-column.ts';
import { countBits } from './bitmap.ts';
import type { QueryEngine } from './query-engine.ts';
import type { TimeRange } from './question.ts';
import { orderedRows } from './sorted-rows.ts';

/** A look at some events beside what the explorer shows. */
export interface Glance {
  query: Query;
  /** Null is all of time. */
  time: TimeRange | null;
  /** How many of the newest are wanted themselves. */
  rows: number;
  /** Whether it is wanted whom they reached; each event has to be looked at for it. */
  reach: boolean;
}

/** Whom events reached, and how. */
export interface Reach {
  /** How many events are of each kind. */
  kinds: Record<EventKind, number>;
  /** How many people they were delivered to, kept from or clicked by. */
  people: number;
}

/** What a glance sees of its events. */
export interface Glimpse {
  matched: number;
  /** Null where it was not asked for. */
  reach: Reach | null;
  /** Places of the newest. */
  places: Uint32Array;
}

function textColumn(columns: EventColumns, field: string): TextColumn | undefined {
  const found = columns.fields.of(field);
  return found?.is === 'text' ? found.column : undefined;
}

/** Recipients of events, each once, in any case. */
function countPeople(columns: EventColumns, places: readonly number[]): number {
  const column = textColumn(columns, 'recipient');
  if (!column) return 0;
  const { codes, dictionary } = column;
  const met = new Set<number>();
  const people = new Set<string>();
  const meet = (code: number) => {
    if (code === 0 || met.has(code)) return;
    met.add(code);
    const members = dictionary.lists.membersOf(code);
    if (members) for (const member of members) meet(member);
    else people.add(dictionary.textAt(code).toLowerCase());
  };
  for (const place of places) meet(codes.at(place));
  people.delete('');
  return people.size;
}

function countKinds(columns: EventColumns, places: readonly number[]): Record<EventKind, number> {
  const column = textColumn(columns, 'kind');
  const counts = new Map<number, number>();
  for (const place of places) {
    const code = column?.codes.at(place) ?? 0;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const kinds = Object.fromEntries(eventKinds.map((kind) => [kind, 0])) as Record<EventKind, number>;
  for (const [code, count] of counts) {
    const kind = eventKinds.find((known) => known === column?.dictionary.textAt(code));
    if (kind) kinds[kind] += count;
  }
  return kinds;
}

function reachOf(columns: EventColumns, selection: Uint32Array): Reach {
  const places = placesIn(selection);
  return { kinds: countKinds(columns, places), people: countPeople(columns, places) };
}

/** Looks at some events: how many there are, whom they reached, and which are the newest. */
export function glimpse(engine: QueryEngine, columns: EventColumns, glance: Glance): Glimpse {
  const { query, time, rows, reach } = glance;
  const selection = engine.selectionOf({ query, time });
  return {
    matched: countBits(selection, selection.length),
    reach: reach ? reachOf(columns, selection) : null,
    places: rows > 0 ? orderedRows(columns, selection, []).rows(0, rows) : new Uint32Array(0),
  };
}
