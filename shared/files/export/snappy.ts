import { type ByteSink, copyBytes } from './byte-sink.ts';

/** Places of the table of what was seen, as a power of two. */
const tableBits = 14;
/** So far back a copy of two bytes' offset reaches. */
const farthestCopy = 0xffff;
/** A copy is at most so long; what is longer is several. */
const longestCopy = 64;
/** Nothing is looked for in the last bytes: four are read at once. */
const margin = 8;

const table = new Int32Array(1 << tableBits);

/** Writes bytes as they are, an element of Snappy, to a place. @returns the place behind them */
function putLiteral(into: Uint8Array, place: number, from: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return place;
  const last = length - 1;
  let at = place;
  if (last < 60) into[at++] = last << 2;
  else {
    const more = last < 0x100 ? 1 : last < 0x1_0000 ? 2 : 4;
    into[at++] = (59 + more) << 2;
    for (let i = 0; i < more; i++) into[at++] = last >>> (8 * i);
  }
  copyBytes(into, at, from, start, end);
  return at + length;
}

/** Writes that so many bytes are as those so far before, up to `farthestCopy`. @returns the place behind it */
function putCopy(into: Uint8Array, place: number, offset: number, length: number): number {
  let at = place;
  for (let left = length; left > 0; left -= longestCopy) {
    into[at] = ((Math.min(left, longestCopy) - 1) << 2) | 2;
    into[at + 1] = offset;
    into[at + 2] = offset >>> 8;
    at += 3;
  }
  return at;
}

/** Packs bytes as Snappy has them (https://github.com/google/snappy/blob/main/format_description.txt). */
export function snappyInto(sink: ByteSink, input: Uint8Array): void {
  const { length } = input;
  sink.varint(length);
  // What does not repeat grows by the lengths of literals, of which each is behind a copy of at least four bytes.
  sink.reserve(length + Math.ceil(length / 6) + 32);
  const { bytes } = sink;
  let to = sink.length;
  const view = new DataView(input.buffer, input.byteOffset, length);
  table.fill(-1);
  const limit = length - margin;
  let told = 0;
  let at = 0;
  // What does not repeat is gone through in longer and longer steps.
  let misses = 32;
  while (at < limit) {
    const four = view.getInt32(at, true);
    const slot = Math.imul(four, 0x1e35_a7bd) >>> (32 - tableBits);
    const before = table[slot] as number;
    table[slot] = at;
    if (before < 0 || at - before > farthestCopy || view.getInt32(before, true) !== four) {
      at += misses++ >>> 5;
      continue;
    }
    let end = at + 4;
    let same = before + 4;
    while (end < limit && view.getInt32(end, true) === view.getInt32(same, true)) {
      end += 4;
      same += 4;
    }
    while (end < length && input[end] === input[same]) {
      end += 1;
      same += 1;
    }
    to = putLiteral(bytes, to, input, told, at);
    to = putCopy(bytes, to, at - before, end - at);
    told = end;
    at = end;
    misses = 32;
    if (at < limit) table[Math.imul(view.getInt32(at - 1, true), 0x1e35_a7bd) >>> (32 - tableBits)] = at - 1;
  }
  sink.length = putLiteral(bytes, to, input, told, length);
}
