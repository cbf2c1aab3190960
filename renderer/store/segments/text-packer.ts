import { ByteSink } from '../../../shared/files/export/byte-sink.ts';
import type { PackedCells } from '../../../shared/files/export/outgoing-table.ts';
import { farthestCopy, snappyCopy, snappyLiteral } from '../../../shared/files/export/snappy.ts';
import type { TextBytes } from '../../../shared/files/export/text-bytes.ts';

/** Texts that are put together to others, and where each was last put, so that it can be referred to; -1 is nowhere. */
export interface Pieces extends TextBytes {
  last: Int32Array;
}

/** Takes texts, piece by piece. */
export interface PieceTarget {
  begin(): void;
  put(pieces: Pieces, index: number): void;
  end(): void;
}

/** What is shorter is written again rather than referred to, unless what is before it is referred to as well. */
const shortestCopy = 6;
const lengthBytes = 4;

/**
 * Packs texts as Snappy does, each behind its length in four bytes. What repeats need not be looked for, as it is
 * known of each piece where it stood before.
 */
export class TextPacker implements PieceTarget {
  readonly #packed = new ByteSink(1 << 20);
  /** Bytes that are not packed yet: of these there are some, or a copy is under way. */
  readonly #literal = new ByteSink(4096);
  #copyOffset = 0;
  #copyLength = 0;
  /** Bytes before they are packed. */
  #at = 0;
  #began = 0;
  /** Where the length of the text that is under way stands among the packed bytes. */
  #lengthAt = 0;

  begin(): void {
    this.#flush();
    snappyLiteral(this.#packed, noLength, 0, lengthBytes);
    this.#lengthAt = this.#packed.length - lengthBytes;
    this.#at += lengthBytes;
    this.#began = this.#at;
  }

  put({ bytes, starts, last }: Pieces, index: number): void {
    const start = starts[index] as number;
    const end = starts[index + 1] as number;
    const length = end - start;
    if (length === 0) return;
    const before = last[index] as number;
    const offset = this.#at - before;
    last[index] = this.#at;
    this.#at += length;
    if (before >= 0 && offset <= farthestCopy) {
      if (this.#copyLength > 0 && offset === this.#copyOffset) {
        this.#copyLength += length;
        return;
      }
      if (length >= shortestCopy) {
        this.#flush();
        this.#copyOffset = offset;
        this.#copyLength = length;
        return;
      }
    }
    if (this.#copyLength > 0) this.#flush();
    this.#literal.copy(bytes, start, end);
  }

  end(): void {
    const { bytes } = this.#packed;
    const length = this.#at - this.#began;
    for (let i = 0; i < lengthBytes; i++) bytes[this.#lengthAt + i] = length >>> (8 * i);
  }

  /** All that was packed, and how long it was. */
  done(): PackedCells {
    this.#flush();
    const whole = new ByteSink(this.#packed.length + 5);
    whole.varint(this.#at);
    whole.all(this.#packed.done());
    return { is: 'packed', bytes: whole.done(), unpacked: this.#at };
  }

  #flush(): void {
    if (this.#copyLength > 0) {
      snappyCopy(this.#packed, this.#copyOffset, this.#copyLength);
      this.#copyLength = 0;
    } else if (this.#literal.length > 0) {
      snappyLiteral(this.#packed, this.#literal.bytes, 0, this.#literal.length);
      this.#literal.length = 0;
    }
  }
}

const noLength = new Uint8Array(lengthBytes);
