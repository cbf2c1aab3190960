import { Inflate, type ZStream } from 'pako';
import { formatSize } from '../size.ts';

/** Unpacked bytes that are more than any file of events has for its packed ones: DEFLATE itself ends at 1,032. */
const highestRatio = 500;

/** Small files are let through whatever their ratio: they fit into memory many times. */
const ratioCountsFrom = 64 * 1024 * 1024;

/** How a gzip member begins as zlib writes it without a name: magic, deflate, no flags, no time (RFC 1952). */
const signature = [0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00] as const;

const nothing = new Uint8Array(0);

/** A file that is not read on, in words for whoever chose it. */
export class FileRefused extends Error {
  override name = 'FileRefused';
}

/** What comes out of a gzip file. */
export interface GzipParts {
  /** Bytes, unpacked, in their order. They are only good until it returns. */
  data(bytes: Uint8Array): void;
  /** A member that is damaged or cut short: what follows next is the beginning of another one, or nothing. */
  fault(reason: string): void;
}

function isSignature(bytes: Uint8Array, at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/**
 * Unpacks a gzip file while it comes, all of its members, each checked against its own checksum. Where one is damaged,
 * reading goes on with the next that Lurescope's archive, or zlib, began: such a beginning stands in compressed data
 * by chance once in 2^64.
 */
export class GzipReader {
  readonly #parts: GzipParts;
  readonly #mostBytes: number;
  #inflate: Inflate | undefined;
  #stream: ZStream | undefined;
  #isLost = false;
  #carried: Uint8Array = nothing;
  #packed = 0;
  #unpacked = 0;

  /** @param mostBytes that may come out of it in all */
  constructor(parts: GzipParts, mostBytes: number) {
    this.#parts = parts;
    this.#mostBytes = mostBytes;
  }

  /** Takes the next bytes. @throws FileRefused where more comes out than events would give */
  write(chunk: Uint8Array): void {
    this.#packed += chunk.length;
    const bytes = joined(this.#carried, chunk);
    // What could be the beginning of a signature waits for its rest.
    const searched = Math.max(0, bytes.length - signature.length + 1);
    let from = 0;
    for (
      let at = bytes.indexOf(signature[0]);
      at !== -1 && at < searched;
      at = bytes.indexOf(signature[0], at + 1)
    ) {
      if (!isSignature(bytes, at)) continue;
      this.#feed(bytes.subarray(from, at));
      this.#border();
      from = at;
    }
    const upTo = Math.max(from, searched);
    this.#feed(bytes.subarray(from, upTo));
    this.#carried = bytes.slice(upTo);
  }

  /** Says that the file is complete. @throws FileRefused as `write` does */
  end(): void {
    this.#feed(this.#carried);
    if (this.#inflate) this.#lose('the gzip file ends in the middle');
  }

  /** A member begins here: one that is under way was cut short. */
  #border(): void {
    if (this.#inflate) this.#lose('a part of the gzip file was cut short');
    this.#isLost = false;
  }

  #feed(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#isLost) {
      if (!this.#inflate) {
        if (rest.every((byte) => byte === 0)) return;
        if (rest[0] !== signature[0]) {
          this.#lose('something follows in the gzip file that is no gzip');
          return;
        }
      }
      this.#inflate ??= this.#begin();
      const inflate = this.#inflate;
      // Flushed each time, so that of a file that is cut short all that came is read.
      if (!inflate.push(rest, 2)) {
        this.#lose('a part of the gzip file is damaged');
        return;
      }
      if (!inflate.ended) return;
      rest = rest.subarray(rest.length - (this.#stream?.avail_in ?? 0));
      this.#inflate = undefined;
    }
  }

  #begin(): Inflate {
    const inflate = new Inflate();
    inflate.onStart = (stream) => {
      this.#stream = stream;
    };
    inflate.onData = (data) => {
      this.#unpacked += data.length;
      this.#check();
      this.#parts.data(data);
    };
    inflate.onEnd = () => undefined;
    return inflate;
  }

  #check(): void {
    if (this.#unpacked > this.#mostBytes)
      throw new FileRefused(
        `more than ${formatSize(this.#mostBytes)} come out of it, and reading stops here`,
      );
    if (this.#unpacked > ratioCountsFrom && this.#unpacked > this.#packed * highestRatio)
      throw new FileRefused(
        `it unpacks to more than ${highestRatio} times its size, as files made to fill a disk do; reading stops here`,
      );
  }

  #lose(reason: string): void {
    this.#inflate = undefined;
    this.#isLost = true;
    this.#parts.fault(reason);
  }
}
