/** Places in a block: columns are packed, looked at and looked at again block by block. */
export const blockShift = 12;
export const blockSize = 1 << blockShift;
export const blockMask = blockSize - 1;
/** Words of a block's bitmap. */
export const blockWords = blockSize >> 5;

/** How many bits of a word are set. */
export function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
