import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { scoreFields } from '../../shared/event/threat-event.ts';
import { Columns } from '../store/columns.ts';
import type { EventRow } from '../store/event-row.ts';
import { everything, type Facet, type Filter, facets, scoreBins } from '../store/look.ts';
import { type ScanResult, scan } from './scan.ts';

/** Identities are 32 hexadecimal digits. */
const hexOf = (index: number) => index.toString(16).padStart(32, '0');
/** A name of one letter as an identity. */
const nameHex = (name: string) => hexOf(name.charCodeAt(0));
const keyOf = (index: number) => `a:${hexOf(index)}`;

const noon = Date.UTC(2025, 5, 10, 12);
const minute = 60_000;
const words = ['alpha', 'beta', 'gamma delta', 'evil.example'];
const values: Record<Exclude<Facet, 'kind'>, string[]> = {
  classification: ['malware', 'phish', 'spam', 'impostor'],
  threatType: ['url', 'attachment', 'messagetext'],
  threatStatus: ['active', 'cleared', 'falsePositive'],
};

const score = fc.option(fc.integer({ min: 0, max: 100 }));
const anyRow = fc
  .record({
    kind: fc.constantFrom(...eventKinds),
    time: fc.integer({ min: 0, max: 600 }).map((minutes) => noon - minutes * minute),
    scores: fc.tuple(score, score, score, score),
    classifications: fc.subarray(values.classification),
    threatTypes: fc.subarray(values.threatType),
    threatStatuses: fc.subarray(values.threatStatus),
    text: fc.subarray(words).map((some) => some.join('\n')),
    parsed: fc.boolean(),
  })
  .map(
    ({ scores, ...row }): Omit<EventRow, 'key' | 'identity'> => ({
      ...row,
      source: 'a',
      created: row.time,
      fetchedAt: row.time,
      contentHash: '0'.repeat(32),
      versions: 1,
      phishScore: scores[0],
      malwareScore: scores[1],
      impostorScore: scores[2],
      spamScore: scores[3],
      from: '',
      to: '',
      headline: '',
      hasProblems: false,
    }),
  );
const anyRows = fc
  .array(anyRow, { maxLength: 50 })
  .map((rows) => rows.map((row, index): EventRow => ({ ...row, key: keyOf(index), identity: hexOf(index) })));

const range = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const seldom = { freq: 3 };
const anyFilter: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom('', '', '', 'ALPHA', 'beta alpha', '"gamma delta"', 'evil.', 'nowhere'),
  time: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 600 }))
      .map(([back, length]) => ({ from: noon - back * minute, to: noon - back * minute + length * minute })),
    seldom,
  ),
  picked: fc.record({
    kind: fc.oneof(fc.constant<string[]>([]), fc.subarray<string>([...eventKinds])),
    classification: fc.oneof(
      fc.constant<string[]>([]),
      fc.subarray([...values.classification, 'never seen']),
    ),
    threatType: fc.oneof(fc.constant<string[]>([]), fc.subarray(values.threatType)),
    threatStatus: fc.oneof(fc.constant<string[]>([]), fc.subarray(values.threatStatus)),
  }),
  scores: fc.record({
    phishScore: fc.option(range, seldom),
    malwareScore: fc.option(range, { freq: 2 }),
    impostorScore: fc.option(range, { freq: 1 }),
    spamScore: fc.option(range, { freq: 1 }),
  }),
  unparsedOnly: fc.constantFrom(false, false, false, true),
});

const listOf: Record<Facet, (row: EventRow) => readonly string[]> = {
  kind: (row) => [row.kind],
  classification: (row) => row.classifications,
  threatType: (row) => row.threatTypes,
  threatStatus: (row) => row.threatStatuses,
};

type Part = 'time' | Facet | (typeof scoreFields)[number];

/** Whether a row passes a filter, one part of it left out: as plainly as it can be said. */
function passes(row: EventRow, filter: Filter, without?: Part): boolean {
  if (filter.unparsedOnly && row.parsed) return false;
  const wanted = filter.text.toLowerCase();
  const quoted = /^"(.*)"$/.exec(wanted);
  const parts = quoted ? [quoted[1] ?? ''] : wanted.split(' ').filter(Boolean);
  if (!parts.every((part) => row.text.includes(part))) return false;
  if (without !== 'time' && filter.time && (row.time < filter.time.from || row.time >= filter.time.to))
    return false;
  for (const facet of facets) {
    const picked = filter.picked[facet];
    if (facet !== without && picked.length > 0 && !listOf[facet](row).some((value) => picked.includes(value)))
      return false;
  }
  return scoreFields.every((field) => {
    const wantedRange = filter.scores[field];
    if (field === without || wantedRange === null) return true;
    const given = row[field];
    return given !== null && given >= wantedRange.from && given <= wantedRange.to;
  });
}

function columnsOf(rows: readonly EventRow[]): Columns {
  const columns = new Columns();
  for (const row of rows) columns.put(row);
  return columns;
}

function keysOf(columns: Columns, result: ScanResult): string[] {
  return Array.from(result.selection, (place) => columns.keyAt(place));
}

function sumOf(counts: Record<EventKind, number[]>): number {
  return Object.values(counts)
    .flat()
    .reduce((sum, count) => sum + count, 0);
}

function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe('a scan of random events by a random filter', () => {
  it('shows the same events as looking at each row, newest first', () => {
    fc.assert(
      fc.property(anyRows, anyFilter, (rows, filter) => {
        const columns = columnsOf(rows);
        const shown = keysOf(columns, scan(columns, { filter, bins: 60, anchors: [] }));
        const expected = rows.filter((row) => passes(row, filter));
        expect(shown.toSorted()).toEqual(expected.map(({ key }) => key).sort());
        const times = shown.map((key) => rows.find((row) => row.key === key)?.time ?? Number.NaN);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
      }),
      { numRuns: 400 },
    );
  });

  it('counts every facet under all filters but its own', () => {
    fc.assert(
      fc.property(anyRows, anyFilter, (rows, filter) => {
        const { facets: counted } = scan(columnsOf(rows), { filter, bins: 60, anchors: [] });
        for (const facet of facets) {
          const expected: Record<string, number> = {};
          for (const row of rows.filter((one) => passes(one, filter, facet)))
            for (const value of listOf[facet](row)) expected[value] = (expected[value] ?? 0) + 1;
          expect(nonZero(counted[facet])).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('draws each distribution of scores under all filters but its own', () => {
    fc.assert(
      fc.property(anyRows, anyFilter, (rows, filter) => {
        const { scores } = scan(columnsOf(rows), { filter, bins: 60, anchors: [] });
        for (const field of scoreFields) {
          const expected = new Array<number>(scoreBins).fill(0);
          for (const row of rows.filter((one) => passes(one, filter, field))) {
            const given = row[field];
            if (given === null) continue;
            const bin = given === 100 ? scoreBins - 1 : Math.floor(given / 5);
            expected[bin] = (expected[bin] ?? 0) + 1;
          }
          expect(scores[field]).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('draws a histogram that has each event once, in the bar of its time and the colour of its kind', () => {
    fc.assert(
      fc.property(anyRows, anyFilter, fc.integer({ min: 3, max: 100 }), (rows, filter, bins) => {
        const columns = columnsOf(rows);
        const { histogram, selection } = scan(columns, { filter, bins, anchors: [] });
        if (histogram === null) {
          expect(rows.length === 0 && filter.time === null).toBe(true);
          return;
        }
        for (const kind of eventKinds) {
          const counts = histogram.counts[kind];
          expect(counts.length).toBeLessThanOrEqual(bins);
          const expected = new Array<number>(counts.length).fill(0);
          for (const row of rows.filter((one) => one.kind === kind && passes(one, filter, 'time'))) {
            const bar = Math.floor((row.time - histogram.from) / histogram.step);
            if (bar >= 0 && bar < counts.length) expected[bar] = (expected[bar] ?? 0) + 1;
          }
          expect(counts).toEqual(expected);
        }
        expect(histogram.to - histogram.from).toBe(histogram.step * histogram.counts.clickBlocked.length);
        if (filter.time === null) expect(sumOf(histogram.counts)).toBe(selection.length);
        else expect(sumOf(histogram.counts)).toBeGreaterThanOrEqual(selection.length);
      }),
      { numRuns: 300 },
    );
  });

  it('sees nothing of what was removed or replaced', () => {
    fc.assert(
      fc.property(
        anyRows,
        anyRows,
        fc.array(fc.nat({ max: 49 })),
        anyFilter,
        (rows, replacements, removed, filter) => {
          const columns = columnsOf(rows);
          const held = new Map(rows.map((row) => [row.key, row]));
          scan(columns, { filter: everything, bins: 60, anchors: [] });
          for (const row of replacements) {
            columns.put(row);
            held.set(row.key, row);
          }
          for (const index of removed) {
            columns.remove('a', hexOf(index));
            held.delete(keyOf(index));
          }
          const result = scan(columns, { filter, bins: 60, anchors: [] });
          const expected = [...held.values()].filter((row) => passes(row, filter));
          expect(keysOf(columns, result).sort()).toEqual(expected.map(({ key }) => key).sort());
          const whole = scan(columns, { filter: everything, bins: 60, anchors: [] });
          expect(whole.selection).toHaveLength(held.size);
          if (whole.histogram) expect(sumOf(whole.histogram.counts)).toBe(held.size);
          else expect(held.size).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a scan', () => {
  const row = (name: string, changes: Partial<EventRow>): EventRow => ({
    ...(fc.sample(anyRow, { numRuns: 1, seed: 1 })[0] as EventRow),
    key: `a:${nameHex(name)}`,
    source: 'a',
    identity: nameHex(name),
    time: noon,
    parsed: true,
    text: '',
    ...changes,
  });
  const find = (rows: EventRow[], changes: Partial<Filter>): string[] => {
    const columns = columnsOf(rows);
    const result = scan(columns, { filter: { ...everything, ...changes }, bins: 60, anchors: [] });
    return keysOf(columns, result).map((key) => String.fromCharCode(Number.parseInt(key.slice(-2), 16)));
  };

  it('of nothing is empty, and draws nothing', () => {
    const result = scan(new Columns(), { filter: everything, bins: 60, anchors: [] });
    expect(result.selection).toHaveLength(0);
    expect(result.histogram).toBeNull();
  });

  it('has the start of a time range in and its end out', () => {
    const rows = [row('a', { time: noon }), row('b', { time: noon + 1 }), row('c', { time: noon - 1 })];
    expect(find(rows, { time: { from: noon, to: noon + 1 } })).toEqual(['a']);
  });

  it('has both ends of a score range in, and leaves out what has no score', () => {
    const rows = [0, 10, 20, 21, null].map((spamScore, i) => row(`${i}`, { spamScore }));
    const scores = { ...everything.scores, spamScore: { from: 10, to: 20 } };
    expect(find(rows, { scores }).sort()).toEqual(['1', '2']);
    const all = { ...everything.scores, spamScore: { from: 0, to: 100 } };
    expect(find(rows, { scores: all })).toHaveLength(4);
  });

  it('of an event with several threats finds it under each of them', () => {
    const rows = [
      row('a', { classifications: ['phish', 'malware'] }),
      row('b', { classifications: ['spam'] }),
    ];
    for (const value of ['phish', 'malware'])
      expect(find(rows, { picked: { ...everything.picked, classification: [value] } })).toEqual(['a']);
  });

  it('finds a word that lies across two fields in neither', () => {
    expect(find([row('a', { text: 'one\ntwo' })], { text: 'onetwo' })).toEqual([]);
    expect(find([row('a', { text: 'one\ntwo' })], { text: '"one two"' })).toEqual([]);
    expect(find([row('a', { text: 'one\ntwo' })], { text: 'two one' })).toEqual(['a']);
  });
});
