import { popcount } from '../store/columns/blocks.ts';

/** How many bits are set in the first words of a bitmap. */
export function countBits(bits: Uint32Array, words: number): number {
  let count = 0;
  for (let word = 0; word < words; word++) count += popcount(bits[word] as number);
  return count;
}

/** The bits that are set in all of some bitmaps, of which there is at least one. */
export function allOf(bitmaps: readonly Uint32Array[], words: number): Uint32Array {
  const [first, ...rest] = bitmaps;
  const result = new Uint32Array(words);
  if (first) result.set(first.subarray(0, words));
  for (const other of rest) {
    for (let word = 0; word < words; word++)
      result[word] = (result[word] as number) & (other[word] as number);
  }
  return result;
}
