/** How a gzip member begins as zlib writes it without a name: magic, deflate, no flags, no time (RFC 1952). */
const signature = [0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00] as const;

const nothing = new Uint8Array(0);

function isSignature(bytes: Uint8Array, at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBufferLike> {
  if (first.length === 0) return second;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** The byte that every gzip member begins with. */
export const firstOfMember = signature[0];

/**
 * Cuts a gzip file where members of it begin that Lurescope's archive, or zlib, wrote: such a beginning stands in
 * compressed data by chance once in 2^64.
 */
export class GzipBorders {
  #carried: Uint8Array = nothing;

  /** The bytes of the file, as far as they are sure, in pieces; before each but the first a member begins. */
  *write(chunk: Uint8Array): Generator<Uint8Array> {
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
      yield bytes.subarray(from, at);
      from = at;
    }
    const upTo = Math.max(from, searched);
    yield bytes.subarray(from, upTo);
    this.#carried = bytes.slice(upTo);
  }

  /** The last bytes of the file. */
  end(): Uint8Array {
    return this.#carried;
  }
}
