import { GzipBorders } from './gzip-borders.ts';

/** The platform cannot unpack it, or not to its end. */
export class CannotUnpack extends Error {
  override name = 'CannotUnpack';
}

/** A member of a gzip file while it is unpacked. */
class Member {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #reading: Promise<void>;
  #unpacked: Uint8Array[] = [];
  #failure: unknown;

  constructor() {
    const { writable, readable } = new DecompressionStream('gzip');
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    this.#reading = this.#read().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  async #read(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      this.#unpacked.push(value);
    }
  }

  /** What has come out since it was asked last. @throws CannotUnpack */
  #taken(): Uint8Array[] {
    if (this.#failure !== undefined) throw new CannotUnpack('', { cause: this.#failure });
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    return unpacked;
  }

  /** Takes bytes; answers with some of what comes out. */
  async write(bytes: Uint8Array): Promise<Uint8Array[]> {
    await this.#writer.write(bytes.slice()).catch((error: unknown) => {
      this.#failure ??= error;
    });
    return this.#taken();
  }

  /** Says that it is complete; answers with the rest. */
  async end(): Promise<Uint8Array[]> {
    await this.#writer.close().catch((error: unknown) => {
      this.#failure ??= error;
    });
    await this.#reading;
    return this.#taken();
  }

  async abandon(): Promise<void> {
    await this.#writer.abort().catch(() => undefined);
    await this.#reading;
  }
}

/**
 * Unpacks a gzip file by what the platform has for it, which takes a third of the time and ends at whatever is odd.
 * What comes out is what `GzipReader` gives, as far as it goes.
 * @param pieces the file's bytes, each piece so short that what comes out of it may be held in memory
 * @throws CannotUnpack, or what reading the pieces throws
 */
export async function* unpackedNatively(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const borders = new GzipBorders();
  let member: Member | undefined;
  try {
    for await (const piece of pieces) {
      let isFirst = true;
      for (const bytes of borders.write(piece)) {
        if (!isFirst && member) {
          yield* await member.end();
          member = undefined;
        }
        isFirst = false;
        if (bytes.length === 0) continue;
        member ??= new Member();
        yield* await member.write(bytes);
      }
    }
    const last = borders.end();
    if (last.length > 0) {
      member ??= new Member();
      yield* await member.write(last);
    }
    if (member) yield* await member.end();
    member = undefined;
  } finally {
    await member?.abandon();
  }
}
