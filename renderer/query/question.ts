import type { EventKind } from '../../shared/event/kinds.ts';
import type { ScoreField } from '../../shared/event/threat-event.ts';
import type { Query } from '../../shared/query/ast.ts';

/** A stretch of time, ms since the epoch: from is in, to is out. */
export interface TimeRange {
  from: number;
  to: number;
}

/** A column to sort by. Events without a value come last either way; newest first decides between equals. */
export interface SortKey {
  field: string;
  descending: boolean;
}

/** One question of the explorer: everything on the screen comes from its one answer. */
export interface Question {
  /**
   * What events have to be. Where it is an `and`, each of its parts that asks for one field alone is that field's own
   * filter: the field's facet or distribution is counted under all parts but those.
   */
  query: Query;
  /** When they occurred; the histogram is counted without it. Null is all of time. */
  time: TimeRange | null;
  /** The stretch the histogram draws; null is `time`, or all there is. */
  drawn: TimeRange | null;
  /** Bars of the histogram, at most. */
  bins: number;
  /** Fields whose values are to be counted, and how many of the most frequent are wanted. */
  facets: readonly { field: string; top: number }[];
  /** Empty is newest first. */
  sort: readonly SortKey[];
  /** Events whose place in the answer is wanted, so that what is on screen can stay where it is: row keys. */
  anchors: readonly string[];
}

/** Counts over time, stacked by kind. */
export interface Histogram {
  from: number;
  to: number;
  /** Length of a bar, ms. */
  step: number;
  counts: Record<EventKind, number[]>;
}

/** The most frequent values of a field, most frequent first. An event counts once for each distinct value it has. */
export interface FacetAnswer {
  values: { value: string; count: number }[];
  /** How many distinct values there are in all. */
  distinct: number;
  /** Events without any value. */
  none: number;
}

/** Bars of the distribution behind each score slider: 0-4, 5-9, … 95-100. */
export const scoreBins = 20;

/** The one answer to a question. Rows are asked for by their place in it. */
export interface Answer {
  /** Names this answer: rows of an older one are not given any more. */
  id: number;
  /** Events that are as asked for, and events stored. */
  matched: number;
  total: number;
  /** Entries stored that could not be read as events. */
  unparsed: number;
  /** Place of each anchor, -1 where it is not shown. */
  anchors: number[];
  histogram: Histogram | null;
  facets: Record<string, FacetAnswer>;
  scores: Record<ScoreField, number[]>;
  /** How long the engine took, ms. */
  took: number;
}
