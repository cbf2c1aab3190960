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

function compared(from: Uint32Array, to: Uint32Array): Difference {
  const blocks = Math.ceil(Math.max(from.length, to.length) / blockWords);
  const added = new Uint16Array(blocks);
  const taken = new Uint16Array(blocks);
  let count = 0;
  for (let block = 0; block < blocks; block++) {
    const start = block * blockWords;
    let more = 0;
    let less = 0;
    for (let word = start; word < start + blockWords; word++) {
      const before = from[word] ?? 0;
      const after = to[word] ?? 0;
      const changed = before ^ after;
      if (changed === 0) continue;
      const gained = popcount(changed & after);
      more += gained;
      less += popcount(changed) - gained;
    }
    added[block] = more;
    taken[block] = less;
    count += more + less;
  }
  return { count, added, taken };
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
    difference = compared(from, to);
    ofFrom.set(to, difference);
  }
  return difference;
}

/** A selection of nothing. */
export const nothing = new Uint32Array(0);
