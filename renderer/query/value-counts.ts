import { blockSize, blockWords } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { type Difference, differenceOf, guessDifference, nothing } from './difference.ts';

/** Codes by place: a column's, or ones made from it. */
export interface CodeSource {
  /** Codes there are. */
  readonly size: number;
  constantOf(block: number): number | undefined;
  read(block: number, into: Uint32Array): void;
  /** The codes of a block whose codes are bytes as they are, so that they need not be copied. */
  bytesAt(block: number): Uint8Array | undefined;
  at(place: number): number;
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

const codes = new Uint32Array(blockSize);

/**
 * Few codes are counted in four lanes, by turns: where most events have the same code, each count would otherwise have
 * to wait for the one before it.
 */
const laneBits = 10;
const mostInLanes = 1 << laneBits;
const lanes = new Int32Array(4 * mostInLanes);

function addBitsInLanes(word: number, bits: number, by: number): void {
  const start = word << 5;
  let rest = bits;
  while (rest !== 0) {
    const bit = 31 - Math.clz32(rest);
    rest ^= 1 << bit;
    const at = (codes[start + bit] as number) | ((bit & 3) << laneBits);
    lanes[at] = (lanes[at] as number) + by;
  }
}

/** The same over bytes: a function of its own, since one over both would be slow over either. */
function addBytesInLanes(bytes: Uint8Array, word: number, bits: number, by: number): void {
  const start = word << 5;
  let rest = bits;
  while (rest !== 0) {
    const bit = 31 - Math.clz32(rest);
    rest ^= 1 << bit;
    const at = (bytes[start + bit] as number) | ((bit & 3) << laneBits);
    lanes[at] = (lanes[at] as number) + by;
  }
}

function foldLanes(counts: Uint32Array, size: number): void {
  for (let code = 0; code < size; code++) {
    let sum = 0;
    for (let lane = 0; lane < 4; lane++) sum += lanes[code | (lane << laneBits)] as number;
    counts[code] = (counts[code] as number) + sum;
  }
  lanes.fill(0);
}

function addBits(counts: Uint32Array, word: number, bits: number, by: number): void {
  const start = word << 5;
  let rest = bits;
  while (rest !== 0) {
    const bit = 31 - Math.clz32(rest);
    rest ^= 1 << bit;
    const code = codes[start + bit] as number;
    counts[code] = (counts[code] as number) + by;
  }
}

function addWholeBlock(counts: Uint32Array): void {
  for (let i = 0; i < blockSize; i++) {
    const code = codes[i] as number;
    counts[code] = (counts[code] as number) + 1;
  }
}

function moveBytes(bytes: Uint8Array, start: number, from: Uint32Array, to: Uint32Array): void {
  for (let word = 0; word < blockWords; word++) {
    const before = from[start + word] ?? 0;
    const after = to[start + word] ?? 0;
    if (before === after) continue;
    addBytesInLanes(bytes, word, after & ~before, 1);
    addBytesInLanes(bytes, word, before & ~after, -1);
  }
}

/**
 * How many events of a selection have each code. Only the difference to a selection that was counted before is gone
 * through, or to all events where that is less, so that a small change of a large selection is a small count.
 */
export class ValueCounts {
  readonly #columns: EventColumns;
  readonly #source: CodeSource;
  #last: Counted = { bits: nothing, counts: new Uint32Array(0) };
  #all: Counted = { bits: nothing, counts: new Uint32Array(0) };
  #rewrites = 0;
  /** Changes when the counts do. */
  revision = 0;

  constructor(columns: EventColumns, source: CodeSource) {
    this.#columns = columns;
    this.#source = source;
  }

  /**
   * Counts by code; what is given is good until the next count.
   * @param selection a bitmap that does not change any more
   */
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
    const toNothing = guessDifference(nothing, selection);
    if (guessDifference(everything, selection) < Math.min(toLast, toNothing)) {
      this.#all = this.#moved(this.#all, everything);
      this.#last = { bits: everything, counts: this.#all.counts.slice() };
      this.revision += 1;
    } else if (toNothing < toLast) {
      this.#last = { bits: nothing, counts: new Uint32Array(this.#source.size) };
      this.revision += 1;
    }
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
      for (let block = 0; block < length; block++) this.#moveBlock(block, bits, to, difference, moved);
      if (size <= mostInLanes) foldLanes(moved, size);
    }
    return { bits: to, counts: moved };
  }

  #moveBlock(
    block: number,
    from: Uint32Array,
    to: Uint32Array,
    difference: Difference,
    counts: Uint32Array,
  ): void {
    const added = difference.added[block] as number;
    const taken = difference.taken[block] as number;
    if (added + taken === 0) return;
    const constant = this.#source.constantOf(block);
    if (constant !== undefined) {
      counts[constant] = (counts[constant] as number) + added - taken;
      return;
    }
    const start = block * blockWords;
    if (added + taken <= fewPlaces) {
      this.#moveFew(start, from, to, counts);
      return;
    }
    const hasFew = this.#source.size <= mostInLanes;
    const bytes = hasFew ? this.#source.bytesAt(block) : undefined;
    if (bytes) {
      moveBytes(bytes, start, from, to);
      return;
    }
    this.#source.read(block, codes);
    if (added === blockSize && !hasFew) {
      addWholeBlock(counts);
      return;
    }
    for (let word = 0; word < blockWords; word++) {
      const before = from[start + word] ?? 0;
      const after = to[start + word] ?? 0;
      if (before === after) continue;
      if (hasFew) {
        addBitsInLanes(word, after & ~before, 1);
        addBitsInLanes(word, before & ~after, -1);
      } else {
        addBits(counts, word, after & ~before, 1);
        addBits(counts, word, before & ~after, -1);
      }
    }
  }

  #moveFew(start: number, from: Uint32Array, to: Uint32Array, counts: Uint32Array): void {
    for (let word = start; word < start + blockWords; word++) {
      const after = to[word] ?? 0;
      for (let rest = (from[word] ?? 0) ^ after; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        const code = this.#source.at((word << 5) | (31 - Math.clz32(bit)));
        counts[code] = (counts[code] as number) + ((after & bit) !== 0 ? 1 : -1);
      }
    }
  }
}
