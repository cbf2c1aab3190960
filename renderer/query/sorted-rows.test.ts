import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasBit } from '../../shared/bits.ts';
import type { ColumnChunk } from '../store/columns/chunk.ts';
import { chunkOf } from '../store/columns/chunk-builder.ts';
import { EventColumns } from '../store/columns/event-columns.ts';
import { SortKeys } from './sort-keys.ts';
import { orderedRows } from './sorted-rows.ts';

const length = 20_000;

/** Events of which nothing is told but what is sorted by. */
function chunkWith(scores: Float64Array, sizes: Float64Array, subjects: readonly string[]): ColumnChunk {
  const empty = chunkOf([]);
  const dictionary = ['', ...new Set(subjects.filter((subject) => subject !== ''))];
  const codes = new Map(dictionary.map((subject, code) => [subject, code]));
  return {
    ...empty,
    length,
    identity: Uint32Array.from({ length: length * 4 }, (_, i) => i),
    contentHash: new Uint32Array(length * 4),
    numbers: {
      ...empty.numbers,
      time: Float64Array.from({ length }, (_, i) => 1e12 + ((i * 7) % 1000)),
      phishScore: scores,
      messageSize: sizes,
    },
    strings: {
      ...empty.strings,
      subject: { dictionary, codes: Uint32Array.from(subjects, (subject) => codes.get(subject) ?? 0) },
    },
  };
}

const scores = Float64Array.from({ length }, (_, i) => (i % 11 === 0 ? Number.NaN : (i * 31) % 101));
const sizes = Float64Array.from({ length }, (_, i) =>
  i % 13 === 0 ? Number.NaN : ((i * 7919) % 20_011) - 5000.5,
);
const subjects = Array.from({ length }, (_, i) =>
  i % 17 === 0 ? '' : `${i % 2 === 0 ? 'Re: ' : 're: '}${(i * 37) % 6000}`,
);
const columns = new EventColumns();
columns.append(chunkWith(scores, sizes, subjects));
const keys = new SortKeys(columns);

const values: Record<string, (place: number) => number | string | undefined> = {
  phishScore: (place) => (Number.isNaN(scores[place]) ? undefined : scores[place]),
  messageSize: (place) => (Number.isNaN(sizes[place]) ? undefined : sizes[place]),
  subject: (place) => subjects[place]?.toLowerCase() || undefined,
};

it('gives any stretch of many events as sorting all of them would', () => {
  const key = fc.record({
    field: fc.constantFrom('phishScore', 'messageSize', 'subject'),
    descending: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(length), { maxLength: 6 }),
      (sort, every, starts) => {
        const selection = columns.snapshot().map((word, i) => (i % every === 0 ? word : 0));
        const expected = [...columns.order()].filter((place) => hasBit(selection, place));
        for (const { field, descending } of sort.toReversed()) {
          const of = values[field] ?? (() => undefined);
          expected.sort((a, b) => {
            const [left, right] = [of(a), of(b)];
            if (left === right) return 0;
            if (left === undefined) return 1;
            if (right === undefined) return -1;
            return left < right === descending ? 1 : -1;
          });
        }
        const rows = orderedRows(columns, selection, keys.wordsOf(sort));
        for (const start of [0, ...starts]) {
          const from = start % expected.length;
          expect([...rows.rows(from, from + 50)]).toEqual(expected.slice(from, from + 50));
          expect(rows.positionOf(expected[from] as number)).toBe(from);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
