const places = { now: 0, wrongBy: 1 } as const;

/** The memory of a time that all threads of a soak read. */
export type TimeMemory = SharedArrayBuffer;

/** The one time of a soak: the server's, and by how much the analyst's computer is wrong about it. */
export class SharedTime {
  readonly memory: TimeMemory;
  readonly #times: Float64Array;

  constructor(memory: TimeMemory = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#times = new Float64Array(memory);
  }

  /** The server's now, ms. */
  get now(): number {
    return this.#times[places.now] ?? 0;
  }

  set now(ms: number) {
    this.#times[places.now] = ms;
  }

  /** How far the analyst's clock is ahead of the server's, ms. */
  get wrongBy(): number {
    return this.#times[places.wrongBy] ?? 0;
  }

  set wrongBy(ms: number) {
    this.#times[places.wrongBy] = ms;
  }
}

/** How many requests the server leaves without an answer just now: their clients wait for time to pass. */
export class HangingRequests {
  readonly memory: SharedArrayBuffer;
  readonly #count: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#count = new Int32Array(memory);
  }

  get count(): number {
    return Atomics.load(this.#count, 0);
  }

  change(by: 1 | -1): void {
    Atomics.add(this.#count, 0, by);
    Atomics.notify(this.#count, 0);
  }

  /** Resolves when the count is another than `seen`. */
  async changed(seen: number): Promise<void> {
    await Atomics.waitAsync(this.#count, 0, seen).value;
  }
}
