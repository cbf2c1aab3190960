/** Takes bytes of a stream in the lengths that are asked for. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #length = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** The next bytes: so many, or fewer where the stream ends before. */
  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#length < length) {
      const { done, value } = await this.#chunks.next();
      if (done) break;
      this.#held.push(value);
      this.#length += value.length;
    }
    const taken = new Uint8Array(Math.min(length, this.#length));
    let filled = 0;
    while (filled < taken.length) {
      const [first = taken] = this.#held;
      const part = first.subarray(0, taken.length - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length === first.length) this.#held.shift();
      else this.#held[0] = first.subarray(part.length);
    }
    this.#length -= taken.length;
    return taken;
  }

  /** Says that no more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
