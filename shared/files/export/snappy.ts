import type { ByteSink } from './byte-sink.ts';

/** Places of the table of what was seen, as a power of two. */
const tableBits = 14;
/** So far back a copy of two bytes' offset reaches. */
const farthestCopy = 0xffff;
/** A copy is at most so long; what is longer is several. */
const longestCopy = 64;
/** Nothing is looked for in the last bytes: four are read at once. */
const margin = 8;

const table = new Int32Array(1 << tableBits);

/** Bytes as they are: an element of Snappy. */
function snappyLiteral(sink: ByteSink, from: Uint8Array, start: number, end: number): void {
  const length = end - start;
  if (length === 0) return;
  sink.reserve(length + 5);
  const last = length - 1;
  if (last < 60) sink.byte(last << 2);
  else if (last < 0x100) {
    sink.byte(60 << 2);
    sink.byte(last);
  } else if (last < 0x1_0000) {
    sink.byte(61 << 2);
    sink.byte(last);
    sink.byte(last >>> 8);
  } else {
    sink.byte(63 << 2);
    sink.u32(last);
  }
  sink.copy(from, start, end);
}

/** The same as bytes before: elements of Snappy. @param offset how far back, up to `farthestCopy` */
function snappyCopy(sink: ByteSink, offset: number, length: number): void {
  sink.reserve((Math.ceil(length / longestCopy) + 1) * 3);
  const { bytes } = sink;
  let at = sink.length;
  for (let left = length; left > 0; ) {
    const some = Math.min(left, longestCopy);
    bytes[at++] = ((some - 1) << 2) | 2;
    bytes[at++] = offset;
    bytes[at++] = offset >>> 8;
    left -= some;
  }
  sink.length = at;
}

/** Packs bytes as Snappy has them (https://github.com/google/snappy/blob/main/format_description.txt). */
export function snappyInto(sink: ByteSink, input: Uint8Array): void {
  const { length } = input;
  sink.varint(length);
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
    snappyLiteral(sink, input, told, at);
    snappyCopy(sink, at - before, end - at);
    told = end;
    at = end;
    misses = 32;
    if (at < limit) table[Math.imul(view.getInt32(at - 1, true), 0x1e35_a7bd) >>> (32 - tableBits)] = at - 1;
  }
  snappyLiteral(sink, input, told, length);
}
