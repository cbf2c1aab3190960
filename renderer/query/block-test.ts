import { isWithin } from '../../shared/query/matches.ts';
import { markedPlaces, placesWithin } from '../kernels/place-bits.ts';
import { blockShift, blockSize, blockWords } from '../store/columns/blocks.ts';
import type { CodeColumn } from '../store/columns/code-column.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { MeasureColumn } from '../store/columns/measure-column.ts';
import type { UniqueColumn } from '../store/columns/unique-column.ts';
import type { ValueHash } from '../store/columns/value-hash.ts';
import type { Marks } from './value-marks.ts';

/** A part of a query that says which places of a block pass it; whether their events are stored is not its matter. */
export interface BlockTest {
  /** Called before a look at blocks: finds out which new values pass. */
  update(): void;
  /** Writes the bits of a block's places. */
  test(block: number, into: Uint32Array): void;
}

const codes = new Uint32Array(blockSize);
const numbers = new Float64Array(blockSize);

/** Places whose code is marked. */
export function markedTest(column: CodeColumn, marks: Marks): BlockTest {
  return {
    update: () => marks.update(),
    test(block, into) {
      const held = marks.isEmpty ? 0 : column.blockAt(block);
      if (typeof held === 'number') {
        into.fill(!marks.isEmpty && marks.marks[held] === 1 ? 0xffff_ffff : 0);
        return;
      }
      markedPlaces(held, marks, into);
    },
  };
}

/** A range of numbers; a bound that is open is not in it. */
export type Range = Parameters<typeof isWithin>[1];

/** Places whose number lies in a range. */
export function rangeTest(column: MeasureColumn, range: Range): BlockTest {
  const { from, fromOpen, to, toOpen } = range;
  const lowest = from === null ? Number.NEGATIVE_INFINITY : fromOpen ? Math.floor(from) + 1 : Math.ceil(from);
  const highest = to === null ? Number.POSITIVE_INFINITY : toOpen ? Math.ceil(to) - 1 : Math.floor(to);
  return {
    update: () => undefined,
    test(block, into) {
      const packed = column.offsetsAt(block);
      if (packed) {
        const low = Math.max(0, lowest - packed.base);
        const high = Math.min(packed.none - 1, highest - packed.base);
        if (low > high) into.fill(0);
        else placesWithin(packed.codes, low, high, into);
        return;
      }
      column.read(block, numbers);
      for (let word = 0; word < blockWords; word++) {
        let bits = 0;
        const start = word << 5;
        for (let bit = 0; bit < 32; bit++) {
          const value = numbers[start + bit] as number;
          if (!Number.isNaN(value) && isWithin(value, range)) bits |= 1 << bit;
        }
        into[word] = bits;
      }
    },
  };
}

/** As another test, and places of several numbers of which any passes. */
export function anyOfSeveralTest(
  first: BlockTest,
  column: MeasureColumn,
  counts: CodeColumn,
  passes: (value: number) => boolean,
): BlockTest {
  const { several } = column;
  if (!several) return first;
  return {
    update: () => first.update(),
    test(block, into) {
      first.test(block, into);
      const constant = counts.constantOf(block);
      if (constant !== undefined && constant < 2) return;
      counts.read(block, codes);
      for (let i = 0; i < blockSize; i++) {
        if ((codes[i] as number) < 2) continue;
        const bit = 1 << (i & 31);
        if (several.at((block << blockShift) | i)?.some(passes))
          into[i >> 5] = (into[i >> 5] as number) | bit;
      }
    },
  };
}

/** Events in a stretch of time; blocks that lie outside it, or in it as a whole, are not looked at. */
export function timeTest(columns: EventColumns, range: Range): BlockTest {
  const within = rangeTest(columns.fields.time, range);
  return {
    update: () => undefined,
    test(block, into) {
      const span = columns.spans[block];
      if (!span) into.fill(0);
      else if (isWithin(span.from, range) && isWithin(span.to, range)) into.fill(0xffff_ffff);
      else if ((range.to !== null && span.from > range.to) || (range.from !== null && span.to < range.from)) {
        into.fill(0);
      } else within.test(block, into);
    },
  };
}

/** Places that have one of some values told apart by their hashes; null asks for any value. */
export function uniqueTest(column: UniqueColumn, wanted: readonly ValueHash[] | null): BlockTest {
  return {
    update: () => undefined,
    test(block, into) {
      into.fill(0);
      column.eachIn(block, wanted, (i) => {
        into[i >> 5] = (into[i >> 5] as number) | (1 << (i & 31));
      });
    },
  };
}

export const everyTest: BlockTest = {
  update: () => undefined,
  test: (_block, into) => into.fill(0xffff_ffff),
};
export const noTest: BlockTest = { update: () => undefined, test: (_block, into) => into.fill(0) };

/** Places that fail a test. */
export function notTest(of: BlockTest): BlockTest {
  return {
    update: () => of.update(),
    test(block, into) {
      of.test(block, into);
      for (let word = 0; word < blockWords; word++) into[word] = ~(into[word] as number);
    },
  };
}

/** Places that pass all of some tests, or any of them. */
export function joinedTest(how: 'and' | 'or', of: readonly BlockTest[]): BlockTest {
  const [first, ...rest] = of;
  if (!first) return how === 'and' ? everyTest : noTest;
  if (rest.length === 0) return first;
  const other = new Uint32Array(blockWords);
  return {
    update: () => {
      for (const test of of) test.update();
    },
    test(block, into) {
      first.test(block, into);
      for (const test of rest) {
        test.test(block, other);
        if (how === 'and') {
          for (let word = 0; word < blockWords; word++)
            into[word] = (into[word] as number) & (other[word] as number);
        } else {
          for (let word = 0; word < blockWords; word++)
            into[word] = (into[word] as number) | (other[word] as number);
        }
      }
    },
  };
}
