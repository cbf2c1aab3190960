/** Numbers taken from disk at once, so that one write serves many batches. */
const block = 1000;

/** Sequence numbers that never come twice, also over a restart with an empty journal. */
export class Sequence {
  readonly #document: { get(): { next: number }; set(value: { next: number }): void };
  #next: number;
  #reserved: number;

  /**
   * @param document where the end of the block in use is kept
   * @param least the first number that may be given, whatever the document says
   */
  constructor(document: { get(): { next: number }; set(value: { next: number }): void }, least: number) {
    this.#document = document;
    this.#next = Math.max(least, document.get().next);
    this.#reserved = this.#next;
  }

  /** @throws what the disk says, before any number is given */
  take(): number {
    if (this.#next >= this.#reserved) {
      this.#document.set({ next: this.#next + block });
      this.#reserved = this.#next + block;
    }
    return this.#next++;
  }
}
