import { countsApart } from '../kernels/code-counts.ts';
import { blockWords, popcount } from '../store/columns/blocks.ts';

/** In what two selections differ, block by block. */
export interface Difference {
  /** Places that are in one of the two alone. */
  count: number;
  /** Places of each block that the second has and the first has not. */
  added: Uint16Array;
  /** Places of each block that the first has and the second has not. */
  taken: Uint16Array;
}

/** Of so many blocks one is looked at for a guess. */
const guessEvery = 8;

/** In how many places two selections differ, about: exact where there are few blocks. */
export function guessDifference(from: Uint32Array, to: Uint32Array): number {
  if (from === to) return 0;
  const { length } = to;
  const every = length >= 64 * blockWords ? guessEvery : 1;
  let count = 0;
  for (let start = 0; start < length; start += every * blockWords) {
    const end = Math.min(length, start + blockWords);
    for (let word = start; word < end; word++) count += popcount((from[word] ?? 0) ^ (to[word] as number));
  }
  return count * every;
}

const known = new WeakMap<Uint32Array, WeakMap<Uint32Array, Difference>>();

/**
 * In what a selection differs from another. Many counts are taken of the same two selections, which therefore must
 * not change: the difference is found out once.
 */
export function differenceOf(from: Uint32Array, to: Uint32Array): Difference {
  let ofFrom = known.get(from);
  if (!ofFrom) {
    ofFrom = new WeakMap();
    known.set(from, ofFrom);
  }
  let difference = ofFrom.get(to);
  if (!difference) {
    difference = countsApart(from, to);
    ofFrom.set(to, difference);
  }
  return difference;
}

const counted = new WeakMap<Uint32Array, number>();

/** How many places are in a selection that does not change any more. */
export function bitsIn(selection: Uint32Array): number {
  let count = counted.get(selection);
  if (count === undefined) {
    count = differenceOf(nothing, selection).count;
    counted.set(selection, count);
  }
  return count;
}

/** A selection of nothing. */
export const nothing = new Uint32Array(0);
