import { Inflate, type ZStream } from 'pako';
import { formatSize } from '../size.ts';
import { firstOfMember, GzipBorders } from './gzip-borders.ts';

/** Unpacked bytes that are more than any file of events has for its packed ones: DEFLATE itself ends at 1,032. */
const highestRatio = 500;

/** Small files are let through whatever their ratio: they fit into memory many times. */
const ratioCountsFrom = 64 * 1024 * 1024;

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

/**
 * Looks at how much has come out of a gzip file.
 * @param packed bytes of it that were read
 * @param most bytes that may come out
 * @throws FileRefused where it is more than events would give
 */
export function checkUnpacked(unpacked: number, packed: number, most: number): void {
  if (unpacked > most)
    throw new FileRefused(`more than ${formatSize(most)} come out of it, and reading stops here`);
  if (unpacked > ratioCountsFrom && unpacked > packed * highestRatio)
    throw new FileRefused(
      `it unpacks to more than ${highestRatio} times its size, as files made to fill a disk do; reading stops here`,
    );
}

/**
 * Unpacks a gzip file while it comes, all of its members, each checked against its own checksum. Where one is damaged,
 * reading goes on with the next that Lurescope's archive, or zlib, began.
 */
export class GzipReader {
  readonly #parts: GzipParts;
  readonly #mostBytes: number;
  #inflate: Inflate | undefined;
  #stream: ZStream | undefined;
  #isLost = false;
  readonly #borders = new GzipBorders();
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
    let isFirst = true;
    for (const bytes of this.#borders.write(chunk)) {
      if (!isFirst) this.#border();
      isFirst = false;
      this.#feed(bytes);
    }
  }

  /** Says that the file is complete. @throws FileRefused as `write` does */
  end(): void {
    this.#feed(this.#borders.end());
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
        if (rest[0] !== firstOfMember) {
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
      checkUnpacked(this.#unpacked, this.#packed, this.#mostBytes);
      this.#parts.data(data);
    };
    inflate.onEnd = () => undefined;
    return inflate;
  }

  #lose(reason: string): void {
    this.#inflate = undefined;
    this.#isLost = true;
    this.#parts.fault(reason);
  }
}
