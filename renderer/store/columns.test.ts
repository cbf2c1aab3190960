import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitDictionary, Columns } from './columns.ts';
import type { EventRow } from './event-row.ts';

/** A name as the 32 hexadecimal digits that identities are. */
const hexOf = (name: string) =>
  [...name]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .padStart(32, '0');

function rowOf(key: string, time: number, changes: Partial<EventRow> = {}): EventRow {
  return {
    key: `a:${hexOf(key)}`,
    source: 'a',
    identity: hexOf(key),
    kind: 'messageDelivered',
    time,
    created: time,
    fetchedAt: time,
    contentHash: hexOf(`${key}@${time}`),
    versions: 1,
    phishScore: null,
    malwareScore: null,
    impostorScore: null,
    spamScore: null,
    classifications: [],
    threatTypes: [],
    threatStatuses: [],
    from: '',
    to: '',
    headline: '',
    parsed: true,
    hasProblems: false,
    text: key,
    ...changes,
  };
}

function keysInOrder(columns: Columns): string[] {
  return Array.from(columns.order())
    .filter((place) => columns.gone[place] === 0)
    .map((place) => columns.keyAt(place));
}

type Step = { do: 'put'; key: string; time: number } | { do: 'remove'; key: string } | { do: 'look' };
const key = fc.constantFrom(...'abcdefghijkl');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key,
      time: fc.nat({ max: 20 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
);

describe('columns', () => {
  it('stay newest first under appends, replaced versions and removals, with every row at its place', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const columns = new Columns();
        const rows = new Map<string, EventRow>();
        for (const one of steps) {
          if (one.do === 'look') columns.order();
          else if (one.do === 'remove') {
            columns.remove('a', hexOf(one.key));
            rows.delete(`a:${hexOf(one.key)}`);
          } else {
            const row = rowOf(one.key, one.time, { parsed: one.key > 'd' });
            columns.put(row);
            rows.set(row.key, row);
          }
        }
        const ordered = keysInOrder(columns).map((name) => rows.get(name));
        expect(ordered).toHaveLength(rows.size);
        expect(new Set(ordered).size).toBe(rows.size);
        const times = ordered.map((row) => row?.time ?? Number.NaN);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        expect(columns.size).toBe(rows.size);
        expect(columns.unparsedCount).toBe([...rows.values()].filter(({ parsed }) => !parsed).length);
        for (const row of rows.values()) {
          const place = columns.placeOf('a', row.identity) as number;
          expect(columns.time[place]).toBe(row.time);
          expect(columns.says(place, row.contentHash)).toBe(true);
          expect(columns.keyAt(place)).toBe(row.key);
          expect(columns.text[place]).toBe(row.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('grow and keep all they hold', () => {
    const columns = new Columns();
    const spam = (i: number) => (i % 3 === 0 ? null : i % 101);
    for (let i = 0; i < 5000; i++)
      columns.put(
        rowOf(`k${i}`, i, { kind: 'clickBlocked', spamScore: spam(i), classifications: ['phish'] }),
      );
    expect(columns.size).toBe(5000);
    for (const i of [0, 1, 1023, 1024, 4999]) {
      expect(columns.time[i]).toBe(i);
      expect(columns.kind[i]).toBe(3);
      expect(columns.scores.spamScore[i]).toBe(spam(i) ?? 255);
      expect(columns.classification[i]).toBe(1);
    }
    expect(keysInOrder(columns)[0]).toBe(`a:${hexOf('k4999')}`);
  });

  it('put events of one time in the order they were stored, latest first, whether at once or one by one', () => {
    const once = new Columns();
    const oneByOne = new Columns();
    for (const name of 'abc') {
      once.put(rowOf(name, 5));
      oneByOne.put(rowOf(name, 5));
      oneByOne.order();
    }
    const latestFirst = ['c', 'b', 'a'].map((name) => `a:${hexOf(name)}`);
    expect(keysInOrder(once)).toEqual(latestFirst);
    expect(keysInOrder(oneByOne)).toEqual(latestFirst);
  });
});

describe('a dictionary of bits', () => {
  it('gives each value a bit and finds those that occur', () => {
    const dictionary = new BitDictionary();
    expect(dictionary.maskOf(['a', 'b', 'a'])).toBe(3);
    expect(dictionary.knownMaskOf(['b', 'never'])).toBe(2);
    expect(dictionary.values).toEqual(['a', 'b']);
  });

  it('of more than 31 values keeps the last bit for all others, and finds them under their name and as other', () => {
    const dictionary = new BitDictionary();
    for (let i = 0; i < 50; i++) dictionary.bitOf(`value-${i}`);
    expect(dictionary.values).toHaveLength(31);
    expect(dictionary.values.at(-1)).toBe('other');
    expect(dictionary.bitOf('value-30')).toBe(1 << 30);
    expect(dictionary.knownMaskOf(['value-49'])).toBe(1 << 30);
    expect(dictionary.knownMaskOf(['other'])).toBe(1 << 30);
  });
});
