import { blockMask, blockShift, blockSize, blockWords, popcount } from './blocks.ts';
import { narrowArray } from './growing-numbers.ts';

type Codes = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Whole numbers as what they are above the lowest of the block; a code of `none`, the highest, stands for no number. */
export interface Offsets {
  base: number;
  none: number;
  codes: Codes;
}

/** Few distinct numbers, each under a code. */
interface Table {
  values: Float64Array;
  codes: Uint8Array<ArrayBuffer>;
}

/** One number but for few places: a bit for each of those, and their numbers. */
interface Exceptions {
  usual: number;
  bits: Uint32Array;
  others: Float64Array;
}

type Block = number | Offsets | Table | Exceptions | Float64Array;

/** With more exceptions than this, other forms are smaller. */
const mostExceptions = blockSize >> 2;

const scratch = new Float64Array(blockSize);

/** Undefined where no number is usual enough. */
function exceptionsOf(numbers: Float64Array): Exceptions | undefined {
  // A number that stands in most places stands in two of three of them, or nearly so.
  const [a, b, c] = [numbers[0], numbers[blockSize >> 1], numbers[blockSize - 1]] as [number, number, number];
  const usual = Object.is(a, b) || Object.is(a, c) ? a : b;
  const bits = new Uint32Array(blockWords);
  const others: number[] = [];
  for (let i = 0; i < blockSize; i++) {
    const value = numbers[i] as number;
    if (Object.is(value, usual)) continue;
    if (others.push(value) > mostExceptions) return undefined;
    bits[i >> 5] = (bits[i >> 5] as number) | (1 << (i & 31));
  }
  return { usual, bits, others: Float64Array.from(others) };
}

function tableOf(numbers: Float64Array): Table | undefined {
  const known = new Map<number, number>();
  const codes = new Uint8Array(blockSize);
  for (let i = 0; i < blockSize; i++) {
    const value = numbers[i] as number;
    let code = known.get(value);
    if (code === undefined) {
      code = known.size;
      if (code === 200) return undefined;
      known.set(value, code);
    }
    codes[i] = code;
  }
  return { values: Float64Array.from(known.keys()), codes };
}

function packed(numbers: Float64Array): Block {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (let i = 0; i < blockSize; i++) {
    const value = numbers[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
    if (isWhole && !Number.isNaN(value) && !Number.isSafeInteger(value)) isWhole = false;
  }
  const first = numbers[0] as number;
  if (low > high || (low === high && numbers.every((value) => value === first))) return first;
  const range = high - low;
  const isNarrow = isWhole && range < 0xff;
  const table = isNarrow ? undefined : tableOf(numbers);
  if (table) return table;
  const exceptions = isNarrow ? undefined : exceptionsOf(numbers);
  if (exceptions) return exceptions;
  if (!isWhole || range >= 0xffff_ffff) return numbers.slice();
  const codes = narrowArray(blockSize, range + 1);
  const none = 2 ** (codes.BYTES_PER_ELEMENT * 8) - 1;
  for (let i = 0; i < blockSize; i++) {
    const value = numbers[i] as number;
    codes[i] = Number.isNaN(value) ? none : value - low;
  }
  return { base: low, none, codes };
}

function valueIn(block: Block, index: number): number {
  if (typeof block === 'number') return block;
  if (block instanceof Float64Array) return block[index] as number;
  if ('usual' in block) {
    const word = index >> 5;
    const bit = 1 << (index & 31);
    if (((block.bits[word] as number) & bit) === 0) return block.usual;
    let before = popcount((block.bits[word] as number) & (bit - 1));
    for (let i = 0; i < word; i++) before += popcount(block.bits[i] as number);
    return block.others[before] as number;
  }
  const code = block.codes[index] as number;
  if ('values' in block) return block.values[code] as number;
  return code === block.none ? Number.NaN : block.base + code;
}

/** A number for each place, NaN for none, packed block by block. */
export class NumberColumn {
  readonly #blocks: Block[] = [];
  #open = new Float64Array(blockSize).fill(Number.NaN);
  #length = 0;

  get bytes(): number {
    return this.#blocks.reduce<number>((sum, block) => {
      if (typeof block === 'number') return sum + 8;
      if (block instanceof Float64Array) return sum + block.byteLength;
      if ('usual' in block) return sum + block.bits.byteLength + block.others.byteLength;
      return sum + block.codes.byteLength + ('values' in block ? block.values.byteLength : 0);
    }, this.#open.byteLength);
  }

  push(value: number): void {
    this.#open[this.#length++ & blockMask] = value;
    if ((this.#length & blockMask) !== 0) return;
    this.#blocks.push(packed(this.#open));
    this.#open.fill(Number.NaN);
  }

  at(place: number): number {
    const block = this.#blocks[place >> blockShift];
    return valueIn(block ?? this.#open, place & blockMask);
  }

  set(place: number, value: number): void {
    const at = place >> blockShift;
    const index = place & blockMask;
    const block = this.#blocks[at];
    if (block === undefined) {
      this.#open[index] = value;
      return;
    }
    if (Object.is(valueIn(block, index), value)) return;
    if (block instanceof Float64Array) {
      block[index] = value;
      return;
    }
    if (typeof block === 'object' && 'none' in block) {
      const code = Number.isNaN(value) ? block.none : value - block.base;
      if (Number.isInteger(code) && code >= 0 && (code < block.none || Number.isNaN(value))) {
        block.codes[index] = code;
        return;
      }
    }
    this.read(at, scratch);
    scratch[index] = value;
    this.#blocks[at] = packed(scratch);
  }

  /** The numbers of a block, one for each place, NaN behind the last. */
  read(at: number, into: Float64Array): void {
    const block = this.#blocks[at];
    if (block === undefined) into.set(this.#open);
    else if (typeof block === 'number') into.fill(block);
    else if (block instanceof Float64Array) into.set(block);
    else if ('usual' in block) {
      into.fill(block.usual);
      let other = 0;
      for (let word = 0; word < blockWords; word++) {
        for (let rest = block.bits[word] as number; rest !== 0; rest &= rest - 1) {
          into[(word << 5) | (31 - Math.clz32(rest & -rest))] = block.others[other++] as number;
        }
      }
    } else if ('values' in block) {
      const { values, codes } = block;
      for (let i = 0; i < blockSize; i++) into[i] = values[codes[i] as number] as number;
    } else {
      const { base, none, codes } = block;
      into.set(codes);
      for (let i = 0; i < blockSize; i++) {
        const code = into[i] as number;
        into[i] = code === none ? Number.NaN : code + base;
      }
    }
  }

  /** A block as whole numbers above a base, where it is packed so: a range can be asked of the codes alone. */
  offsetsAt(at: number): Offsets | undefined {
    const block = this.#blocks[at];
    return typeof block === 'object' && 'none' in block ? block : undefined;
  }
}
