// What is done to every event on every look, in WebAssembly: sixteen codes at a time, and no check of a bound.
// Addresses are bytes in the module's own memory, which the caller lays out (kernel-memory.ts). A block is 4,096
// places, its bitmap 128 words, lowest place in the lowest bit.

const places: usize = 4096;
const words: usize = places >> 5;

function pairOf(low: v128, high: v128): u32 {
  return <u32>i8x16.bitmask(low) | ((<u32>i8x16.bitmask(high)) << 16);
}

/**
 * Bits of the places whose code, a byte, is marked.
 * @param table 32 bytes: bit `code >> 4 & 7` of byte `code & 15`, of byte `16 + (code & 15)` for codes from 128 on
 */
export function markedBytes(codes: usize, table: usize, into: usize): void {
  const low = v128.load(table);
  const high = v128.load(table, 16);
  const lowBits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const highBits = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, -128);
  const nibble = i8x16.splat(15);
  for (let word: usize = 0; word < words; word++) {
    const at = codes + (word << 5);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const aLow = v128.and(a, nibble);
    const bLow = v128.and(b, nibble);
    const aHigh = i8x16.shr_u(a, 4);
    const bHigh = i8x16.shr_u(b, 4);
    const aHits = v128.or(
      v128.and(i8x16.swizzle(low, aLow), i8x16.swizzle(lowBits, aHigh)),
      v128.and(i8x16.swizzle(high, aLow), i8x16.swizzle(highBits, aHigh)),
    );
    const bHits = v128.or(
      v128.and(i8x16.swizzle(low, bLow), i8x16.swizzle(lowBits, bHigh)),
      v128.and(i8x16.swizzle(high, bLow), i8x16.swizzle(highBits, bHigh)),
    );
    const none = i8x16.splat(0);
    store<u32>(into + (word << 2), pairOf(i8x16.ne(aHits, none), i8x16.ne(bHits, none)));
  }
}

/** Bits of the places whose code, two bytes, has a 1 among the marks. */
export function markedShorts(codes: usize, marks: usize, into: usize): void {
  for (let word: usize = 0; word < words; word++) {
    const at = codes + (word << 6);
    let bits: u32 = 0;
    for (let bit: u32 = 0; bit < 32; bit += 4) {
      const a = <u32>load<u8>(marks + <usize>load<u16>(at + (bit << 1)));
      const b = <u32>load<u8>(marks + <usize>load<u16>(at + (bit << 1), 2));
      const c = <u32>load<u8>(marks + <usize>load<u16>(at + (bit << 1), 4));
      const d = <u32>load<u8>(marks + <usize>load<u16>(at + (bit << 1), 6));
      bits |= (a | (b << 1) | (c << 2) | (d << 3)) << bit;
    }
    store<u32>(into + (word << 2), bits);
  }
}

/** The same for codes whose two low bytes and top byte stand apart. */
export function markedSplit(low: usize, top: usize, marks: usize, into: usize): void {
  for (let word: usize = 0; word < words; word++) {
    const at = low + (word << 6);
    const atTop = top + (word << 5);
    let bits: u32 = 0;
    for (let bit: u32 = 0; bit < 32; bit++) {
      const code = <u32>load<u16>(at + (bit << 1)) | ((<u32>load<u8>(atTop + bit)) << 16);
      bits |= (<u32>load<u8>(marks + code)) << bit;
    }
    store<u32>(into + (word << 2), bits);
  }
}

/** The same for codes of four bytes. */
export function markedWords(codes: usize, marks: usize, into: usize): void {
  for (let word: usize = 0; word < words; word++) {
    const at = codes + (word << 7);
    let bits: u32 = 0;
    for (let bit: u32 = 0; bit < 32; bit++) {
      bits |= (<u32>load<u8>(marks + <usize>load<u32>(at + (bit << 2)))) << bit;
    }
    store<u32>(into + (word << 2), bits);
  }
}

/** Bits of the places whose code, a byte, lies between two, both included. */
export function withinBytes(codes: usize, low: u32, high: u32, into: usize): void {
  const from = i8x16.splat(<i8>low);
  const width = i8x16.splat(<i8>(high - low));
  for (let word: usize = 0; word < words; word++) {
    const at = codes + (word << 5);
    const a = i8x16.le_u(i8x16.sub(v128.load(at), from), width);
    const b = i8x16.le_u(i8x16.sub(v128.load(at, 16), from), width);
    store<u32>(into + (word << 2), pairOf(a, b));
  }
}

/** The same for codes of two bytes. */
export function withinShorts(codes: usize, low: u32, high: u32, into: usize): void {
  const from = i16x8.splat(<i16>low);
  const width = i16x8.splat(<i16>(high - low));
  for (let word: usize = 0; word < words; word++) {
    const at = codes + (word << 6);
    const a = i16x8.le_u(i16x8.sub(v128.load(at), from), width);
    const b = i16x8.le_u(i16x8.sub(v128.load(at, 16), from), width);
    const c = i16x8.le_u(i16x8.sub(v128.load(at, 32), from), width);
    const d = i16x8.le_u(i16x8.sub(v128.load(at, 48), from), width);
    store<u32>(into + (word << 2), pairOf(i8x16.narrow_i16x8_s(a, b), i8x16.narrow_i16x8_s(c, d)));
  }
}

/** The same for codes of four bytes. */
export function withinWords(codes: usize, low: u32, high: u32, into: usize): void {
  const from = i32x4.splat(low);
  const width = i32x4.splat(high - low);
  for (let word: usize = 0; word < words; word++) {
    let bits: u32 = 0;
    for (let four: u32 = 0; four < 8; four++) {
      const codesOfFour = v128.load(codes + (word << 7) + (four << 4));
      bits |= (<u32>i32x4.bitmask(i32x4.le_u(i32x4.sub(codesOfFour, from), width))) << (four << 2);
    }
    store<u32>(into + (word << 2), bits);
  }
}

function valueAt(values: usize, width: u32, index: usize): u32 {
  if (width === 1) return load<u8>(values + index);
  if (width === 2) return load<u16>(values + (index << 1));
  return load<u32>(values + (index << 2));
}

/**
 * The same for a block in which few places have a code that is not 0, which is not marked.
 * @param held a bit for each of those
 * @param values their codes, of a width of 1, 2 or 4 bytes
 */
export function markedSparse(held: usize, values: usize, width: u32, marks: usize, into: usize): void {
  let index: usize = 0;
  for (let word: usize = 0; word < words; word++) {
    let rest = load<u32>(held + (word << 2));
    let bits: u32 = 0;
    while (rest !== 0) {
      const bit = ctz(rest);
      rest &= rest - 1;
      bits |= (<u32>load<u8>(marks + <usize>valueAt(values, width, index))) << bit;
      index++;
    }
    store<u32>(into + (word << 2), bits);
  }
}

function add(counts: usize, code: u32, by: i32): void {
  const at = counts + ((<usize>code) << 2);
  store<i32>(at, load<i32>(at) + by);
}

/**
 * Adds `by` to the count of each code that stands at a place which is in one bitmap and not in another.
 * @param T the width of a code
 * @param lane bytes from one of four lanes of counts to the next, which are taken by turns: where most places have the
 *   same code, each count would otherwise have to wait for the one before it. 0 where there is one lane
 */
function countDense<T>(codes: usize, wanted: usize, but: usize, counts: usize, lane: usize, by: i32): void {
  for (let word: usize = 0; word < words; word++) {
    let rest = load<u32>(wanted + (word << 2)) & ~load<u32>(but + (word << 2));
    const at = codes + (word << 5) * sizeof<T>();
    while (rest !== 0) {
      const bit: usize = ctz(rest);
      rest &= rest - 1;
      add(counts + (bit & 3) * lane, <u32>load<T>(at + bit * sizeof<T>()), by);
    }
  }
}

/** Counts codes of one byte. */
export function countBytes(
  codes: usize,
  wanted: usize,
  but: usize,
  counts: usize,
  lane: usize,
  by: i32,
): void {
  countDense<u8>(codes, wanted, but, counts, lane, by);
}

/** The same for codes of two bytes. */
export function countShorts(
  codes: usize,
  wanted: usize,
  but: usize,
  counts: usize,
  lane: usize,
  by: i32,
): void {
  countDense<u16>(codes, wanted, but, counts, lane, by);
}

/** The same for codes of four bytes. */
export function countWords(
  codes: usize,
  wanted: usize,
  but: usize,
  counts: usize,
  lane: usize,
  by: i32,
): void {
  countDense<u32>(codes, wanted, but, counts, lane, by);
}

/** The same for codes whose two low bytes and top byte stand apart. */
export function countSplit(low: usize, top: usize, wanted: usize, but: usize, counts: usize, by: i32): void {
  for (let word: usize = 0; word < words; word++) {
    let rest = load<u32>(wanted + (word << 2)) & ~load<u32>(but + (word << 2));
    while (rest !== 0) {
      const place: usize = (word << 5) | <usize>ctz(rest);
      rest &= rest - 1;
      add(counts, <u32>load<u16>(low + (place << 1)) | ((<u32>load<u8>(top + place)) << 16), by);
    }
  }
}

/** The same for a block in which few places have a code that is not 0. */
export function countSparse(
  held: usize,
  values: usize,
  width: u32,
  wanted: usize,
  but: usize,
  counts: usize,
  by: i32,
): void {
  let before: usize = 0;
  let zeros: i32 = 0;
  for (let word: usize = 0; word < words; word++) {
    const bits = load<u32>(held + (word << 2));
    const sought = load<u32>(wanted + (word << 2)) & ~load<u32>(but + (word << 2));
    zeros += popcnt(sought & ~bits);
    let rest = sought & bits;
    while (rest !== 0) {
      const bit = rest & -rest;
      rest &= rest - 1;
      add(counts, valueAt(values, width, before + <usize>popcnt(bits & (bit - 1))), by);
    }
    before += popcnt(bits);
  }
  add(counts, 0, by * zeros);
}

/** How many bits of a bitmap are set that another has not, block by block, two bytes each. @returns all of them */
export function countApart(wanted: usize, but: usize, blocks: usize, into: usize): u32 {
  let all: u32 = 0;
  for (let block: usize = 0; block < blocks; block++) {
    const start = block * words * 4;
    let sum: u32 = 0;
    for (let at: usize = start; at < start + words * 4; at += 8) {
      sum += <u32>popcnt(load<u64>(wanted + at) & ~load<u64>(but + at));
    }
    store<u16>(into + (block << 1), sum);
    all += sum;
  }
  return all;
}

function isAt(text: usize, needle: usize, length: usize): boolean {
  for (let i: usize = 0; i < length; i++) {
    if (load<u8>(text + i) !== load<u8>(needle + i)) return false;
  }
  return true;
}

/**
 * Marks the texts of a run that have a needle in them.
 * @param texts the run's bytes, one text after the other; 16 bytes behind them may be read
 * @param starts where each text begins and the last ends, two bytes each, or four where the run is long
 * @param into a byte for each text, made 1 where the needle is in it
 */
export function searchTexts(
  texts: usize,
  length: usize,
  starts: usize,
  width: u32,
  needle: usize,
  needleLength: usize,
  into: usize,
): void {
  const first = i8x16.splat(load<i8>(needle));
  const last = i8x16.splat(load<i8>(needle + needleLength - 1));
  let index: usize = 0;
  let end: usize = valueAt(starts, width, 1);
  if (length < needleLength) return;
  const lastStart = length - needleLength;
  let from: usize = 0;
  while (from <= lastStart) {
    const begins = i8x16.eq(v128.load(texts + from), first);
    const ends = i8x16.eq(v128.load(texts + from + needleLength - 1), last);
    let candidates: u32 = i8x16.bitmask(v128.and(begins, ends));
    while (candidates !== 0) {
      const at = from + <usize>ctz(candidates);
      candidates &= candidates - 1;
      if (at > lastStart) break;
      while (end <= at) {
        index++;
        end = valueAt(starts, width, index + 1);
      }
      if (at + needleLength > end || load<u8>(into + index) !== 0) continue;
      if (isAt(texts + at + 1, needle + 1, needleLength - 1)) store<u8>(into + index, 1);
    }
    from += 16;
  }
}

/** Leaves those bits of a bitmap that another has too; both are of whole blocks. */
export function intersect(bits: usize, other: usize, blocks: usize): void {
  const end = bits + blocks * words * 4;
  for (let at = bits; at < end; at += 16) {
    v128.store(at, v128.and(v128.load(at), v128.load(other + (at - bits))));
  }
}

/** How many of some counts are not 0. */
export function countNonzero(counts: usize, size: usize): u32 {
  let zeros = i32x4.splat(0);
  const none = i32x4.splat(0);
  let at: usize = 0;
  for (; at + 4 <= size; at += 4) {
    // What is equal is -1.
    zeros = i32x4.sub(zeros, i32x4.eq(v128.load(counts + (at << 2)), none));
  }
  let sum: u32 =
    i32x4.extract_lane(zeros, 0) +
    i32x4.extract_lane(zeros, 1) +
    i32x4.extract_lane(zeros, 2) +
    i32x4.extract_lane(zeros, 3);
  for (; at < size; at++) if (load<u32>(counts + (at << 2)) === 0) sum++;
  return <u32>size - sum;
}

/** The first code from one on whose count is higher than a bound; how many there are where none is. */
export function nextAbove(counts: usize, from: usize, size: usize, bound: u32): usize {
  const lowest = i32x4.splat(bound);
  let code = from;
  for (; code + 4 <= size; code += 4) {
    const higher = i32x4.bitmask(i32x4.gt_u(v128.load(counts + (code << 2)), lowest));
    if (higher !== 0) return code + <usize>ctz(higher);
  }
  for (; code < size; code++) if (load<u32>(counts + (code << 2)) > bound) return code;
  return size;
}
