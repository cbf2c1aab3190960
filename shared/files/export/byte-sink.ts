/** Up to so many bytes are copied one by one: a view of them would cost more than it saves. */
const fewBytes = 40;

const encoder = new TextEncoder();

/** Copies some of the bytes of a buffer to a place of another. */
export function copyBytes(
  into: Uint8Array,
  place: number,
  from: Uint8Array,
  start: number,
  end: number,
): void {
  const count = end - start;
  if (count > fewBytes) into.set(from.subarray(start, end), place);
  else for (let i = 0; i < count; i++) into[place + i] = from[start + i] as number;
}

/** Bytes one after another, in a buffer that grows. Whoever writes many of them may reserve room and write to it. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Four bytes, the least first. */
  u32(value: number): void {
    this.reserve(4);
    const { bytes, length } = this;
    bytes[length] = value;
    bytes[length + 1] = value >>> 8;
    bytes[length + 2] = value >>> 16;
    bytes[length + 3] = value >>> 24;
    this.length = length + 4;
  }

  /** A whole number below 2^32, seven bits a byte, the least first (ULEB128). */
  varint(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Some of the bytes of another buffer. */
  copy(from: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    copyBytes(this.bytes, this.length, from, start, end);
    this.length += count;
  }

  all(from: Uint8Array): void {
    this.copy(from, 0, from.length);
  }

  /** A text as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /** What was written, without a copy of it. */
  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}
