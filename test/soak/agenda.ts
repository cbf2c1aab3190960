/** What is to happen at which time, in the order of time. */
export class Agenda {
  #entries: { at: number; order: number; act: () => Promise<void> | void }[] = [];
  #order = 0;

  add(at: number, act: () => Promise<void> | void): void {
    this.#entries.push({ at, order: this.#order++, act });
    this.#entries.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  /** When the next is to happen, ms; infinite where there is nothing. */
  get next(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Does everything that is due. */
  async run(now: number): Promise<void> {
    while (this.next <= now) await this.#entries.shift()?.act();
  }
}
