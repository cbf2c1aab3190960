import type { EventKind } from '../../shared/event/kinds.ts';
import { type ScoreField, scoreFields } from '../../shared/event/threat-event.ts';

/** A range of scores; both ends are in. */
export interface ScoreRange {
  from: number;
  to: number;
}

/** A stretch of time, ms since the epoch: from is in, to is out. */
export interface TimeRange {
  from: number;
  to: number;
}

/** The facets of which an analyst picks values. An event with several threats has several values of each. */
export const facets = ['kind', 'classification', 'threatType', 'threatStatus'] as const;
export type Facet = (typeof facets)[number];

/** What an event has to be to be shown; what is empty or null excludes nothing. */
export interface Filter {
  /** Words that all have to occur somewhere in the event; "several words" in quotes are one. Case is ignored. */
  text: string;
  time: TimeRange | null;
  picked: Record<Facet, string[]>;
  /** A range that is set leaves out events without that score. */
  scores: Record<ScoreField, ScoreRange | null>;
  /** Only entries that could not be read as events. */
  unparsedOnly: boolean;
}

export const everything: Filter = {
  text: '',
  time: null,
  picked: { kind: [], classification: [], threatType: [], threatStatus: [] },
  scores: { phishScore: null, malwareScore: null, impostorScore: null, spamScore: null },
  unparsedOnly: false,
};

export function isEverything(filter: Filter): boolean {
  return (
    filter.text.trim() === '' &&
    filter.time === null &&
    !filter.unparsedOnly &&
    facets.every((facet) => filter.picked[facet].length === 0) &&
    scoreFields.every((field) => filter.scores[field] === null)
  );
}

/** One question of the explorer. */
export interface Look {
  filter: Filter;
  /** Bars of the histogram over time, at most. */
  bins: number;
  /** Events whose place in the answer is wanted, so that what is on screen can stay where it is. */
  anchors: string[];
}

/** Counts of a facet's values under all other filters, so that a picked value does not hide its neighbours. */
export type FacetCounts = Record<Facet, Record<string, number>>;

/** Counts over time, stacked by kind; under all filters but that of time. */
export interface Histogram {
  from: number;
  to: number;
  /** Length of a bar, ms. */
  step: number;
  counts: Record<EventKind, number[]>;
}

/** Bars of the little distribution behind each score slider: 0-4, 5-9, … 95-100. */
export const scoreBins = 20;

/** The one answer to a question. Rows are asked for by their place in it. */
export interface LookAnswer {
  /** Names this answer: rows of an older one are not given any more. */
  id: number;
  /** Events shown, and events stored. */
  matched: number;
  total: number;
  /** Entries stored that could not be read as events. */
  unparsed: number;
  /** Place of each anchor, -1 where it is not shown. */
  anchors: number[];
  histogram: Histogram | null;
  facets: FacetCounts;
  scores: Record<ScoreField, number[]>;
  /** How long the engine took, ms. */
  took: number;
}
