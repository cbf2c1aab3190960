import { blockWords } from '../store/columns/blocks.ts';
import { type CodeBlock, isSparse, isSplit } from '../store/columns/code-block.ts';
import { blockAt, kernels } from './kernel-memory.ts';
import type { Resident } from './resident-codes.ts';

/** Up to so many codes are counted in four lanes (assembly/kernels.ts says what for). */
const mostInLanes = 4096;

const laneCount = 4;
const bitmapBytes = blockWords * 4;

/** Codes of a block that are not all one. */
type Codes = Exclude<CodeBlock, number> | Resident;

function isResident(block: Codes): block is Resident {
  return 'address' in block;
}

/** Two selections as the kernels have them; neither changes while they are looked at. */
interface Pair {
  from: Uint32Array;
  to: Uint32Array;
  blocks: number;
}

let pair: Pair | undefined;

/** Puts two selections side by side, with room behind them. @returns where they stand and where the room begins */
function placed(
  from: Uint32Array,
  to: Uint32Array,
  room: number,
): { from: number; to: number; room: number } {
  const memory = kernels();
  const isKnown = pair?.from === from && pair.to === to;
  if (!isKnown) pair = { from, to, blocks: Math.ceil(Math.max(from.length, to.length) / blockWords) };
  const { blocks } = pair as Pair;
  const bytes = blocks * bitmapBytes;
  const { at, isHeld } = memory.room(pair, 2 * bytes + room);
  const second = at + bytes;
  if (!isKnown || !isHeld) {
    memory.words.fill(0, at >> 2, (second + bytes) >> 2);
    memory.put(from, at);
    memory.put(to, second);
  }
  return { from: at, to: second, room: second + bytes };
}

/** How many places of each block are in one selection and not in the other. */
export function countsApart(
  from: Uint32Array,
  to: Uint32Array,
): { added: Uint16Array; taken: Uint16Array; count: number } {
  const memory = kernels();
  const blocks = Math.ceil(Math.max(from.length, to.length) / blockWords);
  const at = placed(from, to, blocks * 4);
  const added = memory.run.countApart(at.to, at.from, blocks, at.room);
  const taken = memory.run.countApart(at.from, at.to, blocks, at.room + blocks * 2);
  const copied = (start: number) => new Uint16Array(memory.bytesAt(start, blocks * 2).slice().buffer);
  return { added: copied(at.room), taken: copied(at.room + blocks * 2), count: added + taken };
}

/** Counts by code what was added to a selection, and counts off what was taken from it. */
export class CodeCounts {
  readonly #size: number;
  readonly #lane: number;
  readonly #at: { from: number; to: number; room: number };

  /**
   * @param size how many codes there are
   * @param from the selection as it was, and `to` as it is now
   */
  constructor(size: number, from: Uint32Array, to: Uint32Array) {
    const lanes = size <= mostInLanes ? laneCount : 1;
    this.#size = size;
    this.#lane = lanes > 1 ? size * 4 : 0;
    this.#at = placed(from, to, size * 4 * lanes);
    const start = this.#at.room >> 2;
    kernels().words.fill(0, start, start + size * lanes);
  }

  /** Counts the places of a block. */
  add(index: number, block: Codes, hasAdded: boolean, hasTaken: boolean): void {
    const memory = kernels();
    const { codes, top, held } = blockAt;
    if (isResident(block)) {
      // It is there.
    } else if (isSparse(block)) {
      memory.put(block.bits, held);
      memory.put(block.values, codes);
    } else if (isSplit(block)) {
      memory.put(block.low, codes);
      memory.put(block.top, top);
    } else memory.put(block, codes);
    const from = this.#at.from + index * bitmapBytes;
    const to = this.#at.to + index * bitmapBytes;
    if (hasAdded) this.#count(block, to, from, 1);
    if (hasTaken) this.#count(block, from, to, -1);
  }

  /** Adds what was counted to counts by code. */
  addTo(counts: Uint32Array): void {
    const { words } = kernels();
    const start = this.#at.room >> 2;
    const size = this.#size;
    const lanes = this.#lane > 0 ? laneCount : 1;
    for (let lane = 0; lane < lanes; lane++) {
      const first = start + lane * size;
      for (let code = 0; code < size; code++) {
        counts[code] = (counts[code] as number) + (words[first + code] as number);
      }
    }
  }

  #count(block: Codes, wanted: number, but: number, by: number): void {
    const { run } = kernels();
    const { codes, top, held } = blockAt;
    const counts = this.#at.room;
    if (isResident(block)) run.countShorts(block.address, wanted, but, counts, this.#lane, by);
    else if (isSparse(block)) {
      run.countSparse(held, codes, block.values.BYTES_PER_ELEMENT, wanted, but, counts, by);
    } else if (isSplit(block)) run.countSplit(codes, top, wanted, but, counts, by);
    else if (block instanceof Uint8Array) run.countBytes(codes, wanted, but, counts, this.#lane, by);
    else if (block instanceof Uint16Array) run.countShorts(codes, wanted, but, counts, this.#lane, by);
    else run.countWords(codes, wanted, but, counts, this.#lane, by);
  }
}

/** The most frequent codes of 1 and up, most frequent first, of equals the one that was met first. */
export function mostFrequent(
  counts: Uint32Array,
  size: number,
  top: number,
): { codes: number[]; distinct: number } {
  const memory = kernels();
  const { run } = memory;
  const { at } = memory.room(counts, size * 4);
  memory.put(counts.subarray(0, size), at);
  const codes: number[] = [];
  let least = 0;
  const next = (from: number) => run.nextAbove(at, from, size, least);
  for (let code = next(1); code < size && top > 0; code = next(code + 1)) {
    const count = counts[code] as number;
    let place = codes.length;
    while (place > 0 && (counts[codes[place - 1] as number] as number) < count) place -= 1;
    codes.splice(place, 0, code);
    if (codes.length > top) codes.pop();
    if (codes.length === top) least = counts[codes[top - 1] as number] ?? 0;
  }
  return { codes, distinct: run.countNonzero(at + 4, Math.max(0, size - 1)) };
}
