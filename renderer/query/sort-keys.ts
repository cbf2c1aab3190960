import { blockSize } from '../store/columns/blocks.ts';
import type { CodeColumn } from '../store/columns/code-column.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { MeasureColumn } from '../store/columns/measure-column.ts';
import type { SortKey } from './question.ts';
import { LevelRanks, type Ranks, TextRanks } from './value-ranks.ts';

/** A number for each place, by which places are sorted. */
export interface SortWords {
  /** How many bits of the numbers are used. */
  bits: number;
  /** The numbers of a block's places. */
  read(block: number, into: Uint32Array): void;
}

const numbers = new Float64Array(blockSize);
const asWords = new DataView(new ArrayBuffer(8));

function rankWords(column: CodeColumn, ranks: Uint32Array, descending: boolean): SortWords {
  // A rank is less than the number of codes. Events without a value come last either way.
  const last = ranks.length + 1;
  const wordOfCode = ranks.map((rank) => (rank === 0 ? last : descending ? ranks.length - rank : rank));
  return {
    bits: 32 - Math.clz32(last),
    read(block, into) {
      column.read(block, into);
      for (let i = 0; i < blockSize; i++) into[i] = wordOfCode[into[i] as number] as number;
    },
  };
}

/** Numbers as two words each, whose order is that of the numbers: the one that tells more comes first. */
function measureWords(column: MeasureColumn, descending: boolean): SortWords[] {
  const wordAt = (value: number, half: 0 | 4): number => {
    if (Number.isNaN(value)) return 0xffff_ffff;
    asWords.setFloat64(0, value === 0 ? 0 : value);
    const isBelow = asWords.getUint32(0) >>> 31 === 1;
    // Below zero all bits are turned, above it the sign alone: the bits then rise with the number.
    const turned = isBelow ? 0xffff_ffff : half === 0 ? 0x8000_0000 : 0;
    const word = (asWords.getUint32(half) ^ turned) >>> 0;
    return descending ? ~word >>> 0 : word;
  };
  return ([0, 4] as const).map((half) => ({
    bits: 32,
    read(block, into) {
      column.read(block, numbers);
      for (let i = 0; i < blockSize; i++) into[i] = wordAt(numbers[i] as number, half);
    },
  }));
}

/** Makes what is sorted by comparable; keeps the ranks of the columns that were sorted by. */
export class SortKeys {
  readonly #columns: EventColumns;
  readonly #ranks = new Map<string, Ranks>();

  constructor(columns: EventColumns) {
    this.#columns = columns;
  }

  /** The words of keys, the first of which tells most; a field that cannot be sorted by has none. */
  wordsOf(keys: readonly SortKey[]): SortWords[] {
    return keys.flatMap(({ field, descending }) => {
      const found = this.#columns.fields.of(field);
      if (!found || found.is === 'unique') return [];
      if (found.is === 'measure') return measureWords(found.column, descending);
      if (found.is === 'text' && !found.column.dictionary.hasTexts) return [];
      let ranks = this.#ranks.get(field);
      if (!ranks) {
        ranks =
          found.is === 'text'
            ? new TextRanks(found.column.dictionary)
            : new LevelRanks(found.column.dictionary);
        this.#ranks.set(field, ranks);
      }
      return [rankWords(found.column.codes, ranks.ranks(), descending)];
    });
  }
}
