import { blockSize, blockWords } from './blocks.ts';
import { narrowArray } from './growing-numbers.ts';

/** A code for each place, of a width that holds the highest. */
type Dense = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Few places of the block have a value: a bit for each that has, and the values of those alone. */
export interface Sparse {
  bits: Uint32Array;
  /** Values before each word of the bits. */
  before: Uint16Array;
  values: Dense;
}

/** Codes of three bytes. */
export interface Split {
  low: Uint16Array<ArrayBuffer>;
  top: Uint8Array<ArrayBuffer>;
}

/** A block all of whose codes are one is that code. */
export type CodeBlock = number | Dense | Sparse | Split;

export function isSparse(block: CodeBlock): block is Sparse {
  return typeof block === 'object' && 'before' in block;
}

export function isSplit(block: CodeBlock): block is Split {
  return typeof block === 'object' && 'top' in block;
}

function splitOf(codes: Uint32Array): Split {
  const low = new Uint16Array(blockSize);
  const top = new Uint8Array(blockSize);
  low.set(codes);
  for (let i = 0; i < blockSize; i++) top[i] = (codes[i] as number) >>> 16;
  return { low, top };
}

function sparseOf(codes: Uint32Array, set: number, highest: number): Sparse {
  const bits = new Uint32Array(blockWords);
  const before = new Uint16Array(blockWords);
  const values = narrowArray(set, highest);
  let at = 0;
  for (let word = 0; word < blockWords; word++) {
    before[word] = at;
    let held = 0;
    for (let bit = 0; bit < 32; bit++) {
      const code = codes[(word << 5) | bit] as number;
      if (code === 0) continue;
      held |= 1 << bit;
      values[at++] = code;
    }
    bits[word] = held;
  }
  return { bits, before, values };
}

/** The codes of a block in the smallest form that holds them. */
export function packedCodes(codes: Uint32Array): CodeBlock {
  const first = codes[0] as number;
  let highest = 0;
  let set = 0;
  let isOne = true;
  for (let i = 0; i < blockSize; i++) {
    const code = codes[i] as number;
    if (code !== 0) set += 1;
    if (code > highest) highest = code;
    if (code !== first) isOne = false;
  }
  if (isOne) return first;
  const width = highest < 0x100 ? 1 : highest < 0x1_0000 ? 2 : 3;
  const sparseBytes = blockWords * 6 + set * width;
  if (sparseBytes < blockSize * width * 0.7) return sparseOf(codes, set, highest);
  if (highest >= 0x1_0000 && highest < 0x100_0000) return splitOf(codes);
  const dense = narrowArray(blockSize, highest);
  dense.set(codes);
  return dense;
}

/** Bytes that a block takes. */
export function bytesOfCodes(block: CodeBlock): number {
  if (typeof block === 'number') return 8;
  if (isSplit(block)) return blockSize * 3;
  return isSparse(block) ? blockWords * 6 + block.values.byteLength : block.byteLength;
}
