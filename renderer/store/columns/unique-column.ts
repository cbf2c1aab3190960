import { blockMask, blockShift, blockSize } from './blocks.ts';
import { shortHash, type ValueHash } from './value-hash.ts';

interface Block {
  low: Uint32Array;
  high: Uint16Array;
}

/**
 * Values of which nearly every event has its own, as hashes of 48 bits: whether an event has a given one can be told
 * from memory, and what it is only by the event itself.
 */
export class UniqueColumn {
  /** Null where no place of the block has a value. */
  readonly #blocks: (Block | null)[] = [];

  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + (block ? blockSize * 6 : 8), 0);
  }

  set(place: number, { high, low }: ValueHash): void {
    const at = place >> blockShift;
    while (this.#blocks.length <= at) this.#blocks.push(null);
    let block = this.#blocks[at];
    if (!block) {
      if (low === 0) return;
      block = { low: new Uint32Array(blockSize), high: new Uint16Array(blockSize) };
      this.#blocks[at] = block;
    }
    block.low[place & blockMask] = low;
    block.high[place & blockMask] = high & 0xffff;
  }

  /** Calls back for each place of a block, counted within it, that has one of some values; null asks for any. */
  eachIn(at: number, wanted: readonly ValueHash[] | null, found: (index: number) => void): void {
    const block = this.#blocks[at];
    if (!block) return;
    const { low, high } = block;
    const [first] = wanted ?? [];
    if (!wanted) {
      for (let i = 0; i < blockSize; i++) if (low[i] !== 0) found(i);
    } else if (first && wanted.length === 1) {
      const top = first.high & 0xffff;
      for (let i = 0; i < blockSize; i++) if (low[i] === first.low && high[i] === top) found(i);
    } else if (first) {
      const known = new Set(wanted.map(shortHash));
      for (let i = 0; i < blockSize; i++) {
        if (known.has(shortHash({ low: low[i] as number, high: high[i] as number }))) found(i);
      }
    }
  }
}
