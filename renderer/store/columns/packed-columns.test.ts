import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSize } from './blocks.ts';
import { CodeColumn } from './code-column.ts';
import { NumberColumn } from './number-column.ts';
import { TimeOrder } from './time-order.ts';

/** Shapes that a block of codes can have, each packed another way. */
const codeShapes: Record<string, (i: number) => number> = {
  'all none': () => 0,
  'all one': () => 7,
  narrow: (i) => i % 200,
  wide: (i) => i * 7,
  'wider still': (i) => i * 900,
  widest: (i) => i * 1_000_000,
  'few that have any': (i) => (i % 50 === 3 ? i : 0),
  'few wide ones': (i) => (i % 90 === 5 ? i * 1000 : 0),
};

const numberShapes: Record<string, (i: number) => number> = {
  none: () => Number.NaN,
  'all one': () => 1.5,
  'near each other': (i) => 1_763_600_000_000 + i,
  'farther apart': (i) => (i % 9 === 0 ? Number.NaN : 1_763_600_000_000 + i * 4000),
  'below nothing': (i) => -1 - i * 3,
  'few different': (i) => [0.25, Number.NaN, 1e12][i % 3] as number,
  'one but for some': (i) => (i % 40 === 0 ? i / 3 : 0),
  'none but for some': (i) => (i % 40 === 1 ? i * 1e9 : Number.NaN),
  fractions: (i) => i / 7,
  'too far apart': (i) => i * 1e11,
};

describe.each(Object.entries(codeShapes))('codes of which %s', (_, shape) => {
  it('are read as they were put, in full blocks and in the one that is filling', () => {
    const length = blockSize + 100;
    const column = new CodeColumn();
    for (let i = 0; i < length; i++) column.push(shape(i));
    const codes = new Uint32Array(blockSize);
    column.read(0, codes);
    expect([...codes]).toEqual(Array.from({ length: blockSize }, (__, i) => shape(i)));
    column.read(1, codes);
    expect([...codes.subarray(0, 100)]).toEqual(Array.from({ length: 100 }, (__, i) => shape(blockSize + i)));
    expect(codes.subarray(100).every((code) => code === 0)).toBe(true);
    expect(Array.from({ length }, (__, i) => column.at(i))).toEqual(
      Array.from({ length }, (__, i) => shape(i)),
    );
    const constant = column.constantOf(0);
    if (constant !== undefined) expect(codes.length && constant).toBe(shape(0));
  });

  it('are what they are set to later', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(blockSize + 50), fc.constantFrom(0, 1, 255, 256, 65_536, 20_000_000)), {
          maxLength: 20,
        }),
        (changes) => {
          const column = new CodeColumn();
          const expected = Array.from({ length: blockSize + 60 }, (__, i) => shape(i));
          for (const code of expected) column.push(code);
          for (const [place, code] of changes) {
            column.set(place, code);
            expected[place] = code;
          }
          expect(expected.map((__, i) => column.at(i))).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe.each(Object.entries(numberShapes))('numbers of which %s', (_, shape) => {
  it('are read as they were put, and as whole numbers above a base where they are such', () => {
    const length = blockSize + 100;
    const column = new NumberColumn();
    for (let i = 0; i < length; i++) column.push(shape(i));
    const numbers = new Float64Array(blockSize);
    column.read(0, numbers);
    expect([...numbers]).toEqual(Array.from({ length: blockSize }, (__, i) => shape(i)));
    expect(Array.from({ length }, (__, i) => column.at(i))).toEqual(
      Array.from({ length }, (__, i) => shape(i)),
    );
    const packed = column.offsetsAt(0);
    if (packed) {
      const { base, none, codes } = packed;
      expect(Array.from(codes, (code: number) => (code === none ? Number.NaN : base + code))).toEqual([
        ...numbers,
      ]);
    }
  });

  it('are what they are set to later', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat(blockSize + 50), fc.constantFrom(0, -1, Number.NaN, 0.5, 1e15, 1_763_600_000_005)),
          {
            maxLength: 20,
          },
        ),
        (changes) => {
          const column = new NumberColumn();
          const expected = Array.from({ length: blockSize + 60 }, (__, i) => shape(i));
          for (const value of expected) column.push(value);
          for (const [place, value] of changes) {
            column.set(place, value);
            expected[place] = value;
          }
          expect(expected.map((__, i) => column.at(i))).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('the order by time', () => {
  it('is newest first, the later place first among equals, however places come and move', () => {
    const step = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(99), fc.nat(30))),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const times: number[] = [];
        const order = new TimeOrder((place) => times[place] as number);
        for (const [added, moved] of steps) {
          times.push(...added);
          for (const [place, time] of moved) {
            if (place >= times.length) continue;
            times[place] = time;
            order.move(place);
          }
          const expected = [...times.keys()].sort(
            (a, b) => (times[b] as number) - (times[a] as number) || b - a,
          );
          expect([...order.upTo(times.length)]).toEqual(expected);
        }
      }),
    );
  });

  it('holds over many blocks, and for times that are far apart or broken', () => {
    const times = Array.from(
      { length: blockSize * 3 + 7 },
      (_, i) => ((i * 7919) % 10_007) * (i % 2 === 0 ? 1e9 : 0.5),
    );
    const order = new TimeOrder((place) => times[place] as number);
    const expected = [...times.keys()].sort((a, b) => (times[b] as number) - (times[a] as number) || b - a);
    expect([...order.upTo(times.length)]).toEqual(expected);
  });
});
