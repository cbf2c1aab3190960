import { lowestBit } from '../../shared/bits.ts';
import { CodeCounts } from '../kernels/code-counts.ts';
import type { Resident } from '../kernels/resident-codes.ts';
import { blockWords } from '../store/columns/blocks.ts';
import type { CodeBlock } from '../store/columns/code-block.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { bitsIn, type Difference, differenceOf, guessDifference, nothing } from './difference.ts';

/** Codes by place: a column's, or ones made from it. */
export interface CodeSource {
  /** Codes there are. */
  readonly size: number;
  /** The codes of a block; not to be changed. */
  blockAt(block: number): CodeBlock | Resident;
  at(place: number): number;
}

/** How many events of a selection have each code. */
export interface CodeTally {
  /** Changes when the counts do. */
  readonly revision: number;
  /**
   * Counts by code; what is given is good until the next count.
   * @param selection a bitmap that does not change any more
   */
  of(selection: Uint32Array): Uint32Array;
}

/** Counts that hold for a selection. */
interface Counted {
  bits: Uint32Array;
  counts: Uint32Array;
}

/** With no more places to look at in a block than this, they are looked at one by one. */
const fewPlaces = 12;

/** A change of less than this share of all, as a power of two, is counted on from what was counted last. */
const smallShare = 6;

/**
 * How many events of a selection have each code. Only the difference to a selection that was counted before is gone
 * through, or to all events where that is less, so that a small change of a large selection is a small count.
 */
export class ValueCounts implements CodeTally {
  readonly #columns: EventColumns;
  readonly #source: CodeSource;
  #last: Counted = { bits: nothing, counts: new Uint32Array(0) };
  #all: Counted = { bits: nothing, counts: new Uint32Array(0) };
  #rewrites = 0;
  revision = 0;

  constructor(columns: EventColumns, source: CodeSource) {
    this.#columns = columns;
    this.#source = source;
  }

  of(selection: Uint32Array): Uint32Array {
    const { rewrites } = this.#columns;
    if (rewrites !== this.#rewrites) {
      this.#last = { bits: nothing, counts: new Uint32Array(0) };
      this.#all = this.#last;
      this.#rewrites = rewrites;
      this.revision += 1;
    }
    if (this.#last.bits === selection && this.#last.counts.length >= this.#source.size)
      return this.#last.counts;
    const toLast = guessDifference(this.#last.bits, selection);
    if (toLast > this.#columns.size >> smallShare) this.#startAfresh(selection, toLast);
    this.#last = this.#moved(this.#last, selection);
    return this.#last.counts;
  }

  /** Counts on from everything or nothing where that is nearer than what was counted last. */
  #startAfresh(selection: Uint32Array, toLast: number): void {
    const everything = this.#columns.snapshot();
    const toNothing = bitsIn(selection);
    // All that is selected is stored.
    if (bitsIn(everything) - toNothing < Math.min(toLast, toNothing)) {
      this.#all = this.#moved(this.#all, everything);
      const { counts } = this.#all;
      const copied = this.#emptied(counts.length);
      copied.set(counts);
      this.#last = { bits: everything, counts: copied };
      this.revision += 1;
    } else if (toNothing < toLast) {
      this.#last = { bits: nothing, counts: this.#emptied(this.#source.size) };
      this.revision += 1;
    }
  }

  /** What the last counts stood in, for others, where it is long enough. */
  #emptied(size: number): Uint32Array {
    const { counts } = this.#last;
    return counts.length >= size && counts !== this.#all.counts ? counts.fill(0) : new Uint32Array(size);
  }

  /** The counts of one selection made those of another. */
  #moved({ bits, counts }: Counted, to: Uint32Array): Counted {
    const { size } = this.#source;
    let moved = counts;
    if (counts.length < size) {
      moved = new Uint32Array(size + (size >> 4));
      moved.set(counts);
      this.revision += 1;
    }
    const difference = differenceOf(bits, to);
    if (difference.count > 0) {
      this.revision += 1;
      const { length } = difference.added;
      const counting = new CodeCounts(size, bits, to);
      for (let block = 0; block < length; block++)
        this.#moveBlock(block, bits, to, difference, moved, counting);
      counting.addTo(moved);
    }
    return { bits: to, counts: moved };
  }

  #moveBlock(
    block: number,
    from: Uint32Array,
    to: Uint32Array,
    difference: Difference,
    counts: Uint32Array,
    counting: CodeCounts,
  ): void {
    const added = difference.added[block] as number;
    const taken = difference.taken[block] as number;
    if (added + taken === 0) return;
    const codes = this.#source.blockAt(block);
    if (typeof codes === 'number') counts[codes] = (counts[codes] as number) + added - taken;
    else if (added + taken <= fewPlaces) this.#moveFew(block * blockWords, from, to, counts);
    else counting.add(block, codes, added > 0, taken > 0);
  }

  #moveFew(start: number, from: Uint32Array, to: Uint32Array, counts: Uint32Array): void {
    for (let word = start; word < start + blockWords; word++) {
      const after = to[word] ?? 0;
      for (let rest = (from[word] ?? 0) ^ after; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        const code = this.#source.at((word << 5) | lowestBit(rest));
        counts[code] = (counts[code] as number) + ((after & bit) !== 0 ? 1 : -1);
      }
    }
  }
}
