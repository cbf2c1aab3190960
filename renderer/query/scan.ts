import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { type ScoreField, scoreFields } from '../../shared/event/threat-event.ts';
import { type Columns, noScore } from '../store/columns.ts';
import {
  type FacetCounts,
  type Filter,
  type Histogram,
  type Look,
  type ScoreRange,
  scoreBins,
  type TimeRange,
} from '../store/look.ts';
import { timeBins } from './time-bins.ts';
import { searchWords } from './words.ts';

/** A filter that an event fails, as a bit: an event that fails one filter alone still counts in that one's facet. */
const fails = {
  time: 1,
  kind: 2,
  classification: 4,
  threatType: 8,
  threatStatus: 16,
  phishScore: 32,
  malwareScore: 64,
  impostorScore: 128,
  spamScore: 256,
} as const;

export interface ScanResult {
  /** Places of the events shown, newest first. */
  selection: Uint32Array;
  histogram: Histogram | null;
  facets: FacetCounts;
  scores: Record<ScoreField, number[]>;
}

/** The stretch of time to draw: what is filtered by, or else all there is. */
function drawnRange(columns: Columns, order: Uint32Array, filter: Filter): TimeRange | null {
  if (filter.time) return filter.time;
  let first = 0;
  let last = order.length - 1;
  while (first <= last && columns.gone[order[first] as number] === 1) first += 1;
  while (last >= first && columns.gone[order[last] as number] === 1) last -= 1;
  if (first > last) return null;
  const newest = columns.time[order[first] as number] as number;
  return { from: columns.time[order[last] as number] as number, to: newest + 1 };
}

function countBits(counts: number[], mask: number): void {
  for (let rest = mask; rest !== 0; rest &= rest - 1) {
    const bit = 31 - Math.clz32(rest & -rest);
    counts[bit] = (counts[bit] ?? 0) + 1;
  }
}

function named(values: readonly string[], counts: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, bit) => [value, counts[bit] ?? 0]));
}

/**
 * Answers a look in one pass, newest event first. Every facet, the histogram and the distributions are counted
 * under all filters but their own (cross-filtering), so that what was picked does not hide what else could be.
 */
export function scan(columns: Columns, { filter, bins }: Look): ScanResult {
  const order = columns.order();
  const { time, kind, gone, unparsed, classification, threatType, threatStatus, text, dictionaries } =
    columns;
  const drawn = drawnRange(columns, order, filter);
  const bars = drawn ? timeBins(drawn, bins) : { from: 0, step: 1, count: 0 };
  const bySlot = new Uint32Array(bars.count * eventKinds.length);

  const words = searchWords(filter.text);
  const { picked } = filter;
  const kindMask = eventKinds.reduce(
    (mask, name, code) => (picked.kind.includes(name) ? mask | (1 << code) : mask),
    0,
  );
  const classMask = dictionaries.classification.knownMaskOf(picked.classification);
  const typeMask = dictionaries.threatType.knownMaskOf(picked.threatType);
  const statusMask = dictionaries.threatStatus.knownMaskOf(picked.threatStatus);
  const ranges = scoreFields.map((field) => filter.scores[field]);
  const scoreColumns = scoreFields.map((field) => columns.scores[field]);
  const timeFrom = filter.time?.from ?? Number.NEGATIVE_INFINITY;
  const timeTo = filter.time?.to ?? Number.POSITIVE_INFINITY;

  const kinds = new Array<number>(eventKinds.length).fill(0);
  const classes: number[] = [];
  const types: number[] = [];
  const statuses: number[] = [];
  const distributions = scoreFields.map(() => new Array<number>(scoreBins).fill(0));
  const selection = new Uint32Array(order.length);
  let selected = 0;

  const failed = (place: number): number => {
    let bits = 0;
    const at = time[place] as number;
    if (at < timeFrom || at >= timeTo) bits |= fails.time;
    if (picked.kind.length > 0 && (kindMask & (1 << (kind[place] as number))) === 0) bits |= fails.kind;
    if (picked.classification.length > 0 && ((classification[place] as number) & classMask) === 0) {
      bits |= fails.classification;
    }
    if (picked.threatType.length > 0 && ((threatType[place] as number) & typeMask) === 0)
      bits |= fails.threatType;
    if (picked.threatStatus.length > 0 && ((threatStatus[place] as number) & statusMask) === 0) {
      bits |= fails.threatStatus;
    }
    for (let i = 0; i < ranges.length; i++) {
      const range = ranges[i] as ScoreRange | null;
      if (range === null) continue;
      const score = (scoreColumns[i] as Uint8Array)[place] as number;
      if (score === noScore || score < range.from || score > range.to) bits |= fails.phishScore << i;
    }
    return bits;
  };

  for (let i = 0; i < order.length; i++) {
    const place = order[i] as number;
    if (gone[place] === 1) continue;
    if (filter.unparsedOnly && unparsed[place] === 0) continue;
    const bits = failed(place);
    // Two failed filters: the event counts nowhere.
    if ((bits & (bits - 1)) !== 0) continue;
    if (words.length > 0) {
      const haystack = text[place] as string;
      if (!words.every((word) => haystack.includes(word))) continue;
    }
    if (bits === 0) selection[selected++] = place;
    if (bits === 0 || bits === fails.time) {
      const slot = Math.floor(((time[place] as number) - bars.from) / bars.step);
      if (slot >= 0 && slot < bars.count) {
        const cell = (kind[place] as number) * bars.count + slot;
        bySlot[cell] = (bySlot[cell] as number) + 1;
      }
    }
    if (bits === 0 || bits === fails.kind)
      kinds[kind[place] as number] = (kinds[kind[place] as number] as number) + 1;
    if (bits === 0 || bits === fails.classification) countBits(classes, classification[place] as number);
    if (bits === 0 || bits === fails.threatType) countBits(types, threatType[place] as number);
    if (bits === 0 || bits === fails.threatStatus) countBits(statuses, threatStatus[place] as number);
    for (let s = 0; s < scoreColumns.length; s++) {
      if (bits !== 0 && bits !== fails.phishScore << s) continue;
      const score = (scoreColumns[s] as Uint8Array)[place] as number;
      if (score === noScore) continue;
      const distribution = distributions[s] as number[];
      const bin = Math.min(scoreBins - 1, Math.floor(score / (100 / scoreBins)));
      distribution[bin] = (distribution[bin] as number) + 1;
    }
  }

  const countsOfKind = (code: number) =>
    Array.from(bySlot.subarray(code * bars.count, (code + 1) * bars.count));
  return {
    selection: selection.slice(0, selected),
    histogram: drawn && {
      from: bars.from,
      to: bars.from + bars.step * bars.count,
      step: bars.step,
      counts: Object.fromEntries(eventKinds.map((name, code) => [name, countsOfKind(code)])) as Record<
        EventKind,
        number[]
      >,
    },
    facets: {
      kind: Object.fromEntries(eventKinds.map((name, code) => [name, kinds[code] ?? 0])),
      classification: named(dictionaries.classification.values, classes),
      threatType: named(dictionaries.threatType.values, types),
      threatStatus: named(dictionaries.threatStatus.values, statuses),
    },
    scores: Object.fromEntries(scoreFields.map((field, s) => [field, distributions[s] ?? []])) as Record<
      ScoreField,
      number[]
    >,
  };
}
