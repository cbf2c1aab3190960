import { blockMask, blockShift, blockSize, blockWords, popcount } from './blocks.ts';
import { bytesOfCodes, type CodeBlock, isSparse, isSplit, packedCodes } from './code-block.ts';

const scratch = new Uint32Array(blockSize);

/** A code for each place, packed block by block as narrow as the block's codes allow. */
export class CodeColumn {
  readonly #blocks: CodeBlock[] = [];
  #open = new Uint32Array(blockSize);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#blocks.reduce<number>((sum, block) => sum + bytesOfCodes(block), this.#open.byteLength);
  }

  push(code: number): void {
    this.#open[this.#length++ & blockMask] = code;
    if ((this.#length & blockMask) !== 0) return;
    this.#blocks.push(packedCodes(this.#open));
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
    this.#blocks[at] = packedCodes(scratch);
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
      this.#blocks[at] = packedCodes(scratch);
    }
  }

  /** The one code of a block all of whose places have the same; undefined for any other block. */
  constantOf(at: number): number | undefined {
    const block = this.#blocks[at];
    return typeof block === 'number' ? block : undefined;
  }

  /** The codes of a block as they are held; not to be changed, and good until the next change. */
  blockAt(at: number): CodeBlock {
    return this.#blocks[at] ?? this.#open;
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
