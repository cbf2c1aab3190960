import type { ByteSink } from './byte-sink.ts';

/** Runs of one value that are at least so long are written as one. */
const longRun = 8;

/** Bits that numbers up to one need. */
export function bitsFor(largest: number): number {
  return 32 - Math.clz32(largest);
}

function writeRun(sink: ByteSink, value: number, count: number, bits: number): void {
  sink.varint(count * 2);
  for (let shift = 0; shift < bits; shift += 8) sink.byte(value >>> shift);
}

/** Eights of values, each as many bits as the width says; what the last lacks is zeros. */
function writePacked(
  sink: ByteSink,
  values: ArrayLike<number>,
  start: number,
  eights: number,
  bits: number,
): void {
  sink.varint(eights * 2 + 1);
  sink.reserve(eights * bits);
  const { bytes } = sink;
  const end = start + eights * 8;
  const known = Math.min(end, values.length);
  let at = sink.length;
  let held = 0;
  let heldBits = 0;
  for (let i = start; i < end; i++) {
    if (i < known) held |= (values[i] as number) << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      bytes[at++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  sink.length = at;
}

/**
 * Numbers as Parquet's hybrid of runs and packed bits has them
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, RLE = 3).
 * @param bits the width of each, at most 24
 */
export function writeHybrid(sink: ByteSink, values: ArrayLike<number>, bits: number): void {
  if (bits === 0) {
    if (values.length > 0) writeRun(sink, 0, values.length, 0);
    return;
  }
  let packedFrom = 0;
  let at = 0;
  const flush = () => {
    if (at > packedFrom) writePacked(sink, values, packedFrom, Math.ceil((at - packedFrom) / 8), bits);
  };
  while (at < values.length) {
    const value = values[at];
    let end = at + 1;
    while (end < values.length && values[end] === value) end += 1;
    if (end - at >= longRun) {
      flush();
      writeRun(sink, value as number, end - at, bits);
      at = end;
      packedFrom = at;
    } else at += 8;
  }
  at = Math.min(at, values.length);
  flush();
}
