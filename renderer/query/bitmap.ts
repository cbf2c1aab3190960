import { kernels } from '../kernels/kernel-memory.ts';
import { blockWords, popcount } from '../store/columns/blocks.ts';

/** How many bits are set in the first words of a bitmap. */
export function countBits(bits: Uint32Array, words: number): number {
  let count = 0;
  for (let word = 0; word < words; word++) count += popcount(bits[word] as number);
  return count;
}

/** The bits that are set in all of some bitmaps, of which there is at least one. */
export function allOf(bitmaps: readonly Uint32Array[], words: number): Uint32Array {
  const [first, ...rest] = bitmaps;
  const memory = kernels();
  const blocks = Math.ceil(words / blockWords);
  const bytes = blocks * blockWords * 4;
  const { at } = memory.room(bitmaps, 2 * bytes);
  memory.put((first ?? new Uint32Array(0)).subarray(0, words), at);
  for (const other of rest) {
    memory.put(other.subarray(0, words), at + bytes);
    memory.run.intersect(at, at + bytes, blocks);
  }
  return memory.words.slice(at >> 2, (at >> 2) + words);
}
