import { kernelModule } from './module.ts';

/** What the module does; an address is a byte of its memory (assembly/kernels.ts says more of each). */
interface KernelFunctions {
  markedBytes(codes: number, table: number, into: number): void;
  markedShorts(codes: number, marks: number, into: number): void;
  markedSplit(low: number, top: number, marks: number, into: number): void;
  markedWords(codes: number, marks: number, into: number): void;
  markedSparse(held: number, values: number, width: number, marks: number, into: number): void;
  withinBytes(codes: number, low: number, high: number, into: number): void;
  withinShorts(codes: number, low: number, high: number, into: number): void;
  withinWords(codes: number, low: number, high: number, into: number): void;
  countBytes(codes: number, wanted: number, but: number, counts: number, lane: number, by: number): void;
  countShorts(codes: number, wanted: number, but: number, counts: number, lane: number, by: number): void;
  countSplit(low: number, top: number, wanted: number, but: number, counts: number, by: number): void;
  countWords(codes: number, wanted: number, but: number, counts: number, lane: number, by: number): void;
  countSparse(
    held: number,
    values: number,
    width: number,
    wanted: number,
    but: number,
    counts: number,
    by: number,
  ): void;
  intersect(bits: number, other: number, blocks: number): void;
  countNonzero(counts: number, size: number): number;
  nextAbove(counts: number, from: number, size: number, bound: number): number;
  countApart(wanted: number, but: number, blocks: number, into: number): number;
  searchTexts(
    texts: number,
    length: number,
    starts: number,
    width: number,
    needle: number,
    needleLength: number,
    into: number,
  ): void;
}

type Exports = KernelFunctions & { memory: WebAssembly.Memory };

/** Arrays whose numbers the kernels can be given. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array;

const pageBytes = 0x1_0000;

/** Where what belongs to one block stands. */
export const blockAt = {
  /** Codes: 4,096 of up to four bytes. */
  codes: 0x400,
  /** Top bytes of codes whose bytes stand apart. */
  top: 0x4400,
  /** A bit for each place that has a code. */
  held: 0x5400,
  /** The table of marked bytes. */
  table: 0x5600,
  /** The bitmap that a kernel writes. */
  into: 0x5800,
} as const;

/** Where what is larger than a block begins. */
const firstFree = 0x1_0000;

/** Bytes that are taken for long: the codes of a block, two bytes each. */
export const pieceBytes = 0x2000;

/**
 * The module with its memory. What is put into the room stands there for one piece of work: whoever comes back asks
 * first whether it is still there. Pieces are one's own until they are given back.
 */
export class KernelMemory {
  readonly run: KernelFunctions;
  /** The bitmap that a kernel wrote. */
  into = new Uint32Array(0);
  words = new Uint32Array(0);
  shorts = new Uint16Array(0);
  readonly #memory: WebAssembly.Memory;
  #bytes = new Uint8Array(0);
  #end = firstFree;
  #room = { at: firstFree, bytes: 0 };
  #holder: unknown;
  readonly #pieces: number[] = [];

  constructor() {
    const bytes = Uint8Array.from(atob(kernelModule), (letter) => letter.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
    // The module is our own, and says so itself.
    const held = exports as unknown as Exports;
    this.run = held;
    this.#memory = held.memory;
    this.#look();
  }

  /**
   * The room for what is larger than a block, as long as asked for.
   * @param holder who asks; what it put there is there still where `isHeld` says so
   */
  room(holder: unknown, bytes: number): { at: number; isHeld: boolean } {
    const isHeld = this.#holder === holder && bytes <= this.#room.bytes;
    this.#holder = holder;
    if (bytes > this.#room.bytes) {
      const { at, bytes: before } = this.#room;
      for (let piece = at; piece < at + before; piece += pieceBytes) this.#pieces.push(piece);
      const capacity = Math.ceil((bytes * 1.25) / pieceBytes) * pieceBytes;
      this.#room = { at: this.#taken(capacity), bytes: capacity };
    }
    return { at: this.#room.at, isHeld };
  }

  /** A piece of memory, to be had until it is given back. */
  takePiece(): number {
    return this.#pieces.pop() ?? this.#taken(pieceBytes);
  }

  givePieces(pieces: readonly number[]): void {
    this.#pieces.push(...pieces);
  }

  /** Copies numbers to an address, which is a multiple of their width. */
  put(numbers: Numbers, at: number): void {
    if (numbers instanceof Uint8Array) this.#bytes.set(numbers, at);
    else if (numbers instanceof Uint16Array) this.shorts.set(numbers, at >> 1);
    else this.words.set(numbers, at >> 2);
  }

  /** The bytes from an address on; good until more room is asked for. */
  bytesAt(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(at, at + length);
  }

  /** Takes bytes that were never taken before. */
  #taken(bytes: number): number {
    const at = this.#end;
    this.#end += bytes;
    const there = this.#memory.buffer.byteLength;
    if (this.#end > there) {
      // By an eighth of what there is, so that it is rare.
      this.#memory.grow(Math.ceil(Math.max(this.#end - there, there >> 3) / pageBytes));
      this.#look();
    }
    return at;
  }

  #look(): void {
    const { buffer } = this.#memory;
    this.#bytes = new Uint8Array(buffer);
    this.shorts = new Uint16Array(buffer);
    this.words = new Uint32Array(buffer);
    this.into = new Uint32Array(buffer, blockAt.into, 128);
  }
}

let memory: KernelMemory | undefined;

/** The module of this thread. */
export function kernels(): KernelMemory {
  memory ??= new KernelMemory();
  return memory;
}
