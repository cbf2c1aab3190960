import type { Query } from '../../shared/query/ast.ts';
import { fieldsOf } from '../../shared/query/fields-of.ts';
import { blockWords } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { BlockTest } from './block-test.ts';

/** A part of a query with the places that pass it, kept up with the columns block by block. */
export class Clause {
  /** The one field that it asks for, whose facet is counted without it; null where there is more to it. */
  readonly field: string | null;
  bits = new Uint32Array(0);
  readonly #columns: EventColumns;
  readonly #test: BlockTest;
  #stamps = new Uint32Array(0);
  #revision = -1;

  constructor(columns: EventColumns, query: Query, test: BlockTest) {
    this.#columns = columns;
    this.#test = test;
    const fields = fieldsOf(query);
    this.field = fields.length === 1 ? (fields[0] ?? null) : null;
  }

  /** Whether nothing changed since the blocks were looked at. */
  get isCurrent(): boolean {
    return this.#revision === this.#columns.revision;
  }

  /**
   * Looks at the blocks that changed since, for a while.
   * @param deadline when to stop, as performance.now() counts
   * @returns whether all were looked at
   */
  update(deadline = Number.POSITIVE_INFINITY): boolean {
    const { blocks, stamps, revision } = this.#columns;
    if (revision === this.#revision) return true;
    if (this.#stamps.length < blocks) this.#grow(blocks);
    this.#test.update();
    for (let block = 0; block < blocks; block++) {
      if (this.#stamps[block] === stamps[block]) continue;
      this.#test.test(block, this.bits.subarray(block * blockWords, (block + 1) * blockWords));
      this.#stamps[block] = stamps[block] as number;
      if ((block & 15) === 15 && performance.now() > deadline) return false;
    }
    this.#revision = revision;
    return true;
  }

  #grow(blocks: number): void {
    const capacity = blocks + (blocks >> 4);
    const bits = new Uint32Array(capacity * blockWords);
    bits.set(this.bits);
    this.bits = bits;
    const stamps = new Uint32Array(capacity);
    stamps.set(this.#stamps);
    this.#stamps = stamps;
  }
}
