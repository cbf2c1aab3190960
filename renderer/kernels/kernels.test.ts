import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasBit } from '../../shared/bits.ts';
import { blockSize, blockWords } from '../store/columns/blocks.ts';
import { CodeColumn } from '../store/columns/code-column.ts';
import { CodeCounts, countsApart, mostFrequent } from './code-counts.ts';
import type { Numbers } from './kernel-memory.ts';
import { markedPlaces, placesWithin } from './place-bits.ts';
import { ResidentCodes } from './resident-codes.ts';
import { searchTexts } from './text-search.ts';

const bits = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
/** Some words of a bitmap are of any bits, the others have none or all. */
const bitmap = (words: number) =>
  fc
    .array(fc.oneof(bits, fc.constantFrom(0, -1)), { minLength: words, maxLength: words })
    .map((held) => Uint32Array.from(held));

/** Columns of a block each, held in another form each; codes below a bound. */
const shapes: Record<string, { size: number; codeOf(i: number, seed: number): number }> = {
  'of one byte': { size: 256, codeOf: (i, seed) => (i * seed) % 256 },
  'of two bytes': { size: 5000, codeOf: (i, seed) => (i * seed) % 5000 },
  'of three bytes': { size: 90_000, codeOf: (i, seed) => (i * seed * 31) % 90_000 },
  'of four bytes': { size: 2 ** 24 + 5000, codeOf: (i, seed) => 2 ** 24 + ((i * seed) % 5000) },
  'that few places have': { size: 200, codeOf: (i, seed) => (i % 50 === 3 ? (i * seed) % 200 : 0) },
  'of two bytes that few places have': {
    size: 60_000,
    codeOf: (i, seed) => (i % 60 === 3 ? (i * seed * 7) % 60_000 : 0),
  },
  'that are filling a block': { size: 300, codeOf: (i, seed) => (i * seed) % 300 },
};

function blockOf(name: string, seed: number) {
  const { size, codeOf } = shapes[name] as (typeof shapes)[string];
  const column = new CodeColumn();
  const length = name === 'that are filling a block' ? blockSize - 1 : blockSize;
  for (let i = 0; i < length; i++) column.push(codeOf(i, seed));
  const block = column.blockAt(0);
  if (typeof block === 'number') throw new Error('All codes are one.');
  const codes = new Uint32Array(blockSize);
  column.read(0, codes);
  return { size, block, codes };
}

const seed = fc.integer({ min: 3, max: 4999 }).filter((value) => value % 2 === 1 && value % 5 !== 0);

/** Marks and counts of many codes take long to make. */
const runsOf = (name: string) => ((shapes[name]?.size ?? 0) > 1e6 ? 2 : 20);

describe.each(Object.keys(shapes))('codes %s', (name) => {
  it('are found where they are marked', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 2, max: 9 }), (of, every) => {
        const { size, block, codes } = blockOf(name, of);
        const marks = Uint8Array.from({ length: size }, (_, code) =>
          code > 0 && code % every === 0 ? 1 : 0,
        );
        const into = new Uint32Array(blockWords).fill(0xffff_ffff);
        markedPlaces(block, { marks, seen: size }, into);
        const wrong = codes.findIndex((code, i) => hasBit(into, i) !== (marks[code] === 1));
        expect(wrong).toBe(-1);
      }),
      { numRuns: runsOf(name) },
    );
  });

  it('are counted by how one selection became another', () => {
    fc.assert(
      fc.property(seed, bitmap(blockWords), bitmap(blockWords - 5), (of, from, to) => {
        const { size, block, codes } = blockOf(name, of);
        // More than there are places, so that no count falls below nothing.
        const before = 2 * blockSize;
        const expected = new Map<number, number>();
        for (const [i, code] of codes.entries()) {
          const change = Number(hasBit(to, i)) - Number(hasBit(from, i));
          if (change !== 0) expected.set(code, (expected.get(code) ?? before) + change);
        }
        const counting = new CodeCounts(size, from, to);
        counting.add(0, block, true, true);
        const counts = new Uint32Array(size).fill(before);
        counting.addTo(counts);
        const changed = counts.reduce(
          (sum, count, code) => sum + Number(count !== (expected.get(code) ?? before)),
          0,
        );
        expect(changed).toBe(0);
      }),
      { numRuns: runsOf(name) },
    );
  });
});

describe('numbers', () => {
  it('are found where they lie between two', () => {
    const arrays: [make: (length: number) => Numbers, most: number][] = [
      [(length) => new Uint8Array(length), 0xff],
      [(length) => new Uint16Array(length), 0xffff],
      [(length) => new Uint32Array(length), 0xffff_ffff],
    ];
    for (const [make, most] of arrays) {
      const bound = fc.integer({ min: 0, max: most });
      fc.assert(
        fc.property(bound, bound, seed, (a, b, of) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const numbers = make(blockSize);
          for (let i = 0; i < blockSize; i++)
            numbers[i] = i % 3 === 0 ? ([low, high, most, 0][i % 4] as number) : i * of;
          const into = new Uint32Array(blockWords);
          placesWithin(numbers, low, high, into);
          expect(numbers.findIndex((value, i) => hasBit(into, i) !== (value >= low && value <= high))).toBe(
            -1,
          );
        }),
        { numRuns: 30 },
      );
    }
  });
});

describe('selections', () => {
  it('are told apart block by block', () => {
    const longest = 3 * blockWords;
    const selection = fc.integer({ min: 0, max: longest }).chain(bitmap);
    fc.assert(
      fc.property(selection, selection, (from, to) => {
        const { added, taken, count } = countsApart(from, to);
        const blocks = Math.ceil(Math.max(from.length, to.length) / blockWords);
        const expected = { added: new Uint16Array(blocks), taken: new Uint16Array(blocks) };
        for (let place = 0; place < blocks * blockSize; place++) {
          const block = Math.floor(place / blockSize);
          if (hasBit(to, place) && !hasBit(from, place)) (expected.added[block] as number)++;
          if (hasBit(from, place) && !hasBit(to, place)) (expected.taken[block] as number)++;
        }
        expect({ added, taken }).toEqual(expected);
        expect(count).toBe([...added, ...taken].reduce((sum, one) => sum + one, 0));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the most frequent codes', () => {
  it('are those of the highest counts, of equals the first', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 12 }), (held, top) => {
        const { codes, distinct } = mostFrequent(Uint32Array.from([...held, 99]), held.length, top);
        const known = held.flatMap((count, code) => (code > 0 && count > 0 ? [{ code, count }] : []));
        const sorted = known.sort((a, b) => b.count - a.count || a.code - b.code);
        expect(codes).toEqual(sorted.slice(0, top).map(({ code }) => code));
        expect(distinct).toBe(known.length);
      }),
    );
  });
});

describe('codes that stay with the kernels', () => {
  it('are what was put last, however many others were put', () => {
    const codes = new ResidentCodes();
    const others = Array.from({ length: 60 }, () => new ResidentCodes());
    const of = (block: number, factor: number) =>
      Uint16Array.from({ length: blockSize }, (_, i) => (i * factor + block) & 0xffff);
    for (const block of [0, 3, 1, 2]) codes.put(block, of(block, 3));
    for (const [i, other] of others.entries()) other.put(i % 4, of(i, 5));
    codes.put(1, of(1, 7));
    for (const [block, factor] of [[0, 3], [1, 7], [2, 3], [3, 3]] as const) {
      const held = Uint16Array.from({ length: blockSize }, (_, i) => codes.at(block * blockSize + i));
      expect(held).toEqual(of(block, factor));
      const counting = new CodeCounts(0x1_0000, new Uint32Array(0), new Uint32Array(4 * blockWords).fill(1));
      counting.add(block, codes.blockAt(block), true, false);
      const counts = new Uint32Array(0x1_0000);
      counting.addTo(counts);
      const expected = new Uint32Array(0x1_0000);
      for (let i = 0; i < blockSize; i += 32) (expected[held[i] as number] as number)++;
      expect(counts).toEqual(expected);
    } // biome-ignore format: pairs in a row
  });
});

describe('a search', () => {
  it('finds the texts that have a needle in them, within one text each', () => {
    const letter = fc.constantFrom('a', 'b', 'é');
    const text = fc.string({ unit: letter, maxLength: 40 });
    const needle = fc.string({ unit: letter, minLength: 1, maxLength: 5 });
    const latin = (value: string) => Uint8Array.from(value, (one) => one.charCodeAt(0));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        needle,
        fc.boolean(),
        (texts, wanted, isWide) => {
          const starts = [0];
          for (const one of texts) starts.push((starts.at(-1) as number) + one.length);
          const found: number[] = [];
          const ends = isWide ? Uint32Array.from(starts) : Uint16Array.from(starts);
          searchTexts(latin(texts.join('')), ends, latin(wanted), (index) => found.push(index));
          expect(found).toEqual(texts.flatMap((one, index) => (one.includes(wanted) ? [index] : [])));
        },
      ),
      { numRuns: 500 },
    );
  });
});
