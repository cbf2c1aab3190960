import { blockMask, blockShift } from '../store/columns/blocks.ts';
import { kernels } from './kernel-memory.ts';

/** Codes of a block that stand where the kernels work: two bytes for each place. */
export interface Resident {
  /** Where in the kernels' memory. */
  readonly address: number;
}

const left = new FinalizationRegistry<readonly number[]>((pieces) => kernels().givePieces(pieces));

/** Codes by place that are made for the kernels alone, and need not be copied to them for each look. */
export class ResidentCodes {
  readonly #pieces: number[] = [];
  readonly #blocks: Resident[] = [];

  constructor() {
    left.register(this, this.#pieces);
  }

  put(block: number, codes: Uint16Array): void {
    const memory = kernels();
    while (this.#blocks.length <= block) {
      const address = memory.takePiece();
      this.#pieces.push(address);
      this.#blocks.push({ address });
    }
    memory.put(codes, (this.#blocks[block] as Resident).address);
  }

  /** The codes of a block that was put. */
  blockAt(block: number): Resident {
    return this.#blocks[block] as Resident;
  }

  at(place: number): number {
    const { address } = this.blockAt(place >> blockShift);
    return kernels().shorts[(address >> 1) + (place & blockMask)] as number;
  }
}
