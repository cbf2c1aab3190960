import { type Resident, ResidentCodes } from '../kernels/resident-codes.ts';
import { blockShift, blockSize } from '../store/columns/blocks.ts';
import type { CodeColumn } from '../store/columns/code-column.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { GrowingNumbers } from '../store/columns/growing-numbers.ts';
import { type CodeSource, type CodeTally, ValueCounts } from './value-counts.ts';

/** A column of few codes, and what is told of each: its code, or what several codes share. */
export interface ProfiledColumn {
  codes: CodeColumn;
  /** What the codes stand for; it grows. */
  dictionary: { readonly size: number };
  /** @returns a number below 256 */
  toldOf(code: number): number;
}

/** Told numbers there can be of a column. */
const mostTold = 256;
/** Ways to begin a profile there can be, and profiles. */
const mostNodes = 4096;
const mostProfiles = 0x8000;

const read = new Uint32Array(blockSize);
const nodes = new Uint32Array(blockSize);
const told = new Uint16Array(blockSize);

/**
 * What events have in several columns of few values, as one code: there are far fewer profiles than combinations. One
 * count of them tells the counts of each of the columns.
 */
export class Profile implements CodeSource {
  readonly #columns: EventColumns;
  readonly #parts: readonly ProfiledColumn[];
  /** A tree: at node `n` what is told leads to the node in `n * 256 + told`, 0 where none was met; 0 is the root. */
  #next = new Uint16Array(mostTold * 16);
  /** For each node what was told on the way to it. */
  readonly #paths: number[][] = [[]];
  /** For each profile what is told of each column. */
  readonly #told = new GrowingNumbers();
  readonly #codes = new ResidentCodes();
  readonly #stamps: number[] = [];
  readonly #counts: ValueCounts;
  #isTold = true;
  #revision = -1;

  constructor(columns: EventColumns, parts: readonly ProfiledColumn[]) {
    this.#columns = columns;
    this.#parts = parts;
    this.#counts = new ValueCounts(columns, this);
  }

  get size(): number {
    return this.#told.length / this.#parts.length;
  }

  /** Looks at what changed. @returns whether there are few enough values and profiles for counts to be told */
  update(): boolean {
    const { blocks, stamps, revision } = this.#columns;
    if (revision === this.#revision) return this.#isTold;
    for (let block = 0; this.#isTold && block < blocks; block++) {
      const stamp = stamps[block] as number;
      if (this.#stamps[block] === stamp) continue;
      this.#isTold = this.#fill(block);
      this.#stamps[block] = stamp;
    }
    this.#revision = revision;
    return this.#isTold;
  }

  blockAt(block: number): Resident {
    return this.#codes.blockAt(block);
  }

  at(place: number): number {
    return this.#codes.at(place);
  }

  /** The counts of one of the columns by what is told of its codes, given that `update` said so. */
  tallyOf(part: number): CodeTally {
    const counts = this.#counts;
    const width = this.#parts.length;
    let sums = new Uint32Array(0);
    let summed = -1;
    return {
      get revision() {
        return counts.revision;
      },
      of: (selection) => {
        const profiles = counts.of(selection);
        if (summed === counts.revision) return sums;
        summed = counts.revision;
        const { size } = this;
        sums = new Uint32Array(Math.max(sums.length, mostTold));
        for (let profile = 0; profile < size; profile++) {
          const value = this.#told.at(profile * width + part);
          sums[value] = (sums[value] as number) + (profiles[profile] as number);
        }
        return sums;
      },
    };
  }

  /** @returns false where there are too many values or profiles */
  #fill(block: number): boolean {
    const places = Math.min(blockSize, this.#columns.length - (block << blockShift));
    nodes.fill(0);
    for (const [part, { codes, dictionary, toldOf }] of this.#parts.entries()) {
      const isLast = part === this.#parts.length - 1;
      const values = Uint16Array.from({ length: dictionary.size }, (_, code) => toldOf(code));
      if (values.some((value) => value >= mostTold)) return false;
      codes.read(block, read);
      for (let i = 0; i < places; i++) {
        const step = ((nodes[i] as number) << 8) | (values[read[i] as number] as number);
        nodes[i] = this.#next[step] || this.#grow(step, isLast);
      }
      if (this.#paths.length > mostNodes || this.size > mostProfiles) return false;
    }
    for (let i = 0; i < blockSize; i++) told[i] = i < places ? (nodes[i] as number) - 1 : 0;
    this.#codes.put(block, told);
    return true;
  }

  /** Makes the node that a step leads to, or the profile, whose number is one less. */
  #grow(step: number, isLast: boolean): number {
    const path = [...(this.#paths[step >> 8] ?? []), step & (mostTold - 1)];
    if (isLast) {
      for (const value of path) this.#told.push(value);
      this.#next[step] = this.size;
      return this.size;
    }
    const node = this.#paths.push(path) - 1;
    if (this.#next.length < this.#paths.length * mostTold) {
      const larger = new Uint16Array(this.#next.length * 2);
      larger.set(this.#next);
      this.#next = larger;
    }
    this.#next[step] = node;
    return node;
  }
}
