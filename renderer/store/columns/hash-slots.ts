const fullest = 0.85;
const growth = 1.3;

/** An open-addressing table from hashes to codes, for dictionaries too large for a Map of strings. */
export class HashSlots {
  /** The code and one; 0 where none is. */
  #slots = new Uint32Array(64);
  #taken = 0;

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The first code under a hash that is the one looked for. */
  find(hash: number, isIt: (code: number) => boolean): number | undefined {
    const slots = this.#slots;
    let slot = this.#begin(hash);
    for (;;) {
      const held = slots[slot] as number;
      if (held === 0) return undefined;
      if (isIt(held - 1)) return held - 1;
      slot = slot + 1 === slots.length ? 0 : slot + 1;
    }
  }

  /** Adds a code under its hash; all hashes are asked for again when the table grows. */
  add(hash: number, code: number, hashOf: (code: number) => number): void {
    if (this.#taken + 1 > this.#slots.length * fullest) {
      const old = this.#slots;
      this.#slots = new Uint32Array(Math.ceil(old.length * growth));
      for (const held of old) if (held !== 0) this.#put(hashOf(held - 1), held);
    }
    this.#put(hash, code + 1);
    this.#taken += 1;
  }

  #begin(hash: number): number {
    return Math.floor((hash / 4_294_967_296) * this.#slots.length);
  }

  #put(hash: number, held: number): void {
    const slots = this.#slots;
    let slot = this.#begin(hash);
    while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
    slots[slot] = held;
  }
}
