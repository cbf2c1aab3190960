import { blockMask, blockShift, blockSize, blockWords, popcount } from './blocks.ts';
import { narrowArray } from './growing-numbers.ts';

type Dense = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Few places of the block have a value: a bit for each that has, and the values of those alone. */
interface Sparse {
  bits: Uint32Array;
  /** Values before each word of the bits. */
  before: Uint16Array;
  values: Dense;
}

/** Codes of three bytes. */
interface Split {
  low: Uint16Array<ArrayBuffer>;
  top: Uint8Array<ArrayBuffer>;
}

/** A block all of whose codes are one is that code. */
type Block = number | Dense | Sparse | Split;

const scratch = new Uint32Array(blockSize);

function isSparse(block: Block): block is Sparse {
  return typeof block === 'object' && 'before' in block;
}

function isSplit(block: Block): block is Split {
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

function packed(codes: Uint32Array): Block {
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

function bytesOf(block: Block): number {
  if (typeof block === 'number') return 8;
  if (isSplit(block)) return blockSize * 3;
  return isSparse(block) ? blockWords * 6 + block.values.byteLength : block.byteLength;
}

/** A code for each place, packed block by block as narrow as the block's codes allow. */
export class CodeColumn {
  readonly #blocks: Block[] = [];
  #open = new Uint32Array(blockSize);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#blocks.reduce<number>((sum, block) => sum + bytesOf(block), this.#open.byteLength);
  }

  push(code: number): void {
    this.#open[this.#length++ & blockMask] = code;
    if ((this.#length & blockMask) !== 0) return;
    this.#blocks.push(packed(this.#open));
    this.#open.fill(0);
  }

  at(place: number): number {
    const block = this.#blocks[place >> blockShift];
    const index = place & blockMask;
    if (block === undefined) return this.#open[index] as number;
    if (typeof block === 'number') return block;
    if (isSplit(block)) return (block.low[index] as number) | ((block.top[index] as number) << 16);
    if (!isSparse(block)) return block[index] as number;
    const word = index >> 5;
    const bits = block.bits[word] as number;
    const bit = 1 << (index & 31);
    if ((bits & bit) === 0) return 0;
    return block.values[(block.before[word] as number) + popcount(bits & (bit - 1))] as number;
  }

  set(place: number, code: number): void {
    const at = place >> blockShift;
    const index = place & blockMask;
    const block = this.#blocks[at];
    if (block === undefined) {
      this.#open[index] = code;
      return;
    }
    if (this.at(place) === code) return;
    if (ArrayBuffer.isView(block) && code < 2 ** (block.BYTES_PER_ELEMENT * 8)) {
      block[index] = code;
      return;
    }
    if (isSplit(block) && code < 0x100_0000) {
      block.low[index] = code & 0xffff;
      block.top[index] = code >>> 16;
      return;
    }
    this.read(at, scratch);
    scratch[index] = code;
    this.#blocks[at] = packed(scratch);
  }

  /** Puts the codes of many places, each block packed once. */
  setAll(changes: readonly { place: number; code: number }[]): void {
    const ofBlocks = new Map<number, { place: number; code: number }[]>();
    for (const change of changes) {
      const at = change.place >> blockShift;
      const ofBlock = ofBlocks.get(at);
      if (ofBlock) ofBlock.push(change);
      else ofBlocks.set(at, [change]);
    }
    for (const [at, ofBlock] of ofBlocks) {
      if (this.#blocks[at] === undefined) {
        for (const { place, code } of ofBlock) this.#open[place & blockMask] = code;
        continue;
      }
      this.read(at, scratch);
      for (const { place, code } of ofBlock) scratch[place & blockMask] = code;
      this.#blocks[at] = packed(scratch);
    }
  }

  /** The one code of a block all of whose places have the same; undefined for any other block. */
  constantOf(at: number): number | undefined {
    const block = this.#blocks[at];
    return typeof block === 'number' ? block : undefined;
  }

  /** The codes of a block that holds them as bytes; not to be changed. */
  bytesAt(at: number): Uint8Array | undefined {
    const block = this.#blocks[at];
    return block instanceof Uint8Array ? block : undefined;
  }

  /** The codes of a block, one for each place, zeros behind the last. */
  read(at: number, into: Uint32Array): void {
    const block = this.#blocks[at];
    if (block === undefined) into.set(this.#open);
    else if (typeof block === 'number') into.fill(block);
    else if (isSparse(block)) {
      into.fill(0);
      let value = 0;
      for (let word = 0; word < blockWords; word++) {
        for (let rest = block.bits[word] as number; rest !== 0; rest &= rest - 1) {
          into[(word << 5) | (31 - Math.clz32(rest & -rest))] = block.values[value++] as number;
        }
      }
    } else if (isSplit(block)) {
      const { low, top } = block;
      into.set(low);
      for (let i = 0; i < blockSize; i++) into[i] = (into[i] as number) | ((top[i] as number) << 16);
    } else into.set(block);
  }
}
